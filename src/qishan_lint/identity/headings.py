"""Headings of columns, in tables as readers saw them and in text that is a table only by its tabs."""

from __future__ import annotations

from collections.abc import Sequence

from qishan_lint.identity.value import Heading
from qishan_lint.model import Table

MOST_COLUMNS = 60
MOST_ROWS = 200_000


def of_tables(tables: Sequence[Table]) -> tuple[Heading, ...]:
    """For each cell of ``tables`` that stands under a heading, that heading; in the order of the text."""
    found: list[Heading] = []
    for table in tables:
        named = [cell for cell in table.cells if cell.header]
        row = "\t".join(dict.fromkeys(cell.header for cell in named))
        found += [Heading(cell.span.start, cell.span.end, cell.header, row) for cell in named]
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
            column = at
            for name, cell in zip(names, cells, strict=False):
                found.append(Heading(column, column + len(cell), name.strip(), "\t".join(names)))
                column += len(cell) + 1
        at += len(line) + 1
    return tuple(found)


def above(known: tuple[Heading, ...], start: int) -> Heading | None:
    """The heading of the column that the character at ``start`` stands in."""
    from bisect import bisect_right

    number = bisect_right(known, start, key=_start) - 1
    return known[number] if number >= 0 and start < max(known[number].end, known[number].start + 1) else None


def _start(heading: Heading) -> int:
    return heading.start
