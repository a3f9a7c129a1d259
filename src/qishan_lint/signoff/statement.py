"""The statement that a reviewer signs: an in-toto Statement v1 over every file of an item and over what was found.

Only what a threat needs is in it:

==============  =====================================================================================
subject         each file with its digest: an edit, a swapped photo, a dropped attachment
item, revision  replay on another item, rollback to an older version
previous        order, drops and repetitions: each signature names the one before it
supersedes      the last signature of the revision before this one
rules           catalogue, configuration and capabilities: weakening the rules in the same change
findings        what the reviewer saw
waivers         what was let through, with reasons, the same at every level
conclusions     content, secrecy review and desensitisation, each stated by the reviewer
reviewer, level who signs, for whom, and at which level
==============  =====================================================================================
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from qishan_lint.signoff import canonical
from qishan_lint.signoff.dsse import Envelope

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://qishan-lint.example/signoff/v1"

Decision = Literal["approve", "return"]
Difference = Literal["added", "removed", "replaced"]
"""What became of a file since it was signed."""


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the item: its path, relative and in NFC, and its SHA-256 in hexadecimal."""

    name: str
    digest: dict[str, str]


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the check ran with: version, and the digests of catalogue, configuration and capabilities."""

    version: str
    catalogue: str
    configuration: str
    capabilities: str


class SignedWaiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that was let through, and why."""

    rule: str
    fingerprint: str
    reason: str


class Conclusions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The three things a reviewer vouches for; an approval needs all of them to be true."""

    content: bool
    secrecy: bool
    desensitisation: bool


class Predicate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """The part of the statement that is ours."""

    item: str
    revision: int
    supersedes: str | None
    level: int
    level_name: str
    decision: Decision
    reviewer: str
    on_behalf_of: str | None
    medium: Literal["key", "wet-ink"]
    recorded_by: str | None
    scan: str | None
    signed_on: str
    checked_as_of: str
    previous: str | None
    rules: Rules
    findings: list[str]
    errors: int
    warnings: int
    waivers: list[SignedWaiver]
    conclusions: Conclusions
    comment: str


_NAMES = {"type_": "_type", "predicate_type": "predicateType"}


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_NAMES):
    """A whole statement."""

    type_: str
    subject: list[Subject]
    predicate_type: str
    predicate: Predicate


def make(subject: dict[str, str], predicate: Predicate) -> dict[str, Any]:
    """The statement as a plain value, ready to be signed; ``subject`` maps paths to digests."""
    files = [Subject(nfc(name), {"sha256": digest}) for name, digest in sorted(subject.items())]
    value = msgspec.to_builtins(Statement(STATEMENT, files, PREDICATE, predicate))
    canonical.encode(value)
    return dict(value)


def read(envelope: Envelope, where: str) -> Statement:
    """The typed statement of ``envelope``. Raises TrustError for a missing, unknown or ill-typed field."""
    try:
        found = msgspec.convert(envelope.statement, Statement, strict=True)
    except msgspec.ValidationError as error:
        raise canonical.refused(f"签署内容不合规：{error}", f"the statement is malformed: {error}", where) from None
    if found.type_ != STATEMENT or found.predicate_type != PREDICATE:
        raise canonical.refused("不是本工具的签署内容", "not a statement of this tool", where)
    for value in (found.predicate.signed_on, found.predicate.checked_as_of):
        _day(value, where)
    return found


def subjects(found: Statement) -> dict[str, str]:
    """The signed files: path → SHA-256. Raises TrustError when one is listed twice or has another kind of digest."""
    files: dict[str, str] = {}
    for subject in found.subject:
        if subject.name in files or set(subject.digest) != {"sha256"} or nfc(subject.name) != subject.name:
            raise canonical.refused(f"签署的文件清单不合规：{subject.name}", f"bad list of files: {subject.name}")
        files[subject.name] = subject.digest["sha256"]
    return files


def differences(signed: Mapping[str, str], now: Mapping[str, str]) -> tuple[tuple[str, Difference], ...]:
    """The files whose digests differ between two subjects, by path, each with how."""
    found: list[tuple[str, Difference]] = []
    for path in sorted(signed.keys() | now.keys()):
        if path not in signed:
            found.append((path, "added"))
        elif path not in now:
            found.append((path, "removed"))
        elif signed[path] != now[path]:
            found.append((path, "replaced"))
    return tuple(found)


def text_digest(data: bytes, plain: str = "") -> str:
    """The digest of a text file: one BOM and CRLF line ends do not count, everything else does.

    ``plain`` is the SHA-256 of ``data`` where that is known: most texts have neither. Git may check a file out with other
    line ends than those it was signed with; look-alike characters and white space must change the digest.
    """
    body = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return plain if plain and body == data else hashlib.sha256(body).hexdigest()


def nfc(name: str) -> str:
    """A path in Unicode normal form C: file systems disagree about the form, signatures must not."""
    return unicodedata.normalize("NFC", name)


def _day(text: str, where: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise canonical.refused(f"日期不合规：{text[:20]}", f"bad date: {text[:20]}", where)
    return day
