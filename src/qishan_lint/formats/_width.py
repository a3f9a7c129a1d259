"""Width of text in terminal cells: Chinese characters take two, combining marks none; cutting, padding, wrapping.

Widths are those of Unicode's East Asian Width (UAX #11): W and F are 2, A (ambiguous) is a choice of 1 or 2.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…,.;:?!)]}%")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")
_JAMO = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF))


@functools.lru_cache(maxsize=8192)
def of_character(character: str, ambiguous: int = 1) -> int:
    """Cells of one character; ``ambiguous`` is the width of characters such as “ ” … · × (1 or 2)."""
    if character.isascii():
        return 1 if character.isprintable() else 0
    return _wide(character, ambiguous)


def _wide(character: str, ambiguous: int) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    # The vowels and finals of decomposed Korean syllables join the character before them.
    if any(first <= ord(character) <= last for first, last in _JAMO):
        return 0
    kind = unicodedata.east_asian_width(character)
    return 2 if kind in "WF" else ambiguous if kind == "A" else 1


@functools.lru_cache(maxsize=4096)
def of(text: str, ambiguous: int = 1) -> int:
    """Cells of ``text``."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(of_character(character, ambiguous) for character in text)


def pad(text: str, cells: int, ambiguous: int = 1, *, right: bool = False) -> str:
    """``text`` filled with spaces to ``cells``; ``right`` aligns it to the right."""
    spaces = " " * max(0, cells - of(text, ambiguous))
    return spaces + text if right else text + spaces


def head(text: str, cells: int, ambiguous: int = 1) -> str:
    """The beginning of ``text``, with … at its end when it was cut to fit into ``cells``."""
    if of(text, ambiguous) <= cells:
        return text
    room = cells - of(ELLIPSIS, ambiguous)
    return _prefix(text, room, ambiguous) + ELLIPSIS if room >= 0 else ""


def tail(text: str, cells: int, ambiguous: int = 1) -> str:
    """The end of ``text``, with … before it when it was cut to fit into ``cells``."""
    if of(text, ambiguous) <= cells:
        return text
    room, start = cells - of(ELLIPSIS, ambiguous), len(text)
    if room < 0:
        return ""
    while start > 0 and room >= of_character(text[start - 1], ambiguous):
        start -= 1
        room -= of_character(text[start], ambiguous)
    # A combining mark must not be left without its base character.
    while start < len(text) and of_character(text[start], ambiguous) == 0:
        start += 1
    return ELLIPSIS + text[start:]


def _prefix(text: str, cells: int, ambiguous: int) -> str:
    for index, character in enumerate(text):
        cells -= of_character(character, ambiguous)
        if cells < 0:
            return text[:index]
    return text


def wrap(text: str, cells: int, ambiguous: int = 1) -> list[str]:
    """``text`` in lines of at most ``cells``: between Chinese characters, not inside words, no line starts with 。"""
    if of(text, ambiguous) <= cells:
        return [text]
    lines, line = [], ""
    for chunk in _chunks(text):
        if of(line, ambiguous) + of(chunk.rstrip(), ambiguous) <= cells:
            line += chunk
            continue
        lines.append(line)
        line = chunk.lstrip()
        while of(line.rstrip(), ambiguous) > cells:
            piece = _prefix(line, cells, ambiguous) or line[:1]
            lines.append(piece)
            line = line[len(piece) :]
    return [line.rstrip() for line in (*lines, line) if line.strip()] or [""]


def _chunks(text: str) -> Iterator[str]:
    """Pieces between which a line may end, spaces at their ends."""
    start = 0
    for index in range(1, len(text)):
        before, after = text[index - 1], text[index]
        if after in _NOT_FIRST or before in _NOT_LAST or after == " ":
            continue
        if before == " " or not (before.isascii() and after.isascii()):
            yield text[start:index]
            start = index
    yield text[start:]
