r"""Patterns of rules: a subset of regular expressions whose work on a text is bounded, checked before compiling.

Allowed: literals, ``.``, classes, ``\d \w \s \b`` and their negations, ``\uXXXX``, ``^`` and ``$`` (of a block),
groups ``( ) (?: ) (?P<name> )``, look-arounds, ``|``, and the repeats ``?``, ``{n}``, ``{m,n}`` (also lazy).
Refused: ``*``, ``+`` and ``{m,}``, back-references, inline flags, and repeats that together could be tried in more
than ``MOST_WAYS`` ways. So a match looks at no more than its greatest width, and a text costs at most ``MOST_WAYS``
times that width a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from qishan_lint.matching import shapes
from qishan_lint.matching.expressions import expression
from qishan_lint.matching.shapes import Shape
from qishan_lint.model import Text

MOST_WAYS = 10_000
"""In how many ways the repeats and alternatives of one pattern may be combined."""

MOST_WIDTH = 400
"""The greatest number of characters that one pattern may look at."""

_LOOKS = ("?=", "?!", "?<=", "?<!")
_CLASSES = frozenset("dDwWsS")
_REPEAT = r"\{(\d{1,4})(?:,(\d{0,4}))?\}"
_NAME = r"\?P<[a-z][a-z_]{0,30}>"


class PatternError(ValueError):
    """A pattern outside the subset: ``text`` says what is wrong and at which character (from 1)."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class Pattern(msgspec.Struct, frozen=True):
    """A checked pattern: its width includes look-arounds; every match holds one of the literals (None: unknown)."""

    regex: re.Pattern[str]
    width: int
    literals: tuple[str, ...] | None


@cache
def compiled(source: str) -> Pattern:
    """The compiled form of ``source``; ``^`` and ``$`` stand for the ends of a block. Raises PatternError."""
    shape = check(source)
    try:
        return Pattern(re.compile(source, re.MULTILINE), shape.width, literals(source))
    except re.error as problem:
        raise PatternError(Text(f"模式“{source}”写错了：{problem}", f"pattern “{source}”: {problem}")) from None


def literals(source: str) -> tuple[str, ...] | None:
    """Strings of which each match of ``source`` holds at least one, None when there are none. Raises PatternError."""
    some = check(source).literals
    return some if some and all(some) else None


@cache
def anchored(source: str) -> bool:
    """Whether every match of ``source`` begins at the beginning of a block. Raises PatternError."""
    reader = _Reader(source)
    reader.sequence()
    return source.startswith("^") and reader.at == len(source)


@cache
def check(source: str) -> Shape:
    """The shape of ``source``. Raises PatternError when it lies outside the subset."""
    reader = _Reader(source)
    shape = reader.alternatives()
    if reader.at < len(source):
        raise reader.error("多出右括号“)”", "unbalanced “)”")
    if shape.width > MOST_WIDTH:
        raise reader.error(f"最多只能看 {MOST_WIDTH} 个字符", f"looks at more than {MOST_WIDTH} characters")
    return shape


def find(pattern: Pattern, text: str, around: tuple[int, int] | None = None) -> Iterator[re.Match[str]]:
    """The matches in ``text``; with ``around`` (start, end of a literal) only those that hold that stretch.

    A match never reaches from one block into the next.
    """
    if around is None:
        found = pattern.regex.finditer(text)
        yield from (match for match in found if match.end() > match.start() and "\n" not in match.group())
        return
    start, end = around
    position, last = max(0, end - pattern.width), min(len(text), start + pattern.width + 1)
    while (match := pattern.regex.search(text, position, last)) is not None and match.start() <= start:
        if match.end() >= end and "\n" not in match.group():
            yield match
            return
        position = match.start() + 1


