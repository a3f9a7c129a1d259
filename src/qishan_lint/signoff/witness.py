"""A statement about one signature, by another key than a reviewer's: bound to that signature's digest and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from qishan_lint.signoff import canonical, dsse
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.keys import key_id
from qishan_lint.signoff.policy import Key
from qishan_lint.signoff.statement import STATEMENT

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def value(kind: str, envelope: str, predicate: dict[str, Any]) -> dict[str, Any]:
    """The statement of the type ``kind`` about the signature with the digest ``envelope``."""
    subject = [{"name": "signoff", "digest": {"sha256": envelope}}]
    return {"_type": STATEMENT, "subject": subject, "predicateType": kind, "predicate": predicate}


def sign(kind: str, envelope: str, predicate: dict[str, Any], key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """Such a statement, signed."""
    return dsse.sign(value(kind, envelope, predicate), key, keyid)


def trusted(envelope: Envelope, keys: Iterable[Key], day: datetime.date) -> Key:
    """The one of ``keys`` that signed ``envelope`` and counts on ``day``. Raises TrustError when there is none."""
    for key in keys:
        if key_id(key.raw) == envelope.keyid and key.valid(day) and dsse.verified(envelope, key.raw):
            return key
    raise canonical.refused("附加记录的签名不可信", "a statement by a key that is not trusted")
