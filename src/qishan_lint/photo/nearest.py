"""All pairs of 128-bit hashes within a Hamming distance, exactly, without comparing all with all.

Multi-index hashing (Norouzi, Punjani, Fleet 2012): of m pieces, hashes within distance r differ in at least one by no more
than r // m bits. There are so many pieces that this is one bit at most, so each piece is looked up as it is and with every
bit turned, in a table that holds a place for every value a piece can have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

BITS = 128
LEAST_PIECES = 6
"""Fewer pieces would be wider, and their tables larger than 2 ** 22 places."""

MOST_AT_ONCE = 500_000
"""So many comparisons are held in memory."""


def _words(hashes: Sequence[int]) -> Words:
    import numpy as np

    raw = b"".join(value.to_bytes(16, "big") for value in hashes)
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)


def _pieces(words: Words, count: int) -> Iterator[NDArray[np.int32]]:
    """The ``count`` pieces of each hash as numbers."""
    import numpy as np

    edges = [BITS * i // count for i in range(count + 1)]
    bits = np.unpackbits(words.astype(">u8").view(np.uint8).reshape(-1, 16), axis=1)
    for start, end in pairwise(edges):
        weights = (1 << np.arange(end - start, dtype=np.int32))[::-1]
        yield bits[:, start:end].astype(np.int32) @ weights


def pairs(queries: Sequence[int], index: Sequence[int], radius: int) -> set[tuple[int, int]]:
    """Every (i, j) with distance(queries[i], index[j]) <= ``radius`` (0..63)."""
    if not queries or not index:
        return set()
    import numpy as np  # 0.1 s, which a run without photos does not spend

    asked, known = _words(queries), _words(index)
    count = max(LEAST_PIECES, radius // 2 + 1)
    width = -(-BITS // count)
    found = np.zeros(0, np.int64)  # each pair as one number, i * len(index) + j
    ends = np.empty((1 << width) + 1, np.int32)  # one for all pieces: new memory costs more than what is done with it
    for mine, theirs in zip(_pieces(asked, count), _pieces(known, count), strict=True):
        order, own_order = np.argsort(theirs), np.argsort(mine)
        lined_up, asking = known[order], asked[own_order]
        in_order = mine[own_order]  # neighbours look into the same part of the table, whichever bit is turned
        _fill(ends, theirs[order])
        new = [found]
        for mask in _masks(width, turned=radius >= count):
            turned = in_order ^ mask
            for i, j in _expanded(ends[turned], ends[turned + 1]):
                first = np.bitwise_count(asking[i, 0] ^ lined_up[j, 0])
                close = np.flatnonzero(first <= radius)
                second = np.bitwise_count(asking[i[close], 1] ^ lined_up[j[close], 1])
                near = close[first[close] + second <= radius]
                new.append(own_order[i[near]] * len(index) + order[j[near]])
        found = np.unique(np.concatenate(new))  # a pair that is alike in several pieces was found in each
    return set(zip((found // len(index)).tolist(), (found % len(index)).tolist(), strict=True))


def _fill(ends: NDArray[np.int32], ranked: NDArray[np.int32]) -> None:
    """Let ``ends[value]`` and ``ends[value + 1]`` tell where ``value`` stands among the ``ranked`` ones."""
    import numpy as np

    starts = np.flatnonzero(np.diff(ranked, prepend=-1))
    ends.fill(0)
    ends[ranked[starts] + 1] = np.diff(starts, append=len(ranked))
    np.cumsum(ends, out=ends)


def _masks(width: int, *, turned: bool) -> list[int]:
    """Nothing, and, if one bit may be ``turned``, each bit of a piece of ``width`` bits."""
    return [0, *(1 << bit for bit in range(width if turned else 0))]


def _expanded(low: NDArray[np.int32], high: NDArray[np.int32]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The pairs (query, place in the ranked index) that the ranges ``low`` .. ``high`` stand for, in blocks."""
    import numpy as np

    some = np.flatnonzero(high > low)
    low, counts = low[some], (high - low)[some]
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + MOST_AT_ONCE, "right")))
        block = counts[start:stop]
        queries = np.repeat(some[start:stop], block)
        offsets = np.arange(len(queries)) - np.repeat(np.cumsum(block) - block, block)
        if len(queries):
            yield queries, offsets + np.repeat(low[start:stop], block)
        start = stop
