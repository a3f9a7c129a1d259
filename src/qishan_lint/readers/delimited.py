"""Tables as text (.csv, .tsv): a cell is a block with its name, and the text leads back to the file."""

from __future__ import annotations

import re

from qishan_lint.model import Block, Cell, Part, Problem, Segment, Span, Table
from qishan_lint.office.headings import with_headings
from qishan_lint.office.places import TABLE
from qishan_lint.readers import Reading, ReadOptions, _nested
from qishan_lint.textual.encoding import decode

SUFFIXES = (".csv", ".tsv")

_MOST_CELLS = 2_000_000


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The table: one part with the text as it stands in the file."""
    if data[:2] in (b"PK", b"\xd0\xcf") or data[:4] == b"%PDF":
        other = _nested.elsewhere(data, path, options, "csv")
        if other is not None:
            return other
    decoded = decode(data)
    text = decoded.text
    if not decoded.encoding:
        return Reading(problems=(Problem(decoded.problem, path),))
    if len(text) > options.max_text:
        return Reading(problems=(Problem("too-large", path, data={"limit": str(options.max_text)}),))
    problems = [Problem(decoded.problem, path, data={"encoding": decoded.encoding.upper()})] if decoded.problem else []
    cells = tuple(_cells(text, _separator(text)))
    whole = Segment(0, 0, len(text), len(text))
    part = Part(
        path,
        path,
        text,
        role=options.role,
        blocks=tuple(Block("cell", cell.span) for cell in cells),
        tables=(Table(TABLE.format(1), cells),) if cells else (),
        source=text,
        segments=(whole,) if text else (),
    )
    if len(cells) >= _MOST_CELLS:
        problems.append(Problem("too-large", path, data={"limit": str(_MOST_CELLS)}))
    return Reading(parts=(with_headings(part),), problems=tuple(problems))


def _separator(text: str) -> str:
    """The separator that the first line uses most."""
    line = text[:4000].partition("\n")[0]
    return max("\t,;，", key=line.count)


def _cells(text: str, separator: str) -> list[Cell]:
    """The cells with text; quotes around a cell are left out of its span."""
    sign = re.escape(separator)
    pattern = re.compile(rf'"(?:[^"]|""){{0,32000}}+"|[^{sign}\r\n]++|{sign}|\r\n|\n|\r')
    found: list[Cell] = []
    row = column = 0
    for match in pattern.finditer(text):
        value = match[0]
        if value == separator:
            column += 1
        elif value in ("\r\n", "\n", "\r"):
            row, column = row + 1, 0
        else:
            quoted = len(value) > 1 and value[0] == value[-1] == '"'
            start, end = (match.start() + 1, match.end() - 1) if quoted else match.span()
            if text[start:end].strip():
                found.append(Cell(row, column, "", False, Span(start, end)))
                if len(found) >= _MOST_CELLS:
                    break
    return found
