"""Doubled: characters and words typed twice (的的, 进行进行, 进进行行), where official text never has them twice."""

from __future__ import annotations

from typing import Any

from qishan_lint.spelling import grams
from qishan_lint.spelling.alphabet import FIRST
from qishan_lint.spelling.modelfile import Model

_SHAPES = ((0, 0), (0, 1, 0, 1), (0, 0, 1, 1))
"""How tokens repeat: 的的, 进行进行, 进进行行; each is to become its different tokens once."""


def find(model: Model, ids: Any, once: frozenset[int]) -> list[tuple[int, int, tuple[int, ...]]]:
    """(first token, number of tokens, tokens that remain) of every doubling, in order.

    The repetition must be unknown with either neighbour, and what remains known with both. Single characters count
    only if they are among the tokens ``once``: others are doubled in names and new words (利利, 新新三样).
    """
    import numpy as np

    found = []
    for shape in _SHAPES:
        size = len(shape)
        if len(ids) < size + 2:
            continue
        first = np.arange(1, len(ids) - size)
        same = np.ones(len(first), dtype=bool)
        for one in range(size):
            for other in range(one):
                equal = ids[first + one] == ids[first + other]
                same &= equal if shape[one] == shape[other] else ~equal
            same &= ids[first + one] >= FIRST
        kept = tuple(shape.index(number) for number in range(max(shape) + 1))
        found += [(int(at), size, tuple(int(ids[at + step]) for step in kept)) for at in first[same]]
    found = [one for one in found if one[1] > 2 or one[2][0] in once]
    return sorted(one for one in found if _wrong(model, ids, *one))


def _wrong(model: Model, ids: Any, at: int, size: int, remain: tuple[int, ...]) -> bool:
    before, after = [int(ids[at - 1])], [int(ids[at + size])]
    if min(before[0], after[0]) < FIRST:
        return False
    if size > 2 and not _word(model, list(remain)):
        return False
    twice = [int(token) for token in ids[at : at + size]]
    if _word(model, twice) or _known(model, (before + twice)[:5]) or _known(model, (twice + after)[-5:]):
        return False
    return _known(model, before + list(remain)) and _known(model, list(remain) + after)


def _known(model: Model, tokens: list[int]) -> bool:
    """Whether the table knows the n-gram ``tokens``."""
    return grams.holds(model.arrays["grams"], tokens, len(tokens))


def _word(model: Model, tokens: list[int]) -> bool:
    """Whether ``tokens`` are a word of the dictionary."""
    return grams.holds(model.arrays["grams"], tokens, grams.WORD)
