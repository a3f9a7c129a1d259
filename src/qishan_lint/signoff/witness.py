"""A statement about one signature, by another key than a reviewer's: bound to that signature's digest and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from qishan_lint.signoff import canonical, dsse
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.keys import key_id
from qishan_lint.signoff.policy import Key
from qishan_lint.signoff.statement import STATEMENT

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """A kind of statement: its predicate type, its fields (``envelope`` among them), which one is its day, its name."""

    kind: str
    type_: type[T]
    day: str
    zh: str
    en: str


def _value(form: Form[T], found: T) -> dict[str, Any]:
    """The statement about the signature with the digest ``found.envelope``."""
    predicate = msgspec.to_builtins(found)
    subject = [{"name": "signoff", "digest": {"sha256": predicate["envelope"]}}]
    return {"_type": STATEMENT, "subject": subject, "predicateType": form.kind, "predicate": predicate}


def sign(form: Form[T], found: T, key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """The statement ``found``, signed."""
    return dsse.sign(_value(form, found), key, keyid)


def read(form: Form[T], envelope: Envelope, keys: Iterable[Key], day: datetime.date) -> tuple[T, datetime.date, Key]:
    """What ``envelope`` states, on which day, and the one of ``keys`` that says so.

    Raises TrustError when it is by another key, malformed, has anything beside its fields, or is of a day to come.
    """
    key = trusted(form, envelope, keys, day)
    try:
        found = msgspec.convert(envelope.statement.get("predicate"), form.type_, strict=True)
        when = datetime.date.fromisoformat(getattr(found, form.day))
    except ValueError:
        raise canonical.refused(f"{form.zh}不合规", f"a malformed {form.en}") from None
    if envelope.statement != _value(form, found) or when.isoformat() != getattr(found, form.day):
        raise canonical.refused(f"{form.zh}不合规", f"a malformed {form.en}")
    if when > day:
        raise canonical.refused(f"{form.zh}的日期在将来", f"a {form.en} of a day to come")
    return found, when, key


def trusted(form: Form[T], envelope: Envelope, keys: Iterable[Key], day: datetime.date) -> Key:
    """The one of ``keys`` that signed ``envelope`` and counts on ``day``. Raises TrustError when there is none."""
    for key in keys:
        if key_id(key.raw) == envelope.keyid and key.valid(day) and dsse.verified(envelope, key.raw):
            return key
    raise canonical.refused(f"{form.zh}的签名不可信", f"a {form.en} by a key that is not trusted")
