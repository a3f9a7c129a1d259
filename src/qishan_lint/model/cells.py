"""Long tables: members built when asked for, from arrays. Half a million fit where as many objects would not."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

from qishan_lint.model.item import Cell, Span

T_co = TypeVar("T_co", covariant=True)


class Lazy(Sequence[T_co]):
    """A sequence whose members are built when asked for; a slice is a list of them."""

    @overload
    def __getitem__(self, index: int) -> T_co: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T_co]: ...
    def __getitem__(self, index: int | slice) -> T_co | Sequence[T_co]:
        if isinstance(index, slice):
            return [self.member(number) for number in range(*index.indices(len(self)))]
        return self.member(index)

    def member(self, index: int) -> T_co:
        """The member at ``index``. Raises IndexError."""
        raise NotImplementedError


class Cells(Lazy[Cell]):
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

    def member(self, index: int) -> Cell:
        """See Lazy."""
        row, column = self.rows[index], self.columns[index]
        header = self.headers.get(column, "") if row > self.top else ""
        return Cell(row, column, header, self.hidden, Span(self.starts[index], self.ends[index]))
