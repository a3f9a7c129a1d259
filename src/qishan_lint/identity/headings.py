"""Headings of columns, in tables as readers saw them and in text that is a table only by its tabs."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress

from qishan_lint.identity.value import Heading
from qishan_lint.model import Cells, Table

MOST_COLUMNS = 60
MOST_ROWS = 200_000
MOST_LINES = 10_000_000
"""More lines than any table has: what keeps the lines of several tables apart."""

Named = tuple[str, str]
"""The heading of a column, and those of its whole table."""


class Columns:
    """The stretches of a text that stand under headings: one for each cell of a list, hence in arrays.

    They are added in the order of the text.
    """

    def __init__(self, headings: Iterable[Heading] = ()) -> None:
        self._names: list[Named] = []
        self._numbers: dict[Named, int] = {}
        self._starts, self._ends, self._lines, self._named = array("L"), array("L"), array("q"), array("L")
        for one in headings:
            self.add(one.start, one.end, (one.text, one.row), one.line)

    def __len__(self) -> int:
        return len(self._starts)

    def add(self, start: int, end: int, named: Named, line: int) -> None:
        """Add the cell ``[start, end)`` of one ``line`` below the heading ``named``."""
        self._starts.append(start)
        self._ends.append(end)
        self._lines.append(line)
        self._named.append(self._number(named))

    def add_list(self, cells: Cells, *, named: bool = True) -> None:
        """Add the cells of a long table: those below a heading, or all if not ``named``."""
        row = "\t".join(dict.fromkeys(cells.headers.values()))
        none = -1 if named else self._number(("", row))
        numbers = {column: self._number((header, row)) for column, header in cells.headers.items() if header}
        below = bisect_right(cells.rows, cells.top)
        given = [none] * below + [numbers.get(column, none) for column in cells.columns[below:]]
        kept = [number >= 0 for number in given]
        self._starts.extend(compress(cells.starts, kept))
        self._ends.extend(compress(cells.ends, kept))
        self._lines.extend(compress(cells.rows, kept))
        self._named.extend(compress(given, kept))

    def _number(self, named: Named) -> int:
        if named not in self._numbers:
            self._numbers[named] = len(self._names)
            self._names.append(named)
        return self._numbers[named]

    def above(self, start: int) -> Heading | None:
        """The heading of the column that the character at ``start`` stands in."""
        number = self._at(start)
        return None if number < 0 else self._heading(number, self._names[self._named[number]])

    def line(self, start: int) -> int | None:
        """The line of the cell that the character at ``start`` stands in; no two tables of a text share one."""
        number = self._at(start)
        return None if number < 0 else self._lines[number]

    def _at(self, start: int) -> int:
        number = bisect_right(self._starts, start) - 1
        return number if number >= 0 and start < max(self._ends[number], self._starts[number] + 1) else -1

    def under(self, is_meant: Callable[[str], bool]) -> Iterator[Heading]:
        """The headings of all cells in the columns whose heading is meant."""
        meant = {number: named for number, named in enumerate(self._names) if is_meant(named[0])}
        if meant:
            for number, name in enumerate(self._named):
                if name in meant:
                    yield self._heading(number, meant[name])

    def _heading(self, number: int, named: Named) -> Heading:
        return Heading(self._starts[number], self._ends[number], *named, self._lines[number])

    def texts(self) -> Iterator[str]:
        """The headings, each once for each table."""
        return (text for text, _ in self._names)


def of_tables(tables: Sequence[Table], *, named: bool = True) -> Columns:
    """The cells of ``tables`` that stand under a heading; all of them if not ``named``, the others under an empty one."""
    found = Columns()
    cells: list[tuple[int, int, Named, int]] = []
    for number, table in enumerate(tables):
        if isinstance(table.cells, Cells):  # a sheet, which is the one table of its part
            found.add_list(table.cells, named=named)
        else:
            below = [cell for cell in table.cells if cell.header or not named]
            row = "\t".join(dict.fromkeys(cell.header for cell in below if cell.header))
            first = number * MOST_LINES
            cells += ((cell.span.start, cell.span.end, (cell.header, row), first + cell.row) for cell in below)
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
                found.add(column, column + len(cell), (name.strip(), row), number)
                column += len(cell) + 1
        at += len(line) + 1
    return found
