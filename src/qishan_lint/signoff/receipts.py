"""Receipts: a trusted machine states when it first saw a signature, since no clock can be trusted offline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from qishan_lint.signoff import canonical, dsse
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.keys import key_id
from qishan_lint.signoff.policy import Policy
from qishan_lint.signoff.statement import STATEMENT

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREDICATE = "https://qishan-lint.example/receipt/v1"


class _Predicate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    envelope: str
    first_seen: str


def make(envelope: Envelope, day: datetime.date, key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """The receipt that ``envelope`` was first seen on ``day``."""
    value: dict[str, Any] = {
        "_type": STATEMENT,
        "subject": [{"name": "signoff", "digest": {"sha256": envelope.digest}}],
        "predicateType": PREDICATE,
        "predicate": {"envelope": envelope.digest, "firstSeen": day.isoformat()},
    }
    return dsse.sign(value, key, keyid)


def first_seen(receipts: Iterable[Envelope], policy: Policy, today: datetime.date) -> dict[str, datetime.date]:
    """The day on which each signature (by digest) was first seen, by the receipts that can be trusted.

    Raises TrustError for a receipt that is malformed, in the future, or not by a key that the policy trusts for
    receipts today: a machine that may lie about one day may lie about any.
    """
    found: dict[str, datetime.date] = {}
    for receipt in receipts:
        digest, day = _read(receipt, policy, today)
        found[digest] = min(day, found.get(digest, day))
    return found


def _read(receipt: Envelope, policy: Policy, today: datetime.date) -> tuple[str, datetime.date]:
    trusted = [key.raw for key in policy.receipts if key_id(key.raw) == receipt.keyid and key.valid(today)]
    if not any(dsse.verified(receipt, raw) for raw in trusted):
        raise canonical.refused("回执的签名不可信", "a receipt by a key that is not trusted")
    try:
        predicate = msgspec.convert(receipt.statement.get("predicate"), _Predicate, strict=True)
        day = datetime.date.fromisoformat(predicate.first_seen)
    except ValueError:
        raise canonical.refused("回执内容不合规", "a malformed receipt") from None
    subject = [{"name": "signoff", "digest": {"sha256": predicate.envelope}}]
    wanted = {"_type": STATEMENT, "subject": subject, "predicateType": PREDICATE, "predicate": {
        "envelope": predicate.envelope, "firstSeen": day.isoformat()
    }}  # fmt: skip
    if receipt.statement != wanted or day > today:
        raise canonical.refused("回执内容不合规", "a malformed receipt")
    return predicate.envelope, day
