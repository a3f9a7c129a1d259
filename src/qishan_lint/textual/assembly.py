"""Runs of source characters → the text of a part, with its blocks and the way back to the source."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from qishan_lint.model import Block, Cell, Part, Role, Segment, Span, Table, Zone

_WIDE_BELOW_CJK = frozenset("“”‘’—…·《》")


def is_wide(char: str) -> bool:
    """Whether ``char`` is a Chinese character or the punctuation that goes with it."""
    return char >= "\u2e80" or (char in _WIDE_BELOW_CJK and bool(char))


class Assembly:
    """The text of one part under construction. Blocks without text vanish; blocks are joined by a line feed.

    Every ``copy`` keeps source and text in step character by character; ``stand_in`` puts text in the place of markup
    (an entity, an escape); ``invent`` adds text that the source does not have.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.length = 0
        self.blocks: list[Block] = []
        self.zones: list[Zone] = []
        self.tables: list[Table] = []
        self._pieces: list[str] = []
        self._segments: list[Segment] = []
        self._open: tuple[str, int, str] | None = None
        self._start = -1
        self._mark = (0, 0, 0)

    def open(self, kind: str, level: int = 0, where: str = "") -> None:
        """Begin a block; an open one ends."""
        self.close()
        self._open = (kind, level, where)

    def close(self) -> Block | None:
        """End the open block; None when it has no text but white space, which then vanishes."""
        block = None
        if self._open is not None and self._start >= 0:
            kind, level, where = self._open
            end = self._end_of_text()
            if end > self._start:
                block = Block(kind, Span(self._start, end), where, level)
                self.blocks.append(block)
            else:
                self._forget()
        self._open = None
        self._start = -1
        return block

    def _end_of_text(self) -> int:
        """The end of the open block without its trailing white space."""
        end = self.length
        for piece in reversed(self._pieces[self._mark[0] :]):
            kept = piece.rstrip()
            end -= len(piece) - len(kept)
            if kept:
                break
        return end

    def _forget(self) -> None:
        pieces, segments, self.length = self._mark
        del self._pieces[pieces:]
        del self._segments[segments:]
        while self.zones and self.zones[-1].span.end > self.length:
            self.zones.pop()

    @property
    def is_open(self) -> bool:
        """Whether a block has begun, with or without text."""
        return self._open is not None

    @property
    def has_text(self) -> bool:
        """Whether the open block has text already."""
        return self._start >= 0

    @property
    def last(self) -> str:
        """The last character of the open block, empty at its beginning."""
        return self._pieces[-1][-1] if self._start >= 0 else ""

    def copy(self, start: int, end: int) -> None:
        """The characters ``[start, end)`` of the source."""
        if start < end:
            self._add(self.source[start:end])
            self._map(end - start, start)

    def stand_in(self, text: str, start: int, end: int) -> None:
        """``text`` in the place of the markup ``[start, end)`` of the source."""
        if self.source[start:end] == text:
            self.copy(start, end)
        elif len(text) == end - start:
            self._add(text)  # a line end that shows as a space: equal lengths would promise equal characters
        elif text:
            self._add(text)
            self._segments.append(Segment(self.length - len(text), start, len(text), end - start))

    def invent(self, text: str) -> None:
        """Text without a source."""
        if text:
            self._add(text)

    def zone(self, kind: str, start: int) -> None:
        """Everything since ``start`` (offset in the text) is of ``kind``."""
        if start < self.length:
            self.zones.append(Zone(kind, Span(start, self.length)))

    def text_since(self, offset: int) -> str:
        """The text from ``offset`` to the end."""
        pieces, length = [], self.length
        for piece in reversed(self._pieces):
            if length <= offset:
                break
            pieces.append(piece)
            length -= len(piece)
        return "".join(reversed(pieces))[max(0, offset - length) :]

    def add_table(self, cells: Sequence[Cell]) -> None:
        """A table of ``cells``, each with the heading of its column: the text of the first row."""
        if not cells:
            return
        base = cells[0].span.start
        text = self.text_since(base)
        first = cells[0].row
        headings = {
            cell.column: text[cell.span.start - base : cell.span.end - base] for cell in cells if cell.row == first
        }
        self.tables.append(
            Table(
                f"表{len(self.tables) + 1}",
                tuple(msgspec.structs.replace(cell, header=headings.get(cell.column, "").strip()) for cell in cells),
            )
        )

    def part(self, id_: str, path: str, *, role: Role = "article", where: str = "") -> Part:
        """The finished part."""
        self.close()
        return Part(
            id=id_,
            path=path,
            text="".join(self._pieces),
            where=where,
            role=role,
            blocks=tuple(self.blocks),
            zones=tuple(self.zones),
            tables=tuple(self.tables),
            source=self.source,
            segments=tuple(self._segments),
        )

    def _add(self, text: str) -> None:
        if self._start < 0:
            if self._open is None:
                self._open = ("paragraph", 0, "")
            self._mark = (len(self._pieces), len(self._segments), self.length)
            if self.length:
                self._pieces.append("\n")
                self.length += 1
            self._start = self.length
        self._pieces.append(text)
        self.length += len(text)

    def _map(self, length: int, start: int) -> None:
        text_start = self.length - length
        if self._segments:
            last = self._segments[-1]
            exact = last.length == last.source_length
            if exact and last.text_start + last.length == text_start and last.source_start + last.length == start:
                length += last.length
                self._segments[-1] = Segment(last.text_start, last.source_start, length, length)
                return
        self._segments.append(Segment(text_start, start, length, length))
