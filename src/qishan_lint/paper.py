"""Signatures on paper: one registrar enters the scan, another compares it; nothing counts before both did."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from qishan_lint import signing
from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.signing import Office, Order, Paper, Shown
from qishan_lint.signoff import attested, checkcode, wetink
from qishan_lint.signoff.keys import PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def enter(
    office: Office, shown: Shown, signed: tuple[int, str], scan: Path, signer: tuple[PublicKey, Ed25519PrivateKey]
) -> None:
    """Enter what a reviewer signed on paper; ``signed`` is the level and the reviewer, "" for the first who may.

    Raises UsageError when they or the registrar may not.
    """
    level, reviewer = signed
    if not reviewer:
        able = (one.id for one in office.policy.reviewers if level in one.levels)
        reviewer = next(
            (each for each in able if office.policy.may(each, level, shown.item, absent=None, day=office.day)), ""
        )
    if reviewer == signing.owner_of(office, signer[0]):
        raise UsageError(Text("登记人不能登记自己的签字", "a registrar cannot enter their own signature"))
    signing.sign(office, shown, shown.digest, Order(level, paper=Paper(reviewer, digest_of(scan))), signer)


def confirm(office: Office, shown: Shown, level: int, scan: Path, signer: tuple[PublicKey, Ed25519PrivateKey]) -> None:
    """Confirm the paper signature at ``level`` that a colleague entered. Raises UsageError when it does not fit."""
    registrar, wanted = signing.owner_of(office, signer[0]), digest_of(scan)
    if registrar not in office.policy.registrars:
        raise UsageError(Text(f"{registrar}不是登记人", f"{registrar} is not a registrar"))
    if not 1 <= level <= len(shown.accepted) or shown.accepted[level - 1].predicate.medium != "wet-ink":
        raise UsageError(
            Text("这一级没有登记过纸质签字", "no paper signature was entered at this level"), where=shown.item
        )
    found = shown.accepted[level - 1].predicate
    if registrar in (found.recorded_by, found.reviewer):
        raise UsageError(Text("要由另一名登记人核对", "another registrar must confirm it"), where=shown.item)
    if found.scan != wanted:
        raise UsageError(Text("扫描件与登记的不是同一份", "this is another scan than the one entered"), where=str(scan))
    statement = wetink.Confirmation(shown.ledger.current[level - 1].digest, registrar, wanted, office.day.isoformat())
    attested.add(office.root, shown.item, wetink.confirm(statement, signer[1], signer[0].id))


def fits(shown: Shown, code: str) -> None:
    """Refuse a sheet that was printed for another version. Raises UsageError when ``code`` is not that of ``shown``."""
    if checkcode.read(code) != checkcode.of(checkcode.digest(shown.item, shown.subject)):
        raise UsageError(
            Text(
                "核对码与现在的稿件不符：审核表是为另一版打印的", "the check code is not that of the item as it is now"
            ),
            where=shown.item,
            remedy=Text("重新打印审核表，重新签字", "print the sheet anew and have it signed again"),
        )


def digest_of(scan: Path) -> str:
    """The SHA-256 of a scan. Raises UsageError when it is empty or cannot be read."""
    try:
        with scan.open("rb") as stream:
            if not stream.read(1):
                raise UsageError(Text("扫描件是空的", "the scan is empty"), where=str(scan))
            stream.seek(0)
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        raise UsageError(Text("读不了扫描件", "the scan cannot be read"), where=str(scan)) from None
