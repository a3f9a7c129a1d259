"""Features: what the reranker weighs about each candidate, as one row of numbers."""

from __future__ import annotations

from typing import Any

from qishan_lint.spelling import grams, hashing
from qishan_lint.spelling.alphabet import BOUNDARY, FIRST
from qishan_lint.spelling.candidates import REACH, Rows
from qishan_lint.spelling.grams import Matches, Reading
from qishan_lint.spelling.modelfile import Model

NEAR = 10
"""How many tokens on either side tell whether the surroundings are usual."""


def of(model: Model, reading: Reading, rows: Rows) -> Any:
    """The features (float32) of ``rows``, all of which replace the same number of characters."""
    import numpy as np

    columns: list[Any] = [rows.gain]
    for window, found in ((rows.old, rows.before), (rows.changed, rows.after)):
        columns += _costs(model, window, found, rows)
    columns += _kinship(model, rows)
    columns += _rivals(rows)
    columns += _surroundings(model, reading, rows)
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _costs(model: Model, window: Any, found: Matches, rows: Rows) -> list[Any]:
    """How the changed place reads in one of the two versions: costs, lengths of known n-grams, words."""
    import numpy as np

    size = _size(rows)
    cost, length = found.cost, found.length
    steps = np.arange(length.shape[1]) - (size - 1)
    reaching = (length > steps) & (steps >= 0)
    own = window[:, REACH : REACH + size]
    return [
        cost[:, 0], cost[:, size - 1], cost[:, size], cost[:, size + 1 :].sum(axis=1),
        length[:, 0], length[:, size], np.where(reaching, steps + 1, 0).max(axis=1),
        np.where(reaching, length, 0).max(axis=1),
        model.arrays["single"][own].max(axis=1), model.arrays["single"][own].min(axis=1),
        *_pairs(model, window, size), *_words(model, window),
    ]  # fmt: skip


def _size(rows: Rows) -> int:
    return 2 if len(rows.second) and rows.second[0] >= 0 else 1


def _pairs(model: Model, window: Any, size: int) -> list[Any]:
    """What the place costs by its two pairs of neighbours, how common those pairs are, and the triple around it."""
    import numpy as np

    factor, salt = grams.factors()
    wide = window.astype(np.uint64)
    first, last = REACH, REACH + size - 1
    left = wide[:, first] * factor[0] + wide[:, first - 1] * factor[1] + salt[2]
    right = wide[:, last + 1] * factor[0] + wide[:, last] * factor[1] + salt[2]
    triple = wide[:, last + 1] * factor[0] + wide[:, last] * factor[1] + wide[:, last - 1] * factor[2] + salt[3]
    found = np.split(_stored(model, np.concatenate([left, right, triple])), 3)
    alone = model.arrays["single"]
    return [*found, alone[window[:, first - 1]] + found[0], alone[window[:, last]] + found[1]]


def _stored(model: Model, keys: Any) -> Any:
    """The cost stored for each key, 9 where it is absent."""
    import numpy as np

    found = hashing.look_up(model.arrays["grams"], keys)
    return np.where(found > 0, (found - np.float32(1)) * np.float32(grams.STEP), np.float32(9))


def _words(model: Model, window: Any) -> list[Any]:
    """How common the commonest word of two, three and four characters over the place is; 0: none is."""
    import numpy as np

    factor, salt = grams.factors()
    wide = window.astype(np.uint64)
    sizes = (2, 3, 4)
    places = [(size, end) for size in sizes for end in range(REACH, min(REACH + size, window.shape[1]))]
    keys = [
        salt[grams.WORD] + (wide[:, end - size + 1 : end + 1] * factor[:size][::-1]).sum(axis=1) for size, end in places
    ]
    found = hashing.look_up(model.arrays["grams"], np.concatenate(keys)).reshape(len(keys), len(window))
    return [found[[own == size for own, _ in places]].max(axis=0) for size in sizes]


def _kinship(model: Model, rows: Rows) -> list[Any]:
    """How old and new are alike, and whether either is a character of transcribed names."""
    import numpy as np

    names = model.arrays["foreign"]
    bits = [(rows.flag & (1 << bit)) > 0 for bit in range(8)]
    around = names[np.delete(rows.old, np.s_[REACH : REACH + _size(rows)], axis=1)[:, 1:-1]]
    return [*bits, names[rows.old[:, REACH]], names[rows.new], around.mean(axis=1), around.max(axis=1)]


def _rivals(rows: Rows) -> list[Any]:
    """How the candidate ranks at its place, how far the best other one is, and what its neighbours would gain."""
    import numpy as np

    gain = rows.gain
    size = int(rows.at[-1]) + 16 if len(rows.at) else 16
    best = np.zeros(size, dtype=np.float32)
    np.maximum.at(best, rows.at + 8, gain)
    order = np.lexsort((-gain, rows.at))
    starts = np.flatnonzero(np.diff(rows.at[order], prepend=-1))
    count = np.diff(np.append(starts, len(order)))
    rank = np.empty(len(order), dtype=np.float32)
    rank[order] = np.arange(len(order)) - np.repeat(starts, count)
    other = np.zeros(len(order), dtype=np.float32)
    second = starts[count > 1] + 1
    runner_up = np.zeros(len(starts), dtype=np.float32)
    runner_up[count > 1] = gain[order[second]]
    other[order] = np.repeat(runner_up, count)
    other = np.where(rank > 0, best[rows.at + 8], other)
    number = np.empty(len(order), dtype=np.float32)
    number[order] = np.repeat(count, count)
    before = np.maximum(best[rows.at + 7], best[rows.at + 6])
    after = np.maximum(best[rows.at + 9], best[rows.at + 10]) if len(order) else before
    far = np.maximum.reduce([best[rows.at + 8 + step] for step in (-4, -3, 3, 4)]) if len(order) else before
    return [rank, gain - other, number, gain - before, gain - after, far]


def _surroundings(model: Model, reading: Reading, rows: Rows) -> list[Any]:
    """How usual the text around is, and what stands directly before and after."""
    import numpy as np

    size, ids = _size(rows), reading.texts.ids
    start, stop = reading.texts.first[rows.at], reading.texts.last[rows.at]
    total = np.concatenate([[0], np.cumsum(reading.cost, dtype=np.float64)])
    strange = np.concatenate([[0], np.cumsum(reading.length <= 2)])
    result = []
    for place in (rows.at - NEAR, rows.at + size + REACH):
        first, end = np.clip(place, start, stop + 1), np.clip(place + NEAR, start, stop + 1)
        width = np.maximum(end - first, 1)
        result += [(total[end] - total[first]) / width, (strange[end] - strange[first]) / width]
    for place in (rows.at - 2, rows.at - 1, rows.at + size, rows.at + size + 1):
        token = ids[np.clip(place, start, stop)]
        result.append(np.minimum(token, FIRST))
    for place in (rows.at - 1, rows.at + size):
        result.append(model.arrays["single"][ids[np.clip(place, start, stop)]])
    ends = np.flatnonzero(ids == BOUNDARY)
    after = ends[np.clip(np.searchsorted(ends, rows.at), 0, len(ends) - 1)]
    before = ends[np.clip(np.searchsorted(ends, rows.at) - 1, 0, len(ends) - 1)]
    return [*result, rows.at - before, after - rows.at]
