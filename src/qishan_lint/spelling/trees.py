"""Trees: gradient-boosted decision trees, evaluated for many rows and trees at once by bit masks.

Each test that fails strikes out the leaves on its left; the leftmost leaf that is left over is the answer.
Source: Lucchese et al. 2015 (QuickScorer).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEAVES = 32
_ROWS = 64
_FIRST = 50
"""After so many trees the hopeless rows are dropped ..."""
_HOPELESS = -4.0
"""... those whose score is below this; the remaining trees could not lift them to a probability that counts."""


def probability(trees: Mapping[str, Any], rows: Any) -> Any:
    """The probability (float64) of each of ``rows`` (float32); hopeless ones get the low one reached so far.

    ``feature``, ``threshold`` and ``mask`` have a row a tree and a column a test (``x <= threshold`` goes left),
    ``value`` a column a leaf.
    """
    import numpy as np

    score = np.concatenate([_score(trees, rows[start : start + _ROWS]) for start in range(0, len(rows), _ROWS)] or [[]])
    return 1 / (1 + np.exp(-score))


def _score(trees: Mapping[str, Any], rows: Any) -> Any:
    import numpy as np

    score = _sum(trees, rows, slice(0, _FIRST))
    hopeful = np.flatnonzero(score >= _HOPELESS)
    if len(hopeful):
        score[hopeful] += _sum(trees, rows[hopeful], slice(_FIRST, None))
    return score


def _sum(trees: Mapping[str, Any], rows: Any, part: slice) -> Any:
    """The sum of the leaves that each row reaches in a part of the trees."""
    import numpy as np

    feature, threshold = trees["feature"][part], trees["threshold"][part]
    if not len(feature):
        return np.zeros(len(rows))
    right = rows[:, feature.ravel()] > threshold.ravel()
    struck = np.where(right, trees["mask"][part].ravel(), np.uint32(0xFFFFFFFF))
    left = np.bitwise_and.reduce(struck.reshape(len(rows), *feature.shape), axis=2)
    leaf = np.frexp((left & (~left + np.uint32(1))).astype(np.float64))[1] - 1
    return trees["value"][part][np.arange(len(feature)), leaf].sum(axis=1)
