"""All pairs of 128-bit hashes within a Hamming distance, exactly, without comparing all with all.

Multi-index hashing (Norouzi, Punjani, Fleet 2012): hashes within distance r agree in at least one of r + 1 pieces, so
only hashes that share a piece are compared.
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
MOST_AT_ONCE = 500_000
"""So many comparisons are held in memory."""


def _words(hashes: Sequence[int]) -> Words:
    import numpy as np

    raw = b"".join(value.to_bytes(16, "big") for value in hashes)
    return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)


def _pieces(words: Words, count: int) -> Iterator[Words]:
    """The ``count`` pieces of each hash as numbers."""
    import numpy as np

    edges = [BITS * i // count for i in range(count + 1)]
    bits = np.unpackbits(words.astype(">u8").view(np.uint8).reshape(-1, 16), axis=1)
    for start, end in pairwise(edges):
        weights = (np.uint64(1) << np.arange(end - start, dtype=np.uint64))[::-1]
        yield bits[:, start:end].astype(np.uint64) @ weights


def pairs(queries: Sequence[int], index: Sequence[int], radius: int) -> set[tuple[int, int]]:
    """Every (i, j) with distance(queries[i], index[j]) <= ``radius`` (0..63)."""
    found: set[tuple[int, int]] = set()
    if not queries or not index:
        return found
    import numpy as np  # 0.1 s, which a run without photos does not spend

    asked, known = _words(queries), _words(index)
    for mine, theirs in zip(_pieces(asked, radius + 1), _pieces(known, radius + 1), strict=True):
        order = np.argsort(theirs, kind="stable")
        ranked, lined_up = theirs[order], known[order]
        low, high = np.searchsorted(ranked, mine, "left"), np.searchsorted(ranked, mine, "right")
        for i, j in _expanded(low, high):
            first = np.bitwise_count(asked[i, 0] ^ lined_up[j, 0])
            close = np.flatnonzero(first <= radius)
            second = np.bitwise_count(asked[i[close], 1] ^ lined_up[j[close], 1])
            near = close[first[close] + second <= radius]
            found.update(zip(i[near].tolist(), order[j[near]].tolist(), strict=True))
    return found


def _expanded(low: NDArray[np.int64], high: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The pairs (query, place in the ranked index) that the ranges ``low`` .. ``high`` stand for, in blocks."""
    import numpy as np

    counts = high - low
    ends = np.cumsum(counts)
    start = 0
    while start < len(counts):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + MOST_AT_ONCE, "right")))
        block = counts[start:stop]
        queries = np.repeat(np.arange(start, stop), block)
        offsets = np.arange(len(queries)) - np.repeat(np.cumsum(block) - block, block)
        if len(queries):
            yield queries, offsets + np.repeat(low[start:stop], block)
        start = stop
