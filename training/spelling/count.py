"""Counts: n-grams of a token stream and their interpolated, modified Kneser-Ney probabilities.

Source: Chen and Goodman 1999 (modified Kneser-Ney). N-grams across a sentence boundary are not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from qishan_lint.spelling.alphabet import BOUNDARY

ORDER = 5


@dataclass(frozen=True)
class Grams:
    """The n-grams of one length: ``first`` is where each occurs first (its last token), with count and log10 p."""

    first: Any
    count: Any
    log10: Any


def _ranks(ids: Any, order: int) -> list[Any]:
    """For every length up to ``order``, which n-gram ends at each position; -1 where it crosses a boundary."""
    width = int(ids.max()) + 1
    ranks = [ids.astype(np.int64)]
    for length in range(2, order + 1):
        before = np.concatenate([[-1], ranks[-1][:-1]])
        if length > 2:
            before[1:][ids[:-1] == BOUNDARY] = -1
        key = np.where(before >= 0, before * width + ids, -1)
        good = key >= 0
        _, inverse = np.unique(key[good], return_inverse=True)
        rank = np.full(len(ids), -1, dtype=np.int64)
        rank[good] = inverse
        ranks.append(rank)
    return ranks


def _discounts(count: Any) -> Any:
    """The discounts for counts of 1, 2 and 3 or more."""
    n = [max(int((count == k).sum()), 1) for k in (1, 2, 3, 4)]
    y = n[0] / (n[0] + 2 * n[1])
    return np.array([0.0] + [max(0.05, k - (k + 1) * y * n[k] / n[k - 1]) for k in (1, 2, 3)])


def grams(ids: Any, order: int = ORDER) -> list[Grams]:
    """The n-grams of ``ids`` from length 1 to ``order``."""
    ranks = _ranks(ids, order)
    sizes = [int(rank.max()) + 1 for rank in ranks]
    raw = [np.bincount(rank[rank >= 0], minlength=size) for rank, size in zip(ranks, sizes, strict=True)]
    first = []
    for rank, size in zip(ranks, sizes, strict=True):
        where = np.zeros(size, dtype=np.int64)
        backward = np.flatnonzero(rank >= 0)[::-1]
        where[rank[backward]] = backward
        first.append(where)
    result: list[Grams] = []
    lower = np.full(1, 1.0 / sizes[0])
    for length in range(1, order + 1):
        used = raw[length - 1]
        if length < order:
            used = _continuations(raw[length - 1], ranks[length - 1], first[length], first[length - 1], ids, length)
        probability = _interpolate(used, length, ranks, first, lower)
        result.append(Grams(first[length - 1], raw[length - 1], np.log10(np.maximum(probability, 1e-9))))
        lower = probability
    return result


def _continuations(raw: Any, rank: Any, longer: Any, own: Any, ids: Any, length: int) -> Any:
    """How many different tokens stand before each n-gram; the plain count where it opens a sentence."""
    used = np.bincount(rank[longer], minlength=len(raw))
    opens = ids[np.maximum(own - length + 1, 0)] == BOUNDARY
    return np.where(opens, raw, np.maximum(used, 1))


def _interpolate(used: Any, length: int, ranks: list[Any], first: list[Any], lower: Any) -> Any:
    own = first[length - 1]
    history = ranks[length - 2][own - 1] if length > 1 else np.zeros(len(own), dtype=np.int64)
    discounts = _discounts(used)
    taken = discounts[np.minimum(used, 3)]
    size = int(history.max()) + 1
    total = np.bincount(history, weights=used, minlength=size)
    left = np.bincount(history, weights=taken, minlength=size)
    below = lower[ranks[length - 2][own]] if length > 1 else lower[0]
    return (used - taken) / total[history] + left[history] / total[history] * below
