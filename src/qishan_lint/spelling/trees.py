"""Trees: gradient-boosted decision trees, evaluated for many rows at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def probability(trees: Mapping[str, Any], rows: Any) -> Any:
    """The probability (float64) of each of ``rows``.

    ``feature``, ``threshold``, ``left``, ``right`` and ``value`` have a row a tree and a column a node; node 0 is the
    root, a leaf has itself as both children.
    """
    import numpy as np

    feature, threshold = trees["feature"], trees["threshold"]
    left, right, value = trees["left"], trees["right"], trees["value"]
    score = np.zeros(len(rows))
    number = np.arange(len(rows))
    for tree in range(len(feature)):
        node = np.zeros(len(rows), dtype=np.int64)
        for _ in range(int(trees["depth"][tree])):
            goes_left = rows[number, feature[tree][node]] <= threshold[tree][node]
            node = np.where(goes_left, left[tree][node], right[tree][node])
        score += value[tree][node]
    return 1 / (1 + np.exp(-score))
