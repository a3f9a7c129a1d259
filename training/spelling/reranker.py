"""Reranker: fits the boosted trees and writes them out as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

SETTINGS = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 31, "min_data_in_leaf": 40, "lambda_l2": 2.0,
    "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "max_bin": 127, "num_threads": 1,
    "verbose": -1, "seed": 1, "deterministic": True,
}  # fmt: skip
TREES = 300


def fit(features: Any, labels: Any, weights: Any) -> Any:
    """The trees (a LightGBM booster) for weighted examples."""
    import lightgbm

    return lightgbm.train(SETTINGS, lightgbm.Dataset(features, labels, weight=weights), TREES)


def arrays(booster: Any) -> dict[str, Any]:
    """The trees of ``booster`` as ``qishan_lint.spelling.trees`` reads them."""
    trees = [_flat(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    width = max(len(nodes) for nodes, _ in trees)
    result = {
        "feature": np.zeros((len(trees), width), np.int16), "threshold": np.zeros((len(trees), width), np.float64),
        "left": np.zeros((len(trees), width), np.int16), "right": np.zeros((len(trees), width), np.int16),
        "value": np.zeros((len(trees), width), np.float64), "depth": np.array([deep for _, deep in trees], np.int16),
    }  # fmt: skip
    for row, (nodes, _) in enumerate(trees):
        for column, (feature, threshold, left, right, value) in enumerate(nodes):
            result["feature"][row, column], result["threshold"][row, column] = feature, threshold
            result["left"][row, column], result["right"][row, column] = left, right
            result["value"][row, column] = value
    return result


def _flat(root: Mapping[str, Any]) -> tuple[list[tuple[int, float, int, int, float]], int]:
    """The nodes of a tree in a list, the root first, and the depth of the tree."""
    nodes: list[tuple[int, float, int, int, float]] = []
    deepest = 0
    waiting = [(root, -1, False, 0)]
    while waiting:
        node, parent, is_left, depth = waiting.pop()
        here, deepest = len(nodes), max(deepest, depth)
        if parent >= 0:
            feature, threshold, left, right, value = nodes[parent]
            nodes[parent] = (feature, threshold, here if is_left else left, right if is_left else here, value)
        if "leaf_value" in node:
            nodes.append((0, 0.0, here, here, float(node["leaf_value"])))
            continue
        nodes.append((int(node["split_feature"]), float(node["threshold"]), 0, 0, 0.0))
        waiting += [(node["left_child"], here, True, depth + 1), (node["right_child"], here, False, depth + 1)]
    return nodes, deepest
