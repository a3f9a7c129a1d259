"""Which of many sets of small numbers are alike: MinHash (Broder 1997) with banding, candidates checked exactly.

All signatures are worked out together, column by column, so that a set costs some microseconds. A few sets are compared
by their rarest numbers instead (prefix filtering, Chaudhuri 2006), which takes less time than the import of numpy.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.uint64]

BANDS, ROWS = 16, 3
"""Sets that share .8 of their elements are missed once in 100,000 times, those that share .9 never in practice."""

MOST_ALIKE = 200
"""Of more sets than this in one bucket, each is compared with the first so many only."""

FEW = 2_000
"""So many sets are compared by their rarest numbers, which misses none."""

_ROUNDING = 1e-9
"""What a product of a share and a count may be too large by."""

_SEED = 20261125
_AT_ONCE = 10_000
"""Sets whose signatures are worked out together: more take more memory and no less time."""


def packed(numbers: Iterable[int]) -> bytes:
    """A set of numbers of 16 bits as equal sets have it: sorted, each once, two bytes each as this machine orders them."""
    return array("H", sorted(set(numbers))).tobytes()


def unpacked(one: bytes) -> frozenset[int]:
    """The numbers of a packed set."""
    return frozenset(memoryview(one).cast("H"))


def pairs(sets: Sequence[bytes], least: float) -> list[tuple[int, int]]:
    """The pairs (i < j) of packed ``sets`` whose Jaccard similarity is at least ``least`` (0..1); empty ones are like nothing.

    Of equal sets, each later one is paired with the first only, so that many copies cost no more than one.
    """
    firsts: dict[bytes, int] = {}
    copies: list[tuple[int, int]] = []
    for number, one in enumerate(sets):
        first = firsts.setdefault(one, number)
        if first != number and one:
            copies.append((first, number))
    numbers = [number for one, number in firsts.items() if one]
    candidates = _sharing_rare(sets, numbers, least) if len(numbers) <= FEW else _sharing_bands(sets, numbers)
    close = [(i, j) for i, j in candidates if similarity(sets[i], sets[j]) >= least]
    return sorted({*copies, *close})


def similarity(one: bytes, other: bytes) -> float:
    """The share of the elements of two packed sets that both have (Jaccard), 0..1."""
    left, right = unpacked(one), unpacked(other)
    common = len(left & right)
    return common / (len(left) + len(right) - common) if common else 0.0


def _sharing_rare(sets: Sequence[bytes], numbers: Sequence[int], least: float) -> Iterator[tuple[int, int]]:
    """The pairs that have one of their rarest elements in common, so many of each that sets as alike as ``least`` must."""
    elements = {number: memoryview(sets[number]).cast("H") for number in numbers}
    frequency = Counter(chain.from_iterable(elements.values()))
    having: dict[int, list[int]] = {}
    for number, own in elements.items():
        shared = math.ceil(least * len(own) - _ROUNDING)
        rarest = sorted(own, key=frequency.__getitem__)[: len(own) - shared + 1]
        earlier: set[int] = set()
        for element in rarest:
            bucket = having.setdefault(element, [])
            earlier.update(bucket[:MOST_ALIKE])
            bucket.append(number)
        yield from ((other, number) for other in earlier)


def _sharing_bands(sets: Sequence[bytes], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The pairs that are equal in a band of their signatures."""
    seen: set[tuple[int, int]] = set()
    for column in _columns([sets[number] for number in numbers]):
        for i, j in _sharing(column):
            if (i, j) not in seen:
                seen.add((i, j))
                yield numbers[i], numbers[j]


def _columns(sets: Sequence[bytes]) -> Iterator[Column]:
    """For each band one number a set, equal where all rows of the band are."""
    import numpy as np

    parts = [list(_bands(sets[start : start + _AT_ONCE])) for start in range(0, len(sets), _AT_ONCE)]
    yield from (np.concatenate(columns) for columns in zip(*parts, strict=True))


def _bands(sets: Sequence[bytes]) -> Iterator[Column]:
    """The same for some of the sets."""
    import numpy as np

    counts = np.fromiter((len(one) // 2 for one in sets), np.int64, len(sets))
    elements = np.frombuffer(b"".join(sets), np.uint16).astype(np.uint64)
    starts = np.cumsum(counts) - counts
    random = np.random.default_rng(_SEED)
    for _ in range(BANDS):
        band = np.zeros(len(sets), np.uint64)
        for _ in range(ROWS):
            factor, offset = random.integers(1, 1 << 63, 2, dtype=np.uint64)
            mixed = (elements + offset) * (factor | np.uint64(1))
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0x9E3779B97F4A7C15)
            least = np.minimum.reduceat(mixed >> np.uint64(16), starts)
            band = band * np.uint64(0xC2B2AE3D27D4EB4F) + least
        yield band


def _sharing(column: Column) -> Iterator[tuple[int, int]]:
    """The pairs of places in ``column`` with equal numbers, in order."""
    import numpy as np

    order = np.argsort(column, kind="stable")
    ranked = column[order]
    edges = np.flatnonzero(np.diff(ranked)) + 1
    starts, ends = np.r_[0, edges], np.r_[edges, len(ranked)]
    for start, end in zip(starts[ends - starts > 1].tolist(), ends[ends - starts > 1].tolist(), strict=True):
        bucket = order[start:end].tolist()
        for number, later in enumerate(bucket):
            yield from ((earlier, later) for earlier in bucket[: min(number, MOST_ALIKE)])
