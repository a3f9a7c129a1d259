"""The result of a third party, bound to the last level's signature, by a key that the policy trusts for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import msgspec

from qishan_lint.model import Text
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


FORM = witness.Form(PREDICATE, External, "checked_on", "第三方结果", "result of a third party")


def sign(found: External, key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """The signed statement of ``found``."""
    return witness.sign(FORM, found, key, keyid)


def read(found: Iterable[Envelope], policy: Policy, day: datetime.date) -> tuple[External, ...]:
    """The results that can be trusted. Raises TrustError for one that is malformed, in the future or by another key."""
    return tuple(_read(envelope, policy, day) for envelope in found)


def _read(envelope: Envelope, policy: Policy, day: datetime.date) -> External:
    found, _, _ = witness.read(FORM, envelope, policy.platforms, day)
    if (found.result == "pass") != (not found.findings):
        raise canonical.refused("第三方结果不合规", "a malformed result of a third party")
    return found


def reasons(
    found: Iterable[External], bound: tuple[str, str, str], signed_on: str, policy: Policy, day: datetime.date
) -> list[Text]:
    """Why no third party has passed what was signed; empty when one has.

    ``bound`` is the digest of the last level's signature, the item, and the digest of its files. The results of the
    newest day count, whatever came before it; among them a fault outweighs a pass, because the order of statements is not
    signed, and an earlier pass could be put behind it.
    """
    fitting = [one for one in found if (one.envelope, one.item, one.digest) == bound and one.checked_on >= signed_on]
    if not fitting:
        return [Text("待第三方审核", "waits for the third-party review")]
    newest = max(one.checked_on for one in fitting)
    faults = {fault for one in fitting if one.checked_on == newest for fault in one.findings}
    if faults:
        return [Text(f"第三方审核有 {len(faults)} 处问题", f"the third party found {len(faults)} faults")]
    if (day - datetime.date.fromisoformat(newest)).days > policy.external_days:
        return [Text("第三方审核已过期", "the third-party review is too old")]
    return []
