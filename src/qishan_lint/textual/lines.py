"""Lines of a source: one ends at LF, at CR LF, or at a CR alone, as editors and the language server protocol have it."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

_CR_ALONE = re.compile(r"\r(?!\n)")


@functools.lru_cache(maxsize=8)  # the places of one file after another are asked for
def starts(source: str) -> tuple[int, ...]:
    """The offsets at which the lines of ``source`` begin."""
    text = without_cr_alone(source)
    found, position = [0], text.find("\n")
    while position >= 0:
        found.append(position + 1)
        position = text.find("\n", position + 1)
    return tuple(found)


def begin(source: str, offset: int) -> int:
    """Where the line of the character at ``offset`` begins."""
    known = starts(source)
    return known[bisect_right(known, offset) - 1]


def position(source: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of the character at ``offset``; columns count characters."""
    known = starts(source)
    line = bisect_right(known, offset)
    return line, offset - known[line - 1] + 1


def where(source: str, offset: int) -> str:
    """The place of the character at ``offset`` as ``line:column``."""
    line, column = position(source, offset)
    return f"{line}:{column}"


def without_cr_alone(source: str) -> str:
    """``source`` with LF for each CR alone, for parsers that take it for no end of a line; every place stays the same."""
    return _CR_ALONE.sub("\n", source) if "\r" in source else source
