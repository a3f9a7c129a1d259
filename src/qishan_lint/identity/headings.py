"""Headings of columns, in tables as readers saw them and in text that is a table only by its tabs."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, repeat

from qishan_lint.identity.value import Headed, Heading
from qishan_lint.model import Cells, Table

MOST_COLUMNS = 60
MOST_ROWS = 200_000
MOST_LINES = 10_000_000
"""More lines than any table has: what keeps the lines of several tables apart."""


class Columns:
    """The stretches of a text that stand under headings: one for each cell of a list, hence in arrays.

    They are added in the order of the text.
    """

    def __init__(self, cells: Iterable[Headed] = ()) -> None:
        self._headings: list[Heading] = []
        self._numbers: dict[Heading, int] = {}
        self._starts, self._ends, self._lines, self._named = array("L"), array("L"), array("q"), array("L")
        for cell in cells:
            self.add(*cell)

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, start: int, end: int, heading: Heading, line: int) -> None:
        """Add the cell ``[start, end)`` of one ``line`` below ``heading``."""
        self._starts.append(start)
        self._ends.append(end)
        self._lines.append(line)
        self._named.append(self._number(heading))

    def add_list(self, cells: Cells, *, named: bool = True) -> None:
        """Add the cells of a long table: those below a heading, or all if not ``named``."""
        row = "\t".join(dict.fromkeys(cells.headers.values()))
        none = -1 if named else self._number(Heading("", row))
        numbers = {column: self._number(Heading(header, row)) for column, header in cells.headers.items() if header}
        below = bisect_right(cells.rows, cells.top)
        given = [none] * below + list(map(numbers.get, cells.columns[below:], repeat(none)))
        kept = [number >= 0 for number in given]
        self._starts.extend(compress(cells.starts, kept))
        self._ends.extend(compress(cells.ends, kept))
        self._lines.extend(compress(cells.rows, kept))
        self._named.extend(compress(given, kept))

    def _number(self, heading: Heading) -> int:
        number = self._numbers.get(heading)
        if number is None:
            number = self._numbers[heading] = len(self._headings)
            self._headings.append(heading)
        return number

    def above(self, start: int) -> Heading | None:
        """The heading of the column that the character at ``start`` stands in."""
        number = self._at(start)
        return None if number < 0 else self._headings[self._named[number]]

    def line(self, start: int) -> int | None:
        """The line of the cell that the character at ``start`` stands in; no two tables of a text share one."""
        number = self._at(start)
        return None if number < 0 else self._lines[number]

    def _at(self, start: int) -> int:
        number = bisect_right(self._starts, start) - 1
        return number if number >= 0 and start < max(self._ends[number], self._starts[number] + 1) else -1

    def under(self, is_meant: Callable[[str], bool]) -> Iterator[Headed]:
        """All cells in the columns whose heading is meant."""
        meant = {number: heading for number, heading in enumerate(self._headings) if is_meant(heading.text)}
        for place, number in enumerate(self._named if meant else ()):
            if number in meant:
                yield Headed(self._starts[place], self._ends[place], meant[number], self._lines[place])

    def texts(self) -> Iterator[str]:
        """The headings, each once for each table."""
        return (heading.text for heading in self._headings)


def of_tables(tables: Sequence[Table], *, named: bool = True) -> Columns:
    """The cells of ``tables`` that stand under a heading; all of them if not ``named``, the others under an empty one."""
    found = Columns()
    cells: list[Headed] = []
    for number, table in enumerate(tables):
        if isinstance(table.cells, Cells):  # a sheet, which is the one table of its part
            found.add_list(table.cells, named=named)
        else:
            below = [cell for cell in table.cells if cell.header or not named]
            row = "\t".join(dict.fromkeys(cell.header for cell in below if cell.header))
            first = number * MOST_LINES
            cells += (
                Headed(cell.span.start, cell.span.end, Heading(cell.header, row), first + cell.row) for cell in below
            )
    for cell in sorted(cells):
        found.add(*cell)
    return found


def tabular(text: str) -> Columns:
    """The cells below a line of headings."""
    found = Columns()
    names: list[str] = []
    at = 0
    for number, line in enumerate(text.split("\n") if "\t" in text else ()):
        cells = line.split("\t")
        if len(cells) < 2 or number > MOST_ROWS:
            names = []
        elif len(names) != len(cells) and len(cells) <= MOST_COLUMNS and not any(c.isdigit() for c in line):
            names = cells
        elif names:
            column, row = at, "\t".join(names)
            for name, cell in zip(names, cells, strict=False):
                found.add(column, column + len(cell), Heading(name.strip(), row), number)
                column += len(cell) + 1
        at += len(line) + 1
    return found
