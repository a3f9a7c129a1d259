"""A text under construction together with the XML nodes its characters come from, so that they can be written back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qishan_lint.model import Block, Cell, Part, Role, Span, Table

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Origin:
    """Where ``[start, end)`` of a text is stored: in ``attribute`` of ``element``, or in its text if that is empty."""

    start: int
    end: int
    element: _Element
    attribute: str = ""


class Draft:
    """The text of one part: blocks are opened, filled from nodes, closed; blocks without text vanish."""

    def __init__(self, where: str = "") -> None:
        self.where = where
        self.length = 0
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.origins: list[Origin] = []
        self.elements: list[_Element | None] = []
        self._pieces: list[str] = []
        self._separator = ""

    def write(self, text: str, element: _Element | None = None, attribute: str = "") -> None:
        """Add ``text``; ``element`` is where it is stored, None for what no node holds (tabs, breaks)."""
        if text and self._separator:
            self._pieces.append(self._separator)
            self.length += len(self._separator)
            self._separator = ""
        if element is not None and text:
            self.origins.append(Origin(self.length, self.length + len(text), element, attribute))
        self._pieces.append(text)
        self.length += len(text)

    def begin(self, separator: str = "\n") -> int:
        """Start a new block behind what is there; returns the offset of its first character, if it gets any."""
        self._separator = separator if self.length else ""
        return self.length + len(self._separator)

    def end(
        self, start: int, kind: str, where: str = "", level: int = 0, element: _Element | None = None
    ) -> Block | None:
        """Close the block that began at ``start``; None, and no trace of it, when it is blank.

        ``element`` is the node that a comment about the block can be tied to.
        """
        text = self.since(start)
        if not text.strip():
            return None
        block = Block(kind, Span(start, self.length), where, level)
        self.blocks.append(block)
        self.elements.append(element)
        return block

    def since(self, start: int) -> str:
        """The text from ``start`` on."""
        pieces, length = [], self.length
        for piece in reversed(self._pieces):
            if length <= start:
                break
            pieces.append(piece)
            length -= len(piece)
        return "".join(reversed(pieces))[max(0, start - length) :]

    def line(self, kind: str, where: str, text: str, element: _Element | None = None, attribute: str = "") -> None:
        """A whole block at once."""
        if text.strip():
            start = self.begin()
            self.write(text, element, attribute)
            self.end(start, kind, where, element=element)

    def text(self) -> str:
        """Everything so far."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def add_table(self, where: str, cells: list[Cell]) -> None:
        """Remember the table whose cells have been written."""
        if cells:
            self.tables.append(Table(where, tuple(cells)))

    def part(self, id_: str, path: str, role: Role) -> Part:
        """The finished part."""
        return Part(id_, path, self.text(), self.where, role, tuple(self.blocks), (), tuple(self.tables))
