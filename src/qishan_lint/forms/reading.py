"""A filled form in the tables of an item: known by its mark, its columns by their headings, row by row."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qishan_lint.forms import template
from qishan_lint.forms.template import Field, Template
from qishan_lint.forms.writing import MARK
from qishan_lint.model import Item, Part, Span, Table
from qishan_lint.office.places import CELL, cell_name

SEARCHED = 600
"""Characters of a sheet in which the mark stands."""
LEAST = 3
"""Headings that must be there."""


Line = Mapping[str, Span]
"""From fields to cells that hold something."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The table of a form: its template, the name of its sheet, its columns by field, its rows.

    ``numbers`` are the rows' numbers in the sheet, from 0; ``totals`` are lines of totals, ``others`` the cells outside.
    """

    template: Template
    sheet: str
    columns: Mapping[str, int]
    numbers: tuple[int, ...]
    rows: tuple[Line, ...]
    totals: tuple[Line, ...]
    others: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """One form: the part that it stands in, and its table."""

    part: Part
    grid: Grid

    def place(self, row: int, name: str) -> str:
        """Where the cell of the field ``name`` stands in the row ``row`` (of ``grid.rows``), empty or not."""
        return CELL.format(self.grid.sheet, cell_name(self.grid.numbers[row], self.grid.columns[name]))

    def text(self, span: Span) -> str:
        """What stands in a cell."""
        return self.part.text[span.start : span.end].strip()

    def field(self, name: str) -> Field:
        """The column called ``name``."""
        return next(field for field in self.grid.template.fields if field.name == name)


@dataclass(frozen=True, slots=True)
class Unread:
    """A form that cannot be read: where it names its template, the name, and whether there is such a template."""

    span: Span
    key: str
    known: bool


def present(item: Item) -> bool:
    """Whether the item has a sheet with the mark of a form."""
    return any(MARK in part.text[:SEARCHED] for part in item.parts if part.tables)


def forms(item: Item, packs: Sequence[str] = ()) -> Iterator[Filled]:
    """The forms among the sheets of ``item``, by the shipped templates and those in ``packs``."""
    for part in _marked(item):
        found = _form(part, packs)
        if not isinstance(found, Unread):
            yield Filled(part, found)


def unread(item: Item, packs: Sequence[str] = ()) -> Iterator[tuple[Part, Unread]]:
    """The sheets that say that they are forms and cannot be read as such."""
    for part in _marked(item):
        found = _form(part, packs)
        if isinstance(found, Unread):
            yield part, found


def _marked(item: Item) -> Iterator[Part]:
    return (part for part in item.parts if part.tables and not part.hidden and MARK in part.text[:SEARCHED])


def _form(part: Part, packs: Sequence[str]) -> Grid | Unread:
    """What one sheet with the mark of a form holds."""
    start = part.text.index(MARK)
    key = next(iter(part.text[start + len(MARK) :].split(maxsplit=1)), "")
    mark = Span(start, start + len(MARK) + len(key))
    try:
        known = template.of(key, packs)
    except LookupError:
        return Unread(mark, key, known=False)
    return _grid(part.text, part.tables, part.id, known) or Unread(mark, key, known=True)


@functools.lru_cache(maxsize=16)
def _grid(text: str, tables: tuple[Table, ...], id_: str, known: Template) -> Grid | None:
    """The table of the form, once for all rules; None without its headings."""
    del id_
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
    numbers, body, totals = list[int](), list[Line](), list[Line]()
    others = [span for number, cells in rows.items() if number < head for span in cells.values()]
    for number, cells in sorted(rows.items()):
        if number > head:
            filled = {columns[column]: span for column, span in cells.items() if column in columns}
            first = text[(span := cells[min(cells)]).start : span.end].strip()
            if first.startswith(template.common().totals):
                totals.append(filled)
            elif len(filled) >= 2:
                numbers.append(number)
                body.append(filled)
            else:
                others += cells.values()
    where = {name: column for column, name in columns.items()}
    return Grid(known, tables[0].where, where, tuple(numbers), tuple(body), tuple(totals), tuple(others))


def _name(text: str, span: Span) -> str:
    return "".join(text[span.start : span.end].split()).rstrip("*＊")
