"""Envelopes by the Dead Simple Signing Envelope (DSSE v1): one payload, one Ed25519 signature, one spelling.

The standard allows more than one spelling of the same envelope (unknown fields, base64 variants). Here exactly one is
accepted, because the digest of an envelope chains the next signature to it.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qishan_lint.signoff import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"


@dataclass(frozen=True)
class Envelope:
    """A signed statement: the statement's value, the id of the key as a hint, and the signature. Never changed."""

    statement: dict[str, Any]
    keyid: str
    signature: bytes

    @functools.cached_property
    def payload(self) -> bytes:
        """The bytes that are signed, before pre-authentication encoding."""
        return canonical.encode(self.statement)

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 of the standard form, in hexadecimal: what the next signature names as its predecessor."""
        return hashlib.sha256(self.standard()).hexdigest()

    @functools.cached_property
    def proven(self) -> dict[bytes, bool]:
        """By which public keys the signature was found to be, and by which not: an answer that never changes."""
        return {}

    def standard(self) -> bytes:
        """The standard DSSE form, which any DSSE tool reads."""
        return canonical.encode(
            {
                "payload": base64.b64encode(self.payload).decode("ascii"),
                "payloadType": PAYLOAD_TYPE,
                "signatures": [{"keyid": self.keyid, "sig": base64.b64encode(self.signature).decode("ascii")}],
            }
        )

    def readable(self) -> dict[str, Any]:
        """The form kept in a repository: the statement as text that people can compare, and its signature."""
        return {
            "keyid": self.keyid,
            "sig": base64.b64encode(self.signature).decode("ascii"),
            "statement": self.statement,
        }


def from_readable(value: Any, where: str) -> Envelope:
    """The envelope in ``value``. Raises TrustError when a field is missing, unknown, or not in its one spelling."""
    if not isinstance(value, dict) or set(value) != {"keyid", "sig", "statement"}:
        raise canonical.refused("签署记录的字段不对", "the fields of a signature record are wrong", where)
    if not isinstance(value["keyid"], str) or not isinstance(value["statement"], dict):
        raise canonical.refused("签署记录的字段不对", "the fields of a signature record are wrong", where)
    found = Envelope(value["statement"], value["keyid"], _base64(value["sig"], where))
    _ = found.payload  # refuses what cannot be spelt
    return found


def from_standard(data: bytes, where: str) -> Envelope:
    """The envelope in the standard form ``data``. Raises TrustError for any other spelling than ``standard`` gives."""
    value = canonical.decode(data, where)
    try:
        (signature,) = value["signatures"]
        statement = canonical.decode(_base64(value["payload"], where), where)
        envelope = Envelope(statement, signature["keyid"], _base64(signature["sig"], where))
    except (KeyError, TypeError, ValueError):
        raise canonical.refused("不是 DSSE 信封", "not a DSSE envelope", where) from None
    if not isinstance(statement, dict) or not isinstance(envelope.keyid, str):
        raise canonical.refused("不是 DSSE 信封", "not a DSSE envelope", where)
    if envelope.standard() != data:
        raise canonical.refused("信封的写法不唯一", "the envelope is not in its canonical form", where)
    return envelope


def pae(payload_type: str, payload: bytes) -> bytes:
    """DSSE's pre-authentication encoding; lengths are of bytes."""
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def sign(statement: dict[str, Any], key: Ed25519PrivateKey, keyid: str) -> Envelope:
    """Sign ``statement``. Raises TrustError when it holds a value that cannot be signed."""
    payload = canonical.encode(statement)
    made = Envelope(statement, keyid, key.sign(pae(PAYLOAD_TYPE, payload)))
    made.__dict__["payload"] = payload  # what would be worked out again
    made.proven[key.public_key().public_bytes_raw()] = True
    return made


def verified(envelope: Envelope, public: bytes) -> bool:
    """Whether the signature of ``envelope`` is by the key with the raw public bytes ``public``."""
    if public not in envelope.proven:
        envelope.proven[public] = _verified(envelope, public)
    return envelope.proven[public]


def _verified(envelope: Envelope, public: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(envelope.signature, pae(PAYLOAD_TYPE, envelope.payload))
    except (InvalidSignature, ValueError):
        return False
    return True


def _base64(text: Any, where: str) -> bytes:
    """Standard base64 with padding, and no other spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        data = None
    if data is None or base64.b64encode(data).decode("ascii") != text:
        raise canonical.refused("base64 的写法不唯一", "base64 is not in its canonical form", where)
    return data
