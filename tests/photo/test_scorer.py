"""The network does not care for left and right more than training left it to, and the data file holds together."""

import json
from importlib.resources import files

import numpy as np

from qishan_lint.photo import candidates, scorer


def test_weights_have_shapes_and_provenance() -> None:
    data = json.loads(files("qishan_lint.photo").joinpath("data/cuts.json").read_text(encoding="utf-8"))
    assert data["provenance"]["photos"]
    lengths = {name: len(values) for name, values in data["weights"].items()}
    assert lengths == {name: int(np.prod(shape)) for name, shape in data["shapes"].items()}


def test_a_sharp_edge_scores_above_noise() -> None:
    rng = np.random.default_rng(5)
    noise = rng.integers(90, 120, (candidates.BLOCKS, candidates.ROWS, candidates.COLUMNS, 3)).astype(np.uint8)
    edge = noise.copy()
    edge[:, :, candidates.COLUMNS // 2 :] += 90
    far = [one[:, : candidates.COARSE_ROWS] for one in (noise, edge)]
    around = np.array([0.9, 0.9, 0.9, 0.1, 0.8, 0.8, 0, 0.3, 0.3, 0, 0, 0, 0, 0, 0.2, 0.3], np.float32)
    low, high = scorer.scores([noise, edge], far, [around * 0.2, around], scorer.weights())
    assert high > low + 3


def test_nothing_to_score() -> None:
    assert scorer.scores([], [], [], scorer.weights()) == []
