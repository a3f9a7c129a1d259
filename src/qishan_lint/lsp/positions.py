"""Positions as editors count them: lines from 0, columns in the units that client and server agreed on."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass

from qishan_lint.textual import lines

UNITS: dict[str, Callable[[str], int]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-32": len,
}
"""How many units a text has, by the name of the encoding in the protocol."""

Position = tuple[int, int]


@dataclass(frozen=True)
class Lines:
    """A document's text with the places where its lines begin; a line ends at CR, LF or both, as the protocol says."""

    text: str
    starts: tuple[int, ...]
    encoding: str

    @classmethod
    def of(cls, text: str, encoding: str = "utf-16") -> Lines:
        """The lines of ``text``, counted in units of ``encoding`` (utf-8, utf-16 or utf-32)."""
        return cls(text, lines.starts(text), encoding)

    def position(self, offset: int) -> Position:
        """Line and column of the character at ``offset``."""
        line = bisect.bisect_right(self.starts, offset) - 1
        return line, UNITS[self.encoding](self.text[self.starts[line] : offset])

    def offset(self, line: int, column: int) -> int:
        """The offset of a position; one beyond the end of its line counts as the end."""
        if line >= len(self.starts):
            return len(self.text)
        text = self.line(line)
        count, at = UNITS[self.encoding], 0
        while at < len(text) and count(text[: at + 1]) <= column:
            at += 1
        return self.starts[line] + at

    def line(self, number: int) -> str:
        """The text of a line without its end."""
        following = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : following].rstrip("\r\n")
