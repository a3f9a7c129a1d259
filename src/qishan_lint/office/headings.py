"""Which row of a table is its heading, and with that the heading of each cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from qishan_lint.model import Cell, Part, Table

SEARCHED = 12
"""Rows looked at from the top: titles, units and notes may stand above the heading."""

_LONGEST = 24
_WIDEST_FORM = 40
_VALUE = re.compile(r"[0-9０-９]{5}|[0-9]\.[0-9]|@")


def is_label(text: str) -> bool:
    """Whether a cell's text can name a column: short, and no value itself."""
    plain = text.strip()
    return bool(plain) and len(plain) <= _LONGEST and not _VALUE.search(plain) and not plain.isdecimal()


def heading_row(rows: Sequence[Mapping[int, str]]) -> int:
    """The index of the heading among the first rows (column → text), -1 for a table without one.

    It is the first row with the most labels, if it has two, nothing but labels, and something below it.
    """
    best, index = 1, -1
    for number, row in enumerate(rows[:SEARCHED]):
        filled = [text for text in row.values() if text.strip()]
        if len(filled) > best and all(is_label(text) for text in filled):
            best, index = len(filled), number
    return index if index + 1 < len(rows) else -1


def with_headings(part: Part) -> Part:
    """``part`` with the heading of each cell of its tables: that of its column, or in a form the label to its left."""
    if not part.tables:
        return part
    return msgspec.structs.replace(part, tables=tuple(_table(part.text, table) for table in part.tables))


def _table(text: str, table: Table) -> Table:
    last = max((cell.row for cell in table.cells), default=-1)
    rows: list[dict[int, str]] = [{} for _ in range(min(last + 1, 10_000))]
    for cell in table.cells:
        if cell.row < len(rows):
            rows[cell.row][cell.column] = text[cell.span.start : cell.span.end]
    top = heading_row(rows)
    cells = (msgspec.structs.replace(cell, header=_header(cell, rows, top)) for cell in table.cells)
    return Table(table.where, tuple(cells))


def _header(cell: Cell, rows: Sequence[Mapping[int, str]], top: int) -> str:
    if 0 <= top < cell.row and rows[top].get(cell.column):
        return _plain(rows[top][cell.column])
    if cell.row < len(rows) and len(rows[cell.row]) <= _WIDEST_FORM:
        left = [column for column in rows[cell.row] if column < cell.column]
        if left and is_label(rows[cell.row][max(left)]):
            return _plain(rows[cell.row][max(left)])
    return ""


def _plain(label: str) -> str:
    return "".join(label.split())
