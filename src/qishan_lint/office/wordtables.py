"""The tables of a Word file as rows of plain texts, with merged cells, and what stands above each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qishan_lint.office.budget import Budget
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.relations import main_part
from qishan_lint.office.styles import Styles
from qishan_lint.office.wordinline import pieces
from qishan_lint.office.wordwalk import flat, named, width
from qishan_lint.office.xmlpart import attribute, child, local, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLES = Styles(None)
_ABOVE = 200
"""Characters of the paragraph above a table that may be its title."""


class WordTable(msgspec.Struct, frozen=True):
    """One table: ``rows`` as wide as the table, the merged cells as (first row, first column, last row, last column) from 0.

    ``title`` is the text of the last paragraph with text before it.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return len(self.rows[0]) if self.rows else 0


def read(data: bytes, most_cells: int, most_bytes: int) -> tuple[WordTable, ...]:
    """The tables of the body; one that goes on below a page without any text between is one with that above it.

    Raises Refused for what is no Word file, or one that is too large.
    """
    package = Package(data, Budget(most_bytes))
    main = main_part(package, "word/document.xml")
    if main not in package.members:
        raise Refused("broken", detail=main)
    body = child(parse(package.read(main), main), "body")
    title, left, apart = "", most_cells, True
    tables: list[WordTable] = []
    for element in () if body is None else flat(body):
        if local(element) == "p":
            text = _text(element).strip()[:_ABOVE]
            title, apart = text or title, apart or bool(text)
        elif local(element) == "tbl":
            table = _table(element, title, left)
            left -= sum(map(len, table.rows))
            if not apart and tables[-1].columns == table.columns:
                tables[-1] = _joined(tables[-1], table)
            else:
                tables.append(table)
            apart = False
    return tuple(tables)


def _joined(first: WordTable, second: WordTable) -> WordTable:
    count = len(first.rows)
    moved = ((top + count, left, bottom + count, right) for top, left, bottom, right in second.merged)
    return WordTable(first.title, first.rows + second.rows, (*first.merged, *moved))


def _table(element: _Element, title: str, most: int) -> WordTable:
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    above: dict[int, int] = {}
    for number, line in enumerate(named(element, "tr")):
        row: list[str] = []
        for cell in named(line, "tc"):
            column, span = len(row), width(cell)
            most -= span
            if most < 0:
                raise Refused("too-large")
            goes_on = _goes_on(cell)
            if goes_on and column in above:
                top, left, _, right = merged[above[column]]
                merged[above[column]] = (top, left, number, right)
            else:
                above.pop(column, None)
                if goes_on is not None or span > 1:
                    above[column] = len(merged)
                    merged.append((number, column, number, column + span - 1))
            text = "" if goes_on else "\n".join(map(_text, named(cell, "p")))
            row += [text, *[""] * (span - 1)]
        rows.append(row)
    widest = max(map(len, rows), default=0)
    return WordTable(title, tuple((*row, *[""] * (widest - len(row))) for row in rows), tuple(merged))


def _goes_on(cell: _Element) -> bool | None:
    """Whether the cell goes on with the one above it; None when it is not merged downwards at all."""
    mark = child(cell, "tcPr", "vMerge")
    return None if mark is None else (attribute(mark, "val") or "continue") == "continue"


def _text(paragraph: _Element) -> str:
    """What a reader sees of a paragraph."""
    look = _STYLES.paragraph(paragraph)
    found = pieces(paragraph, look, _STYLES, shaded=True)
    return "".join(piece.text for piece in found if piece.kind == "text" and not piece.label)
