"""The record of an audit: what ``audit.json`` holds, read again by comparisons, samples and bulletins.

Dates are calendar days, counts are of items (篇) or findings (处) as named, texts about articles are masked. The version
is raised when a field changes its meaning or goes; new fields with defaults do not raise it.
"""

from __future__ import annotations

import datetime
import errno
from pathlib import Path
from typing import Any, Literal

import msgspec

from qishan_lint import files
from qishan_lint.errors import UsageError
from qishan_lint.model import Level, Text

SCHEMA = 1
NAME = "audit.json"
"""The record's file in the folder of an audit."""

SUFFIXES = (".json", ".csv", ".xlsx", ".html")
"""What an audit writes: files of the record's name with these suffixes."""

State = Literal["overdue", "blank", "soon", "current", "unlimited"]
"""Where a column stands: over its limit (or without a usable date), without any item, due within the forecast, in time,
or without a limit."""

MOST_BYTES = 1 << 30
"""Records above this size are refused unread."""

Key = tuple[str, str, str]
"""What a finding is about (the item, or department and column), its rule, its fingerprint."""

Progress = Literal["", "new", "open", "reopened"]
"""What the comparison with an earlier audit says of a finding; empty without a comparison."""


class Item(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One item: facts only. ``published`` is None when no date could be read; ``dates`` are its other dates by field
    (written, updated, event, expires), ``entry`` is the code of a directory's entry that it names, ``channels`` where it
    says that it was published. ``text_digest`` tells equal texts apart from equal files; ``first`` is the day on which an
    earlier audit saw the same text out, where that is before ``published``.
    """

    id: str
    title: str
    department: str
    column: str
    published: datetime.date | None
    digest: str
    entry: str = ""
    channels: str = ""
    dates: dict[str, datetime.date] = {}
    text_digest: str = ""
    first: datetime.date | None = None
    path: str = ""
    characters: int = 0
    photos: int = 0
    attachments: int = 0


class Finding(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One finding. ``item`` is empty where it is about a column. ``where`` is the place as a person finds it in
    ``path``; ``masked`` is the stretch of text around it with every sensitive value masked. ``count`` are equal hits, which
    have the fingerprints ``prints`` beside that of the first.
    """

    fingerprint: str
    rule: str
    family: str
    level: Level
    item: str
    department: str
    column: str
    message: Text
    where: str = ""
    path: str = ""
    masked: str = ""
    count: int = 1
    prints: tuple[str, ...] = ()
    scope: Literal["item", "audit"] = "item"
    progress: Progress = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """What makes it the same finding in another audit: any of these."""
        about = self.item or f"{self.department}/{self.column}"
        return tuple((about, self.rule, each) for each in (self.fingerprint, *self.prints))


class Waived(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that somebody allowed: who, why, until when."""

    finding: Finding
    reason: str
    by: str = ""
    until: datetime.date | None = None


class Column(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One column and its clock: ``age`` days since ``latest``, of ``limit`` days; ``due`` is the last day in time.

    ``kind`` is the class that the limit comes from, ``source`` where the limit comes from, ``confirmed`` whether the
    county has set it. ``weeks`` are the numbers of items of the last 13 weeks, this week last. ``vetoed`` says that a
    single column can fail the site with others like it.
    """

    name: str
    department: str = ""
    kind: str = ""
    title: Text = Text("", "")
    state: State = "unlimited"
    latest: datetime.date | None = None
    age: int | None = None
    limit: int | None = None
    due: datetime.date | None = None
    items: int = 0
    undated: int = 0
    weeks: tuple[int, ...] = ()
    declared: bool = False
    confirmed: bool = False
    source: str = ""
    vetoed: bool = False


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that ran, whether or not it found something."""

    name: Text
    family: str
    level: Level
    source: str = ""
    why: Text = Text("", "")


class Counts(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """The figures of the whole audit; ``faulty`` are items with an error or a warning, ``unread`` those not read whole."""

    items: int
    faulty: int
    findings: int
    unread: int
    levels: dict[str, int]
    families: dict[str, int]


class Comparison(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """What became of the findings of an earlier audit (errors and warnings).

    ``rectified`` of ``due`` are the numerator and denominator of the rectification rate. Findings that are ``waived``
    now or could not be looked for again (``unchecked``) are due and not rectified. ``withdrawn`` of the rectified went with
    their items. ``before`` are the faulty and all items
    of each department then, ``departments`` its rectified and due findings.
    """

    earlier: datetime.date
    due: int
    rectified: int
    withdrawn: int = 0
    new: int
    open: int
    reopened: int
    before: dict[str, tuple[int, int]] = {}
    departments: dict[str, tuple[int, int]] = {}
    fixed: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    unchecked: tuple[Finding, ...] = ()


class Indicator(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """One indicator of an evaluation: ``clear``, ``hit`` (``veto`` or so many ``points``), or not to be told from files.

    ``evidence`` are sentences for people, ``rest`` says what of it somebody still has to look at.
    """

    id: str
    part: Literal["veto", "deduction"]
    title: Text
    outcome: Literal["clear", "hit", "unknown"]
    source: str
    evidence: tuple[Text, ...] = ()
    rest: Text | None = None
    points: float | None = None


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """The rehearsal of an evaluation by outsiders: what files can show of its indicators."""

    name: str
    title: Text
    source: str
    indicators: tuple[Indicator, ...]


class Ledger(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A reply ledger's figures: ``on_time`` of ``due`` cases; ``late`` are those answered late or not at all."""

    title: Text
    path: str
    on_time: int
    due: int
    late: int
    undecided: int = 0


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """A standard directory held against the items: ``covered`` of its ``entries`` have an item, ``gaps`` are all findings."""

    name: str
    entries: int
    covered: int
    gaps: int


class Audit(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A whole audit. ``closed`` are keys of findings that were open once and are not now: found again, they reopen."""

    schema: int = SCHEMA
    as_of: datetime.date
    site: str
    tool: str
    catalogue: str
    configuration: str
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    columns: tuple[Column, ...]
    counts: Counts
    rules: dict[str, Rule] = {}
    waived: tuple[Waived, ...] = ()
    unconfirmed: tuple[tuple[str, str], ...] = ()
    comparison: Comparison | None = None
    closed: tuple[Key, ...] = ()
    evaluation: Evaluation | None = None
    ledgers: tuple[Ledger, ...] = ()
    directories: tuple[Area, ...] = ()
    complete: bool = True


def schema() -> dict[str, Any]:
    """The JSON Schema of the record."""
    document = msgspec.json.schema(Audit)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "qishan-lint audit", **document}


def write(path: Path, audit: Audit) -> None:
    """Write the record to ``path``, whole or not at all. Raises OSError."""
    files.write(path, msgspec.json.encode(audit) + b"\n")


def load(path: Path) -> Audit:
    """The record at ``path``. Raises UsageError when it is missing, broken, or of another version."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OSError(errno.EFBIG, "larger than a record can be")
        data = path.read_bytes()
        version = msgspec.json.decode(data, type=_Version).schema
        if version == SCHEMA:
            return msgspec.json.decode(data, type=Audit)
    except OSError as error:
        raise UsageError(
            Text(f"读不了检查结果：{error.strerror}", f"cannot read the audit: {error.strerror}"),
            where=str(path),
            remedy=Text(f"指定 audit 写出的 {NAME}", f"name the {NAME} that an audit wrote"),
        ) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            Text(f"不是 audit 写出的检查结果：{error}", f"not the record of an audit: {error}"),
            where=str(path),
            remedy=Text(f"指定 audit 写出的 {NAME}", f"name the {NAME} that an audit wrote"),
        ) from None
    raise UsageError(
        Text(f"检查结果的版本 {version} 不认识", f"unknown version {version} of the record"),
        where=str(path),
        remedy=Text("用同一版本的程序重新检查一次", "run the audit again with this version"),
    )


class _Version(msgspec.Struct):
    schema: int
