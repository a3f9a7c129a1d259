"""Paper: a registrar enters a signature in ink, a second one confirms it; a lone clerk could invent one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from qishan_lint.signoff import canonical, witness
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.policy import Policy

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREDICATE = "https://qishan-lint.example/confirmation/v1"


class Confirmation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A registrar compared the paper with a signature; ``scan`` is the SHA-256 of the scan."""

    envelope: str
    registrar: str
    scan: str
    confirmed_on: str


FORM = witness.Form(PREDICATE, Confirmation, "confirmed_on", "确认记录", "confirmation")


def confirm(found: Confirmation, key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """The signed statement ``found``."""
    return witness.sign(FORM, found, key, keyid)


def confirmed(found: Iterable[Envelope], policy: Policy, day: datetime.date) -> dict[tuple[str, str], frozenset[str]]:
    """The registrars who confirmed each paper signature with its scan. Raises TrustError for one by anybody else."""
    who: dict[tuple[str, str], frozenset[str]] = {}
    for envelope in found:
        one = _read(envelope, policy, day)
        key = (one.envelope, one.scan)
        who[key] = who.get(key, frozenset()) | {one.registrar}
    return who


def _read(envelope: Envelope, policy: Policy, day: datetime.date) -> Confirmation:
    owners = {key.public: one for one in policy.reviewers if one.id in policy.registrars for key in one.keys}
    keys = [key for one in policy.reviewers if one.id in policy.registrars for key in one.keys]
    found, _, key = witness.read(FORM, envelope, keys, day)
    if found.registrar != owners[key.public].id:
        raise canonical.refused("确认记录不合规", "a malformed confirmation")
    return found
