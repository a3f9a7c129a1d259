"""A sheet as it is read: its cells in arrays, and the text that they make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from typing import cast

from qishan_lint.model import Block, Cells, Lazy, Part, Role, Span, Table
from qishan_lint.office.headings import SEARCHED, heading_row
from qishan_lint.office.places import CELL, cell_name, column_name


class Grid:
    """Cells in the order of reading, and the text they make: a tab between cells, a line feed between rows.

    ``label`` says how the cells are hidden ("隐藏列"), empty for visible ones.
    """

    def __init__(self, sheet: str, label: str = "") -> None:
        self.sheet = sheet
        self.label = label
        self.cells = Cells(bool(label))
        self.length = 0
        self._pieces: list[str] = []
        self._last = -1

    def add(self, row: int, columns: Sequence[int], texts: Sequence[str]) -> None:
        """Append cells of ``row``, one of ``texts`` for each of ``columns``, counted from 0; rows must not go back."""
        self._pieces += ("\t" if row == self._last else "\n") if self.length else "", "\t".join(texts)
        at = self.length + bool(self.length)
        self._last = row
        cells = self.cells
        cells.rows.extend(repeat(row, len(columns)))
        cells.columns.extend(columns)
        bounds = list(accumulate([len(text) + 1 for text in texts], initial=at))
        cells.starts.extend(bounds[:-1])
        cells.ends.extend([bound - 1 for bound in bounds[1:]])
        self.length = bounds[-1] - 1

    def __len__(self) -> int:
        return len(self.cells)

    def text(self) -> str:
        """Everything so far."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def top_rows(self) -> dict[int, dict[int, str]]:
        """The first rows: row → column → text."""
        text, found = self.text(), dict[int, dict[int, str]]()
        for cell in self.cells:
            if cell.row not in found and len(found) > SEARCHED:
                break
            found.setdefault(cell.row, {})[cell.column] = text[cell.span.start : cell.span.end]
        return found

    def part(self, id_: str, path: str, role: Role) -> Part:
        """The finished part with its table. Blocks and cells are sequences that build their members when asked."""
        return Part(
            id_,
            path,
            self.text(),
            f"{self.sheet} {self.label}".strip(),
            "hidden" if self.label else role,
            cast("tuple[Block, ...]", Blocks(self)),
            (),
            (Table(self.sheet, self.cells),),
        )

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_pieces": []}


def name_columns(grids: Sequence[Grid]) -> None:
    """Tell all ``grids`` of one sheet the headings of its columns, hidden columns included."""
    merged: dict[int, dict[int, str]] = {}
    for grid in grids:
        for row, cells in grid.top_rows().items():
            merged.setdefault(row, {}).update(cells)
    order = sorted(merged)
    found = heading_row([merged[row] for row in order])
    if found < 0:
        return
    headers = {column: "".join(text.split()) for column, text in merged[order[found]].items()}
    for grid in grids:
        grid.cells.headers, grid.cells.top = headers, order[found]


class Blocks(Lazy[Block]):
    """The cells of a grid as blocks with the names that people know them by: ``表2!隐藏列D7``."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    @property
    def starts(self) -> Sequence[int]:
        """Where each block begins."""
        return self.grid.cells.starts

    def __len__(self) -> int:
        return len(self.grid)

    def __iter__(self) -> Iterator[Block]:
        grid, cells = self.grid, self.grid.cells
        letters = {column: column_name(column) for column in set(cells.columns)}
        start_ = CELL.format(grid.sheet, grid.label)
        for row, column, start, end in zip(cells.rows, cells.columns, cells.starts, cells.ends, strict=True):
            yield Block("cell", Span(start, end), f"{start_}{letters[column]}{row + 1}")

    def member(self, index: int) -> Block:
        """See Lazy."""
        cell = self.grid.cells[index]
        where = CELL.format(self.grid.sheet, self.grid.label + cell_name(cell.row, cell.column))
        return Block("cell", cell.span, where)
