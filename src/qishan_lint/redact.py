"""Desensitised copies of files: values masked in their place, hidden content removed on request, read again to be sure.

The input is never touched. A copy in which anything is left is not written. PDF files and pictures are not changed:
a box drawn over a text is the very leak that readers of such files find.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from qishan_lint import files, masks, readers
from qishan_lint.identity import mask_text, of_tables
from qishan_lint.masks import Profile
from qishan_lint.model import Part, Span, Text
from qishan_lint.office import places, rewrite
from qishan_lint.office.budget import Budget
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.readers import Reading, ReadOptions
from qishan_lint.textual.encoding import decode

if TYPE_CHECKING:
    from lxml.etree import _Element

TEXTS = frozenset((".md", ".markdown", ".html", ".htm", ".shtml", ".txt", ".csv", ".tsv"))
WORDS = frozenset((".docx", ".docm", ".dotx"))
SHEETS = frozenset((".xlsx", ".xlsm", ".xltx", ".pptx"))

_REMOVABLE = frozenset(
    (*places.CONCEALED.values(), places.DELETED, places.COMMENT, places.CUSTOM_XML, places.PROPERTIES)
)
_UNREAD = frozenset(
    (
        "encrypted",
        "broken",
        "bomb",
        "dtd",
        "unsafe-path",
        "nested-too-deep",
        "unknown-format",
        "too-large",
        "unreadable",
    )
)
_NESTED = (".docx", ".xlsx", ".pptx")

REPORT_ONLY = Text(
    "不改写这种格式：请在原始文档中脱敏后重新导出", "not rewritten: mask the values in its source, export it anew"
)
LEFT = Text("仍有敏感信息，没有写出副本", "sensitive values are left; no copy was written")
UNREADABLE = Text("读不完整，没有写出副本", "cannot be read in full; no copy was written")
WRITTEN = Text("已脱敏", "masked")
EXISTS = Text("输出位置就是原文件，或已有同名文件", "the output is the input, or exists already")


class Outcome(Struct, frozen=True):
    """What became of one file: the copy (None: none was written), how many values it holds, what to say."""

    source: str
    target: Path | None
    found: int
    note: Text


def redact(path: Path, profile: Profile, output: Path, *, drop_hidden: bool = False) -> Outcome:
    """Write a desensitised copy of the file at ``path`` into the folder ``output``.

    ``drop_hidden`` removes what readers of the page do not see as well. Raises OSError when the file cannot be read or
    the copy cannot be written.
    """
    data = path.read_bytes()
    target = output / mask_text(path.name)
    if target.exists():
        return Outcome(str(path), None, 0, EXISTS)
    suffix = path.suffix.lower()
    found, unread = _scan(data, path.name)
    if suffix not in TEXTS | WORDS | SHEETS:
        return Outcome(str(path), None, found, REPORT_ONLY)
    if unread:
        return Outcome(str(path), None, found, UNREADABLE)
    try:
        copy = masked_bytes(data, path.name, profile, drop_hidden=drop_hidden)
    except (Refused, UnicodeEncodeError):
        return Outcome(str(path), None, found, UNREADABLE)
    if _scan(copy, path.name) != (0, False):
        return Outcome(str(path), None, found, LEFT)
    output.mkdir(parents=True, exist_ok=True)
    files.create(target, copy)
    return Outcome(str(path), target, found, WRITTEN)


def masked_bytes(data: bytes, name: str, profile: Profile, *, drop_hidden: bool = False) -> bytes:
    """The desensitised content of the file ``name``. Raises Refused for what cannot be read in full."""
    reading = _read(data, name)
    suffix = Path(name).suffix.lower()
    if suffix in TEXTS:
        return _text(data, reading, profile)
    package = Package(data, Budget(ReadOptions().max_bytes))
    masking = _Masking(reading, profile)
    if suffix in WORDS:
        roots = _word(package, masking, drop_hidden)
    else:
        roots = rewrite.roots_of(package)
        if drop_hidden:
            _empty_hidden_cells(package, roots)
    rewrite.masked_parts(roots, masking)
    return rewrite.repacked(package, roots, lambda inner, content: _inner(inner, content, profile, drop_hidden))


class _Masking:
    """Masks what the detectors see, and what they saw under the headings of tables when the file was read."""

    def __init__(self, reading: Reading, profile: Profile) -> None:
        self._profile = profile
        self._known: dict[str, str] = {}
        for part in reading.parts:
            for one in masks.found(part.text, of_tables(part.tables)):
                shown = part.text[one.start : one.end]
                self._known[shown] = masks.masked(one, part.text, profile)

    def __call__(self, text: str) -> str:
        for shown in sorted(self._known, key=len, reverse=True):
            if shown in text:
                text = text.replace(shown, self._known[shown])
        characters = list(text)
        for one in masks.found(text):
            characters[one.start : one.end] = masks.masked(one, text, self._profile)
        return "".join(characters)


def _word(package: Package, masking: _Masking, drop_hidden: bool) -> dict[str, _Element]:
    from qishan_lint.office.worddoc import compose

    document = compose(package)
    rewrite.refuse_faults(package)
    for label, draft in document.drafts():
        if drop_hidden and label in _REMOVABLE:
            rewrite.blank(draft)
        else:
            rewrite.put(draft, masking(draft.text()))
    for draft in document.hidden.values():
        rewrite.put(draft, masking(draft.text()))
    return document.roots


def _empty_hidden_cells(package: Package, roots: dict[str, _Element]) -> None:
    """Remove the values of hidden cells, and the shared strings that nothing shows any more."""
    from qishan_lint.office.workbook import cells_of, sheets

    for sheet in sheets(package):
        hidden = {(cell.row, cell.column) for label, grid in sheet.grids.items() if label for cell in grid.cells}
        for row, column, cell in cells_of(roots[sheet.member]) if hidden else ():
            if (row, column) in hidden:
                for value in list(cell):
                    cell.remove(value)
    used = {
        value.text
        for root in roots.values()
        for cell in root.iter("{*}c")
        if cell.get("t") == "s"
        for value in cell.iter("{*}v")
    }
    strings = roots.get("xl/sharedStrings.xml")
    for number, entry in enumerate(strings.iter("{*}si") if strings is not None else ()):
        if str(number) not in used:
            for leaf in entry.iter("{*}t"):
                leaf.text = ""


def _inner(name: str, content: bytes, profile: Profile, drop_hidden: bool) -> bytes:
    """The new content of a member that is a file by itself."""
    if name.lower().endswith(_NESTED):
        return masked_bytes(content, name, profile, drop_hidden=drop_hidden)
    return content


def _text(data: bytes, reading: Reading, profile: Profile) -> bytes:
    """Masked character by character in the source, so that marks inside a number stay."""
    decoded = decode(data)
    if not decoded.encoding:
        raise Refused("encoding-unknown")
    characters = list(decoded.text)
    for part in reading.parts:
        for one in masks.found(part.text, of_tables(part.tables)):
            _mask_in_source(part, one.start, masks.masked(one, part.text, profile), characters)
    masked = "".join(characters)
    return decoded.encode(masked)


def _mask_in_source(part: Part, start: int, masked: str, characters: list[str]) -> None:
    for index, new in enumerate(masked, start):
        if new != part.text[index]:
            span = part.source_span(Span(index, index + 1))
            if span is not None and span.start < span.end:
                characters[span.start : span.end] = [new] + [""] * (span.end - span.start - 1)


def _read(data: bytes, name: str) -> Reading:
    reader = readers.for_suffix(Path(name).suffix.lower())
    if reader is None:
        raise Refused("unknown-format")
    return reader.read(data, name, ReadOptions(role="article"))


def _scan(data: bytes, name: str) -> tuple[int, bool]:
    """How many values a reader finds in ``data``, and whether it met something that it could not read."""
    try:
        reading = _read(data, name)
    except Refused:
        return 0, True
    unread = any(problem.code in _UNREAD for problem in reading.problems)
    return sum(len(masks.found(part.text, of_tables(part.tables))) for part in reading.parts), unread
