"""The result of a third party, bound to the last level's signature, by a key that the policy trusts for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import msgspec

from qishan_lint.signoff import canonical, witness
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.policy import Policy

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREDICATE = "https://qishan-lint.example/external/v1"


class External(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """What a third party said: about which signature and which files (their common digest), when, and the outcome."""

    envelope: str
    item: str
    digest: str
    checker: str
    checked_on: str
    result: Literal["pass", "findings"]
    findings: list[str]


def sign(found: External, key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """The signed statement of ``found``."""
    return witness.sign(PREDICATE, found.envelope, msgspec.to_builtins(found), key, keyid)


def read(found: Iterable[Envelope], policy: Policy, day: datetime.date) -> tuple[External, ...]:
    """The results that can be trusted. Raises TrustError for one that is malformed, in the future or by another key."""
    return tuple(_read(envelope, policy, day) for envelope in found)


def _read(envelope: Envelope, policy: Policy, day: datetime.date) -> External:
    witness.trusted(envelope, policy.platforms, day)
    try:
        found = msgspec.convert(envelope.statement.get("predicate"), External, strict=True)
        when = datetime.date.fromisoformat(found.checked_on)
    except ValueError:
        raise canonical.refused("第三方结果不合规", "a malformed result of a third party") from None
    wanted = witness.value(PREDICATE, found.envelope, msgspec.to_builtins(found))
    if envelope.statement != wanted or when > day or (found.result == "pass") != (not found.findings):
        raise canonical.refused("第三方结果不合规", "a malformed result of a third party")
    return found
