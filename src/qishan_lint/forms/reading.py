"""A filled form in the tables of an item: known by its mark, its columns by their headings, row by row."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qishan_lint.forms import template
from qishan_lint.forms.template import Field, Template
from qishan_lint.forms.writing import MARK
from qishan_lint.model import Item, Part, Span, Table

SEARCHED = 600
"""Characters of a sheet in which the mark stands."""
LEAST = 3
"""Headings that must be there."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One form: the sheet, its template, the spans of its cells by row and field, those of total lines, the rest.

    ``rows`` and ``totals`` lead from fields to cells that hold something; ``others`` are cells outside the table.
    """

    part: Part
    template: Template
    rows: tuple[Mapping[str, Span], ...]
    totals: tuple[Mapping[str, Span], ...]
    others: tuple[Span, ...]

    def text(self, span: Span) -> str:
        """What stands in a cell."""
        return self.part.text[span.start : span.end].strip()

    def field(self, name: str) -> Field:
        """The column called ``name``."""
        return next(field for field in self.template.fields if field.name == name)


def present(item: Item) -> bool:
    """Whether the item has a sheet with the mark of a form."""
    return any(MARK in part.text[:SEARCHED] for part in item.parts if part.tables)


def forms(item: Item) -> Iterator[Filled]:
    """The forms among the sheets of ``item``."""
    for part in item.parts:
        if part.tables and not part.hidden and MARK in part.text[:SEARCHED]:
            found = _form(part.text, part.tables, part.id)
            if found is not None:
                yield Filled(part, *found)


@functools.lru_cache(maxsize=16)
def _form(
    text: str, tables: tuple[Table, ...], id_: str
) -> tuple[Template, tuple[Mapping[str, Span], ...], tuple[Mapping[str, Span], ...], tuple[Span, ...]] | None:
    """What ``forms`` finds in one sheet, once for all rules."""
    del id_
    key = text[text.index(MARK) + len(MARK) :].split(maxsplit=1)[0].split("\t", maxsplit=1)[0]
    try:
        known = template.of(key)
    except LookupError:
        return None
    rows: dict[int, dict[int, Span]] = {}
    for table in tables:
        for cell in table.cells:
            if text[cell.span.start : cell.span.end].strip():
                rows.setdefault(cell.row, {})[cell.column] = cell.span
    names = {field.name for field in known.fields}
    head, columns = -1, dict[int, str]()
    for number, cells in sorted(rows.items()):
        named = {column: name for column, span in cells.items() if (name := _name(text, span)) in names}
        if len(named) >= LEAST:
            head, columns = number, named
            break
    if head < 0:
        return None
    body, totals, others = [], [], [span for number, cells in rows.items() if number < head for span in cells.values()]
    for number, cells in sorted(rows.items()):
        if number > head:
            filled = {columns[column]: span for column, span in cells.items() if column in columns}
            first = text[(span := cells[min(cells)]).start : span.end].strip()
            if first.startswith(template.common().totals):
                totals.append(filled)
            elif len(filled) >= 2:
                body.append(filled)
            else:
                others += cells.values()
    return known, tuple(body), tuple(totals), tuple(others)


def _name(text: str, span: Span) -> str:
    return "".join(text[span.start : span.end].split()).rstrip("*＊")
