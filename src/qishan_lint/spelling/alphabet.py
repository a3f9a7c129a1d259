"""Alphabet: a text as an array of small numbers, one a character, and where each stood.

Runs of digits or Latin letters become one token, quotation marks and blanks vanish, and whatever ends a sentence
becomes the boundary token, so that contexts reach over what does not matter to spelling. Several texts can lie in one
array: most of the work is so many calls an array, however short it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BOUNDARY, NUMBER, LATIN, UNKNOWN, SYMBOL = range(5)
FIRST = 5
"""The tokens below ``FIRST`` are classes; the others stand for one character of the alphabet each."""

_VANISH = 0xFFFF
_ENDS = "。！？；!?;\n\r\t\v\f\u2028\u2029…"
_GONE = " \u00a0\u3000\u200b\u200c\u200d\ufeff“”‘’「」『』\"'"
_SAME = str.maketrans(",:()<>％~－", "，：（）《》%～-")


@dataclass(frozen=True, slots=True)
class Tokens:
    """``ids`` (uint16) with a boundary before and after; ``at`` (int32) is the offset of each in the text."""

    ids: Any
    at: Any


APART = 8
"""So many boundaries lie between two texts: more than any look at neighbouring places reaches."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The tokens (uint16) of texts, one after another; ``first`` and ``last`` are the ends of the text of each token.

    A token between two texts is a text by itself.
    """

    ids: Any
    first: Any
    last: Any


def joined(texts: Sequence[Any]) -> Texts:
    """The tokens of ``texts`` in one array; each of them begins and ends with a boundary."""
    import numpy as np

    if len(texts) == 1:
        size = len(texts[0])
        return Texts(texts[0], np.zeros(size, np.int64), np.full(size, size - 1))
    space = np.full(APART, BOUNDARY, dtype=np.uint16)
    ids = np.concatenate([piece for text in texts for piece in (text, space)])
    first, last = np.arange(len(ids)), np.arange(len(ids))
    for text, start in zip(texts, starts(texts), strict=True):
        first[start : start + len(text)] = start
        last[start : start + len(text)] = start + len(text) - 1
    return Texts(ids, first, last)


def starts(texts: Sequence[Any]) -> list[int]:
    """Where each of ``texts`` begins when they are joined."""
    return [0, *itertools.accumulate(len(text) + APART for text in texts[:-1])]


def table(characters: str) -> Any:
    """The token of every code point of the basic plane, for an alphabet of ``characters``."""
    import numpy as np

    tokens = np.full(0x10000, SYMBOL, dtype=np.uint16)
    tokens[0x3400:0xA000] = UNKNOWN
    tokens[0xF900:0xFB00] = UNKNOWN
    for number, character in enumerate(characters):
        tokens[ord(character)] = FIRST + number
    for characters_, token in (("0123456789０１２３４５６７８９.", NUMBER), (_ENDS, BOUNDARY), (_GONE, _VANISH)):
        tokens[[ord(character) for character in characters_]] = token
    for first, last in (("A", "Z"), ("a", "z"), ("Ａ", "Ｚ"), ("ａ", "ｚ")):
        tokens[ord(first) : ord(last) + 1] = LATIN
    for source, target in _SAME.items():
        tokens[source] = tokens[target]
    return tokens


def tokenise(text: str, tokens: Any) -> Tokens:
    """The tokens of ``text`` by the ``tokens`` of :func:`table`."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ids = np.where(points < 0x10000, tokens[np.minimum(points, 0xFFFF)], UNKNOWN).astype(np.uint16)
    at = np.flatnonzero(ids != _VANISH).astype(np.int32)
    ids = ids[at]
    kept = np.ones(len(ids), dtype=bool)
    kept[1:] = (ids[1:] != ids[:-1]) | (ids[1:] > LATIN)
    edge = np.zeros(1, dtype=np.uint16)
    return Tokens(
        np.concatenate([edge, ids[kept], edge]),
        np.concatenate([np.zeros(1, np.int32), at[kept], np.full(1, len(text), np.int32)]),
    )
