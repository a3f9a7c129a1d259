from __future__ import annotations

import math

import numpy as np

from qishan_lint.spelling import trees
from spelling import reranker  # type: ignore[import-not-found]


class Booster:
    """Two trees as LightGBM dumps them."""

    def dump_model(self) -> dict[str, object]:
        low, high, other = {"leaf_value": -1.0}, {"leaf_value": 2.0}, {"leaf_value": 0.25}
        split = {"split_feature": 1, "threshold": 0.5, "left_child": low, "right_child": high}
        deeper = {"split_feature": 0, "threshold": 3.0, "left_child": split, "right_child": other}
        return {"tree_info": [{"tree_structure": deeper}, {"tree_structure": {"leaf_value": 0.5}}]}


def test_rows_fall_into_their_leaves() -> None:
    rows = np.array([[3.0, 0.5], [3.0, 0.6], [3.1, 0.0]], dtype=np.float32)
    expected = [1 / (1 + math.exp(-score)) for score in (-0.5, 2.5, 0.75)]
    np.testing.assert_allclose(trees.probability(reranker.arrays(Booster()), rows), expected)


def test_no_rows() -> None:
    assert len(trees.probability(reranker.arrays(Booster()), np.zeros((0, 2), np.float32))) == 0
