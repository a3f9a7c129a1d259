"""Keys: an Ed25519 key in a file that only a passphrase opens.

scrypt (N = 2**17, r = 8, p = 1; about half a second a guess) derives the key of ChaCha20-Poly1305, which also binds the
name and the key's id, so that a file cannot be passed off as another person's.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qishan_lint import files
from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.signoff import canonical

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = "qishan-key/1"
SHORTEST_PASSPHRASE = 10
"""Characters: six digits would fall to one machine within a week at half a second a guess."""

_SCRYPT = {"n": 2**17, "r": 8, "p": 1}


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


def new(path: Path, name: str, passphrase: str) -> PublicKey:
    """Make a key for ``name`` and write it to ``path``, encrypted. Never overwrites.

    Raises UsageError when the file exists or the passphrase is too short.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if path.exists():
        raise UsageError(Text(f"密钥文件已存在：{path}", f"the key file exists: {path}"), remedy=Text("换一个文件名", "choose another name"))
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError(
            Text(f"口令太短，至少 {SHORTEST_PASSPHRASE} 个字符", f"the passphrase needs {SHORTEST_PASSPHRASE} characters")
        )
    private = Ed25519PrivateKey.generate()
    public = PublicKey(name, private.public_key().public_bytes_raw())
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = _cipher(passphrase, salt).encrypt(nonce, private.private_bytes_raw(), _bound(public))
    record = {
        "format": FORMAT,
        "name": name,
        "public": public.text,
        "salt": base64.b64encode(salt).decode("ascii"),
        "nonce": base64.b64encode(nonce).decode("ascii"),
        "private": base64.b64encode(sealed).decode("ascii"),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, canonical.encode(record) + b"\n", mode=0o600)
    return public


def public(path: Path) -> PublicKey:
    """The public part of the key file at ``path``. Raises UsageError when it cannot be read, TrustError when it is wrong."""
    record = _record(path)
    return PublicKey(record["name"], base64.b64decode(record["public"]))


def unlock(path: Path, passphrase: str) -> tuple[PublicKey, Ed25519PrivateKey]:
    """Open the key file at ``path``. Raises UsageError for a wrong passphrase, TrustError for a changed file."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    record = _record(path)
    known = PublicKey(record["name"], base64.b64decode(record["public"]))
    cipher = _cipher(passphrase, base64.b64decode(record["salt"]))
    try:
        raw = cipher.decrypt(base64.b64decode(record["nonce"]), base64.b64decode(record["private"]), _bound(known))
    except InvalidTag:
        raise UsageError(
            Text("口令不对，或密钥文件被改动", "wrong passphrase, or the key file was changed"), where=str(path)
        ) from None
    private = Ed25519PrivateKey.from_private_bytes(raw)
    if private.public_key().public_bytes_raw() != known.raw:
        raise canonical.refused("密钥文件的公钥与私钥不符", "public and private key do not belong together", str(path))
    return known, private


def _record(path: Path) -> dict[str, Any]:
    try:
        value = canonical.decode(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(
            Text(f"读不了密钥文件：{error.strerror}", f"cannot read the key file: {error.strerror}"), where=str(path)
        ) from None
    wanted = {"format", "name", "public", "salt", "nonce", "private"}
    if not isinstance(value, dict) or set(value) != wanted or value["format"] != FORMAT:
        raise canonical.refused("不是密钥文件", "not a key file", str(path))
    return value


def _bound(known: PublicKey) -> bytes:
    return canonical.encode({"format": FORMAT, "name": known.name, "public": known.text})


def _cipher(passphrase: str, salt: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode("utf-8")))
