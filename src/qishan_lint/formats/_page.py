"""A page of text: its width, language and colours, and the few shapes that its lines have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint.formats import RenderOptions, _width
from qishan_lint.formats._paint import Paint, painter, plain
from qishan_lint.formats._words import LEVELS, Say, counted, speaker
from qishan_lint.model import Level

_LABELS = ("label.why", "label.effect", "label.fix", "label.where", "label.related", "label.rule")
_INDENT = 8
NARROWEST = 60
"""Cells below which tables would not fit; narrower terminals wrap lines themselves."""


class Page(msgspec.Struct, frozen=True):
    """Where text goes: ``width`` and ``ambiguous`` in cells."""

    lang: str
    width: int
    ambiguous: int
    say: Say
    paint: Paint

    @classmethod
    def of(cls, options: RenderOptions) -> Page:
        """The page that ``options`` describe."""
        width = max(NARROWEST, options.width)
        return cls(options.lang, width, options.ambiguous_width, speaker(options.lang), painter(options.color))

    def measure(self, text: str) -> int:
        """Cells of ``text``, colours not counted."""
        return _width.of(plain(text), self.ambiguous)

    def between(self, left: str, right: str) -> str:
        """``left``, and ``right`` at the right end of the line."""
        gap = self.width - self.measure(left) - self.measure(right)
        return left + " " * max(1, gap) + right

    def wrapped(self, text: str, start: int) -> list[str]:
        """``text`` in lines that fit when ``start`` cells of each are taken."""
        return _width.wrap(text, self.width - start, self.ambiguous)

    def flow(self, pieces: Iterable[str]) -> Iterator[str]:
        """Painted pieces side by side, a new line where the next one would not fit."""
        line = ""
        for piece in pieces:
            if line and self.measure(line) + self.measure(piece.rstrip()) > self.width:
                yield line
                line = "      "
            line += piece
        yield line

    def labelled(self, key: str, text: str, *, before: str = "", style: str = "") -> Iterator[str]:
        """``text`` behind a label; ``before`` precedes it without its style. Nothing when there is no text."""
        if not text:
            return
        label = self.say(key)
        start = _INDENT + max(_width.of(self.say(each), self.ambiguous) for each in _LABELS) + 2
        margin = " " * _INDENT + self.paint(_width.pad(label, start - _INDENT, self.ambiguous), "dim")
        for line in self.wrapped(before + text, start):
            head, tail = (before, line[len(before) :]) if before and line.startswith(before) else ("", line)
            yield margin + head + (self.paint(tail, style) if style else tail)
            margin = " " * start

    def counts(self, levels: Iterable[Level]) -> str:
        """How many findings of each level, the levels without one left out."""
        number = Counter(levels)
        return " ".join(
            self.paint(counted(number[level], level, self.say), level.value) for level in LEVELS if number[level]
        )
