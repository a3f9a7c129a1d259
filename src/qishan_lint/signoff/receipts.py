"""Receipts: a trusted machine states when it first saw a signature, since no clock can be trusted offline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from qishan_lint.signoff import witness
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.policy import Policy

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREDICATE = "https://qishan-lint.example/receipt/v1"


class _Predicate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    envelope: str
    first_seen: str


FORM = witness.Form(PREDICATE, _Predicate, "first_seen", "回执", "receipt")


def make(envelope: Envelope, day: datetime.date, key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """The receipt that ``envelope`` was first seen on ``day``."""
    return witness.sign(FORM, _Predicate(envelope.digest, day.isoformat()), key, keyid)


def first_seen(receipts: Iterable[Envelope], policy: Policy, today: datetime.date) -> dict[str, datetime.date]:
    """The day on which each signature (by digest) was first seen, by the receipts that can be trusted.

    Raises TrustError for a receipt that is malformed, in the future, or not by a key that the policy trusts for
    receipts today: a machine that may lie about one day may lie about any.
    """
    found: dict[str, datetime.date] = {}
    for receipt in receipts:
        seen, day, _ = witness.read(FORM, receipt, policy.receipts, today)
        found[seen.envelope] = min(day, found.get(seen.envelope, day))
    return found
