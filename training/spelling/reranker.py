"""Reranker: fits the boosted trees and writes them out as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from qishan_lint.spelling.trees import LEAVES

SETTINGS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": LEAVES - 1, "min_data_in_leaf": 40, "lambda_l2": 2.0,
    "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 127, "num_threads": 1,
    "verbose": -1, "seed": 1, "deterministic": True,
}  # fmt: skip
TREES = 400


def fit(features: Any, labels: Any, weights: Any) -> Any:
    """The trees (a LightGBM booster) for weighted examples."""
    import lightgbm

    return lightgbm.train(SETTINGS, lightgbm.Dataset(features, labels, weight=weights), TREES)


def arrays(booster: Any) -> dict[str, Any]:
    """The trees of ``booster`` as ``qishan_lint.spelling.trees`` reads them."""
    trees = [_flat(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    width = max(1, *(len(tests) for tests, _ in trees))
    result = {
        "feature": np.zeros((len(trees), width), np.int16),
        "threshold": np.full((len(trees), width), np.inf, np.float32),
        "mask": np.full((len(trees), width), 0xFFFFFFFF, np.uint32),
        "value": np.zeros((len(trees), LEAVES), np.float64),
    }
    for row, (tests, values) in enumerate(trees):
        result["value"][row, : len(values)] = values
        for column, (feature, threshold, mask) in enumerate(tests):
            result["feature"][row, column], result["mask"][row, column] = feature, mask
            result["threshold"][row, column] = _below(threshold)
    return result


def _below(threshold: float) -> Any:
    """The greatest 32-bit number that is not above ``threshold``: for 32-bit features the test stays the same."""
    single = np.float32(threshold)
    return np.nextafter(single, np.float32(-np.inf)) if float(single) > threshold else single


def _flat(node: Mapping[str, Any], first: int = 0) -> tuple[list[tuple[int, float, int]], list[float]]:
    """The tests (feature, threshold, mask that strikes out the leaves on the left) and the leaves, left to right."""
    if "leaf_value" in node:
        return [], [float(node["leaf_value"])]
    left_tests, left = _flat(node["left_child"], first)
    right_tests, right = _flat(node["right_child"], first + len(left))
    struck = ((1 << len(left)) - 1) << first
    own = (int(node["split_feature"]), float(node["threshold"]), 0xFFFFFFFF & ~struck)
    return [own, *left_tests, *right_tests], left + right