class _Reader:
    """Reads a pattern from left to right and computes its shape."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0

    def error(self, zh: str, en: str) -> PatternError:
        place = self.at + 1
        return PatternError(
            Text(f"模式“{self.source}”第 {place} 个字符：{zh}", f"pattern “{self.source}”, character {place}: {en}")
        )

    def alternatives(self) -> Shape:
        """Everything up to the end of the group or the pattern."""
        found = [self.sequence()]
        while self.at < len(self.source) and self.source[self.at] == "|":
            self.at += 1
            found.append(self.sequence())
        return self._bounded(shapes.either(found))

    def sequence(self) -> Shape:
        pieces: list[Shape] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            pieces.append(self._repeated(self._piece()))
        return self._bounded(shapes.joined(pieces))

    def _bounded(self, shape: Shape) -> Shape:
        if shape.ways > MOST_WAYS:
            raise self.error(
                "重复组合太多，可能拖慢检查，请缩小 {m,n} 的范围",
                "its repeats combine in too many ways and could take too long; narrow the {m,n}",
            )
        return shape

    def _piece(self) -> Shape:
        char = self.source[self.at]
        if char == "(":
            return self._group()
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char in "*+?{":
            raise self.error(f"“{char}”前面没有可重复的内容", f"nothing to repeat before “{char}”")
        self.at += 1
        if char == ".":
            return Shape(1, 1, None)
        return Shape(1, 0, ("",), exact=True) if char in "^$" else Shape(1, 1, (char,), exact=True)

    def _group(self) -> Shape:
        self.at += 1
        look = next((mark for mark in _LOOKS[::-1] if self.source.startswith(mark, self.at)), "")
        named = expression(_NAME).match(self.source, self.at)
        if look:
            self.at += len(look)
        elif self.source.startswith("?:", self.at):
            self.at += 2
        elif named:
            self.at = named.end()
        elif self.source.startswith("?", self.at):
            raise self.error("不支持这种括号（内联标志、条件、回引）", "this kind of group is not supported")
        inner = self.alternatives()
        if self.at >= len(self.source):
            raise self.error("缺少右括号“)”", "“)” is missing")
        self.at += 1
        return Shape(1, inner.width, ("",)) if look else inner

    def _class(self) -> Shape:
        start = self.at
        self.at += 1
        if self.source.startswith("^", self.at):
            self.at += 1
        first = self.at
        while self.at < len(self.source) and (self.source[self.at] != "]" or self.at == first):
            self.at += 2 if self.source[self.at] == "\\" else 1
        if self.at >= len(self.source):
            raise self.error("缺少“]”", "“]” is missing")
        self.at += 1
        return Shape(1, 1, shapes.members(self.source[start + 1 : self.at - 1]), exact=True)

    def _escape(self) -> Shape:
        name = self.source[self.at + 1 : self.at + 2]
        self.at += 2
        if name == "u" and re.fullmatch(r"[0-9a-fA-F]{4}", self.source[self.at : self.at + 4]):
            self.at += 4
            return Shape(1, 1, (chr(int(self.source[self.at - 4 : self.at], 16)),), exact=True)
        if name in {"b", "B"}:
            return Shape(1, 0, ("",), exact=True)
        if name in _CLASSES:
            return Shape(1, 1, None)
        if name in {"n", "t"}:
            return Shape(1, 1, ("\n" if name == "n" else "\t",), exact=True)
        if not name or name.isalnum():
            self.at -= 2
            raise self.error(f"不支持“\\{name}”", f"“\\{name}” is not supported")
        return Shape(1, 1, (name,), exact=True)

    def _repeated(self, shape: Shape) -> Shape:
        rest = self.source[self.at : self.at + 1]
        if rest in {"*", "+"}:
            raise self.error(f"“{rest}”没有上限，请写成 {{m,n}}", f"“{rest}” has no upper bound; write {{m,n}}")
        counted = expression(_REPEAT).match(self.source, self.at)
        if rest == "?":
            least, most = 0, 1
            self.at += 1
        elif counted:
            if counted[2] == "":
                raise self.error("重复没有上限，请写成 {m,n}", "the repeat has no upper bound; write {m,n}")
            least, most = int(counted[1]), int(counted[2] or counted[1])
            self.at = counted.end()
        else:
            return shape
        if self.source.startswith("?", self.at):
            self.at += 1
        if most < least:
            raise self.error("重复的上限小于下限", "the repeat's upper bound is below its lower one")
        return self._bounded(shapes.times(shape, least, most, MOST_WAYS))
