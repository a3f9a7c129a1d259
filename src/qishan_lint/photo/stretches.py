"""Cuts that end inside the picture: the four of a pinwheel, and those around a small picture laid over a large one.

Lines are found by votes over windows of bands; then all choices of two columns and two rows are tried at once, each
side as strong as its votes over exactly the stretch that the arrangement gives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qishan_lint.photo import candidates, cuts
from qishan_lint.photo.steps import BANDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qishan_lint.photo.cuts import Cut, Place, Side
    from qishan_lint.photo.scorer import Weights
    from qishan_lint.photo.steps import Floats, Votes

    Numbers = NDArray[np.int64]

WINDOWS = (5, 8, 12, 16)
"""Lengths of stretches, in bands, in which lines are looked for."""

LINES = 14
"""Lines kept on each axis."""

TRIED = 4
"""Arrangements judged closely."""

PROMISING = 0.62
"""Arrangements with a lower rank (least and half the mean of their votes) are not judged: nine in ten photos have none
that looks like a pinwheel, four in ten none that looks like an inset."""

WORST = 0.3
"""Weight of the worst cut in the score of an arrangement; the rest is their mean."""

CLEAR = 0.5
"""An arrangement with this score may stand for a surer one that has fewer sides."""


class Arrangement(msgspec.Struct, frozen=True):
    """Four (at a border fewer) cuts that belong together, and how sure that is: between their mean and worst score."""

    cuts: tuple[Cut, ...]
    score: float


def lines(votes: Votes) -> list[int]:
    """Columns with a strong stretch somewhere, in ascending order."""
    import numpy as np

    best = np.zeros(votes.width, np.float32)
    for length in WINDOWS:
        means = np.asarray((votes.total[length:] - votes.total[:-length]) / length, np.float32)
        best = np.maximum(best, (means - 0.6 * candidates.around(means)).max(axis=0) * (1 + length / 96))
    return sorted(candidates.best(best, LINES, margin=0.015))


class _Strength:
    """Mean votes of any stretch of any line of one side."""

    def __init__(self, side: Side) -> None:
        self._total = side.votes.total
        self._scale = BANDS / side.view.shape[1]

    def __call__(self, x: Numbers, start: Numbers, end: Numbers) -> Floats:
        import numpy as np

        low = np.clip(np.rint(start * self._scale), 0, BANDS - 1).astype(int)
        high = np.clip(np.rint(end * self._scale), low + 1, BANDS).astype(int)
        inside = np.clip(x, 0, self._total.shape[1] - 1)
        return np.asarray((self._total[high, inside] - self._total[low, inside]) / (high - low), np.float32)


def _choices(columns: list[int], rows: list[int], gap: tuple[int, int]) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """All pairs of columns with all pairs of rows, the members of a pair at least ``gap`` apart."""
    import numpy as np

    xs = [(a, b) for i, a in enumerate(columns) for b in columns[i + 1 :] if b - a >= gap[0]]
    ys = [(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :] if b - a >= gap[1]]
    if not xs or not ys:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty, empty
    x, y = np.array(xs, np.int64), np.array(ys, np.int64)
    across, down = np.repeat(np.arange(len(x)), len(y)), np.tile(np.arange(len(y)), len(x))
    return x[across, 0], x[across, 1], y[down, 0], y[down, 1]


def pinwheel(sides: tuple[Side, Side], weights: Weights) -> Arrangement | None:
    """The likeliest pinwheel: each of its cuts runs from a border to the next cut."""
    import numpy as np

    height, width = sides[0].view.shape[1:]
    x1, x2, y1, y2 = _choices(lines(sides[0].votes), lines(sides[1].votes), (width // 8, height // 8))
    if not len(x1):
        return None
    down, across = _Strength(sides[0]), _Strength(sides[1])
    zero, w, h = np.zeros_like(x1), np.full_like(x1, width), np.full_like(x1, height)
    turns = (
        ((x2, zero, y2), (x1, y1, h), (y1, zero, x2), (y2, x1, w)),
        ((x1, zero, y2), (x2, y1, h), (y1, x1, w), (y2, zero, x2)),
    )
    tried: list[list[Place]] = []
    for turn in turns:
        strengths = np.stack([f(*stretch) for f, stretch in zip((down, down, across, across), turn, strict=True)])
        rank = strengths.min(axis=0) + 0.5 * strengths.mean(axis=0)
        for i in _promising(rank):
            tried.append([(sides[k // 2], int(x[i]), int(a[i]), int(b[i])) for k, (x, a, b) in enumerate(turn)])
    return max(_arranged(tried, weights), key=lambda one: one.score, default=None)


def inset(sides: tuple[Side, Side], weights: Weights) -> Arrangement | None:
    """The likeliest rectangle of cuts inside the picture; sides on the picture's border are not looked at."""
    import numpy as np

    height, width = sides[0].view.shape[1:]
    columns = [0, *lines(sides[0].votes), width]
    rows = [0, *lines(sides[1].votes), height]
    x1, x2, y1, y2 = _choices(columns, rows, (width // 9, height // 9))
    fits = (x2 - x1 <= 0.75 * width) & (y2 - y1 <= 0.75 * height)
    x1, x2, y1, y2 = x1[fits], x2[fits], y1[fits], y2[fits]
    if not len(x1):
        return None
    down, across = _Strength(sides[0]), _Strength(sides[1])
    strengths = np.stack((down(x1, y1, y2), down(x2, y1, y2), across(y1, x1, x2), across(y2, x1, x2)))
    missing = np.stack((x1 == 0, x2 == width, y1 == 0, y2 == height))
    strengths[missing] = np.nan
    rank = np.nanmin(strengths, axis=0) + 0.5 * np.nanmean(strengths, axis=0) - 0.08 * missing.sum(axis=0)
    tried: list[list[Place]] = []
    stretches = ((0, x1, y1, y2), (0, x2, y1, y2), (1, y1, x1, x2), (1, y2, x1, x2))
    for i in _promising(rank):
        sought = ((axis, x[i], a[i], b[i]) for k, (axis, x, a, b) in enumerate(stretches) if not missing[k, i])
        tried.append([(sides[axis], int(x), int(a), int(b)) for axis, x, a, b in sought])
    arranged = _arranged(tried, weights)
    best = max(arranged, key=lambda one: one.score, default=None)
    return None if best is None else Arrangement(_fullest(best, arranged).cuts, best.score)


def _promising(rank: Floats) -> list[int]:
    """The indices of the best ranks, as far as they are worth the look."""
    best = rank.argsort()[::-1][:TRIED]
    return [int(i) for i in best if rank[i] >= PROMISING]


def _fullest(best: Arrangement, others: list[Arrangement]) -> Arrangement:
    """The arrangement that has all lines of ``best`` and most others: sides near the border are often faint."""
    lines = {(cut.axis, cut.at) for cut in best.cuts}
    same = (one for one in others if one.score >= CLEAR and lines <= {(cut.axis, cut.at) for cut in one.cuts})
    return max(same, key=lambda one: (len(one.cuts), one.score), default=best)


def _arranged(tried: list[list[Place]], weights: Weights) -> list[Arrangement]:
    """The arrangements with their scores, all places judged at once."""
    judged = iter(cuts.judged([place for places in tried for place in places], weights))
    found = []
    for places in tried:
        mine = tuple(next(judged) for _ in places)
        scores = [cut.score for cut in mine]
        found.append(Arrangement(mine, WORST * min(scores) + (1 - WORST) * sum(scores) / len(scores)))
    return found
