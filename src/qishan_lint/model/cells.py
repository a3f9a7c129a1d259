"""The cells of a long table in arrays, each built when asked for: half a million fit where as many objects would not."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from qishan_lint.model.item import Cell, Span


class Cells(Sequence[Cell]):
    """Cells in the order of the text; ``headers`` names the columns of the rows below ``top``."""

    def __init__(self, hidden: bool) -> None:
        self.rows = array("I")
        self.columns = array("I")
        self.starts = array("I")
        self.ends = array("I")
        self.headers: dict[int, str] = {}
        self.top = -1
        self.hidden = hidden

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Cell]:
        top, headers = self.top, self.headers
        for row, column, start, end in zip(self.rows, self.columns, self.starts, self.ends, strict=True):
            yield Cell(row, column, headers.get(column, "") if row > top else "", self.hidden, Span(start, end))

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cell]: ...
    def __getitem__(self, index: int | slice) -> Cell | Sequence[Cell]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        row, column = self.rows[index], self.columns[index]
        header = self.headers.get(column, "") if row > self.top else ""
        return Cell(row, column, header, self.hidden, Span(self.starts[index], self.ends[index]))
