"""Headings of columns, in tables as readers saw them and in text that is a table only by its tabs."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from qishan_lint.identity.value import Heading
from qishan_lint.model import Table

MOST_COLUMNS = 60
MOST_ROWS = 200_000
MOST_LINES = 10_000_000
"""More lines than any table has: what keeps the lines of several tables apart."""


class Columns:
    """Headings in the order of the text, with the places they begin at beside them: the look-up is what lists cost."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._headings = headings
        self._starts = array("L", (heading.start for heading in headings))

    def __len__(self) -> int:
        return len(self._headings)

    def __iter__(self) -> Iterator[Heading]:
        return iter(self._headings)

    def above(self, start: int) -> Heading | None:
        """The heading of the column that the character at ``start`` stands in."""
        number = bisect_right(self._starts, start) - 1
        if number < 0:
            return None
        found = self._headings[number]
        return found if start < max(found.end, found.start + 1) else None


def of_tables(tables: Sequence[Table]) -> tuple[Heading, ...]:
    """For each cell of ``tables`` that stands under a heading, that heading; in the order of the text."""
    found: list[Heading] = []
    for number, table in enumerate(tables):
        named = [cell for cell in table.cells if cell.header]
        row = "\t".join(dict.fromkeys(cell.header for cell in named))
        first = number * MOST_LINES
        found += [Heading(cell.span.start, cell.span.end, cell.header, row, first + cell.row) for cell in named]
    return tuple(sorted(found, key=_start))


def tabular(text: str) -> tuple[Heading, ...]:
    """For each cell below a line of headings, the heading above it."""
    if "\t" not in text:
        return ()
    found: list[Heading] = []
    names: list[str] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        cells = line.split("\t")
        if len(cells) < 2 or number > MOST_ROWS:
            names = []
        elif len(names) != len(cells) and len(cells) <= MOST_COLUMNS and not any(c.isdigit() for c in line):
            names = cells
        elif names:
            column, row = at, "\t".join(names)
            for name, cell in zip(names, cells, strict=False):
                found.append(Heading(column, column + len(cell), name.strip(), row, number))
                column += len(cell) + 1
        at += len(line) + 1
    return tuple(found)


def _start(heading: Heading) -> int:
    return heading.start
