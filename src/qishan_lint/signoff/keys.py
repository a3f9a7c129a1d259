"""Keys: an Ed25519 key in a file that only a passphrase opens.

scrypt (N = 2**17, r = 8, p = 1; about half a second a guess) derives the key of ChaCha20-Poly1305, which also binds the
cost, the name and the public key, so that a file cannot be passed off as another person's.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from qishan_lint import files
from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.signoff import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

FORMAT = "qishan-key/1"
SHORTEST_PASSPHRASE = 10
"""Characters: six digits would fall to one machine within a week at half a second a guess."""

COST = 17
"""The binary logarithm of scrypt's N for new keys."""

_COSTS = range(10, 21)
"""Costs that a file may name: a file that asks for gigabytes of memory is refused."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What the policy holds of a key: the person's name and the raw public bytes (32)."""

    name: str
    raw: bytes

    @property
    def id(self) -> str:
        """The first 32 hexadecimal digits of the SHA-256 of the raw bytes."""
        return key_id(self.raw)

    @property
    def text(self) -> str:
        """The raw bytes in base64, as written into a policy."""
        return base64.b64encode(self.raw).decode("ascii")


def key_id(raw: bytes) -> str:
    """The id of the key with the raw public bytes ``raw``."""
    return hashlib.sha256(raw).hexdigest()[:32]


def new(path: Path, name: str, passphrase: str, *, cost: int = COST) -> PublicKey:
    """Make a key for ``name`` and write it to ``path``, encrypted. Never overwrites.

    Raises UsageError when the file exists or the passphrase is too short.
    """
    needed()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if path.exists():
        raise UsageError(
            Text(f"密钥文件已存在：{path}", f"the key file exists: {path}"),
            remedy=Text("换一个文件名", "choose another name"),
        )
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError(
            Text(
                f"口令太短，至少 {SHORTEST_PASSPHRASE} 个字符", f"the passphrase needs {SHORTEST_PASSPHRASE} characters"
            )
        )
    private = Ed25519PrivateKey.generate()
    public = PublicKey(name, private.public_key().public_bytes_raw())
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = _cipher(passphrase, salt, cost).encrypt(nonce, private.private_bytes_raw(), _bound(public, cost))
    record = {
        "format": FORMAT,
        "name": name,
        "public": public.text,
        "cost": cost,
        "salt": base64.b64encode(salt).decode("ascii"),
        "nonce": base64.b64encode(nonce).decode("ascii"),
        "private": base64.b64encode(sealed).decode("ascii"),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, canonical.encode(record) + b"\n", mode=0o600)
    return public


def public(path: Path) -> PublicKey:
    """The public part of the key file at ``path``. Raises UsageError when it cannot be read, TrustError when wrong."""
    record = _record(path)
    return PublicKey(record.name, record.public)


def unlock(path: Path, passphrase: str) -> tuple[PublicKey, Ed25519PrivateKey]:
    """Open the key file at ``path``. Raises UsageError for a wrong passphrase, TrustError for a malformed file."""
    needed()
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    record = _record(path)
    known = PublicKey(record.name, record.public)
    cipher = _cipher(passphrase, record.salt, record.cost)
    try:
        raw = cipher.decrypt(record.nonce, record.private, _bound(known, record.cost))
    except InvalidTag:
        raise UsageError(
            Text("口令不对，或密钥文件被改动", "wrong passphrase, or the key file was changed"), where=str(path)
        ) from None
    private = Ed25519PrivateKey.from_private_bytes(raw)
    if private.public_key().public_bytes_raw() != known.raw:
        raise canonical.refused("密钥文件的公钥与私钥不符", "public and private key do not belong together", str(path))
    return known, private


def needed() -> None:
    """Refuse to go on without the package that signs. Raises UsageError."""
    if importlib.util.find_spec("cryptography") is None:
        raise UsageError(
            Text("签审需要 cryptography 组件", "signing needs the package cryptography"),
            remedy=Text('安装：pip install "qishan-lint[sign]"', 'install it: pip install "qishan-lint[sign]"'),
        )


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a key file; msgspec decodes the base64."""

    format: str
    name: str
    public: bytes
    cost: int
    salt: bytes
    nonce: bytes
    private: bytes


def _record(path: Path) -> _Record:
    try:
        value = canonical.decode(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(
            Text(f"读不了密钥文件：{error.strerror}", f"cannot read the key file: {error.strerror}"), where=str(path)
        ) from None
    try:
        record = msgspec.convert(value, _Record, strict=True)
    except msgspec.ValidationError:
        raise canonical.refused("不是密钥文件", "not a key file", str(path)) from None
    sizes = (len(record.public), len(record.salt), len(record.nonce), len(record.private))
    if record.format != FORMAT or record.cost not in _COSTS or sizes != (32, 16, 12, 48):
        raise canonical.refused("不是密钥文件", "not a key file", str(path))
    return record


def _bound(known: PublicKey, cost: int) -> bytes:
    return canonical.encode({"format": FORMAT, "name": known.name, "public": known.text, "cost": cost})


def _cipher(passphrase: str, salt: bytes, cost: int) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(passphrase.encode("utf-8")))
