"""Make the neural judge: ``python -m spelling.judging OUT NEURAL.pt`` with ``training`` on PYTHONPATH.

OUT is what ``spelling.train`` wrote, NEURAL.pt the weights of ``spelling.neural``.
The weights become ONNX with whole numbers; the logistic that joins them to the trees is fitted to pairs as judged by the
trees that never saw them and to the odd right sentences, as they are and spoiled. OUT gets ``neural-1.onnx.xz`` and one judge
for each fold, whose logistic and thresholds did not see the fold's pairs. Needs torch, onnx, onnxscript and onnxruntime.
"""

from __future__ import annotations

import argparse
import json
import lzma
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from qishan_lint import spelling
from qishan_lint.spelling import Speller, neural, trees
from spelling import examples
from spelling.train import FOLDS, NAME, chosen_thresholds
from spelling.transformer import Shape, Transformer

_STEPS, _STEP, _LARGE = {"pair.weight": 0.7}, 0.2, 10_000
"""Steps of the weights' grids in standard deviations, and how many weights make it worth while."""
_RIDGE, _ROUNDS = 1.0, 30
_ALL, _CLEAN = -1, -2
"""Instead of a fold: the judge of everything; rows of right sentences, which every judge learns from."""


class _Middle(nn.Module):
    """What a judge is asked: log-probabilities in the two middle places of windows."""

    def __init__(self, net: Transformer, middle: int) -> None:
        super().__init__()
        self.net, self.middle = net, middle

    def forward(self, ids: Tensor) -> Tensor:
        states = self.net(ids)[:, self.middle : self.middle + 2]
        return functional.log_softmax(self.net.scores(states), dim=-1)


def coarse(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """``weights`` on grids as coarse as leaves the loss on news as it is to a hundredth, so that they pack well."""
    return {
        name: _on_grid(one, _STEPS.get(name, _STEP)) if one.numel() >= _LARGE else one for name, one in weights.items()
    }


def _on_grid(weight: Tensor, step: float) -> Tensor:
    size = weight.std() * step
    return (weight / size).round() * size


def export(weights: Path, path: Path) -> Shape:
    """Write the transformer stored at ``weights`` as ONNX with whole-number weights to ``path``."""
    shape = Shape()
    net = Transformer(shape)
    net.load_state_dict(coarse(torch.load(weights, weights_only=True)))
    asked = _Middle(net, shape.window // 2).eval()
    windows = torch.zeros((2, shape.window), dtype=torch.int64)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            asked, (windows,), whole, input_names=["ids"], output_names=["scores"], external_data=False,
            dynamic_shapes=({0: torch.export.Dim("windows", min=1, max=4096)},),
        )  # fmt: skip
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
    return shape


@dataclass(frozen=True)
class Rows:
    """Guesses worth judging: what the logistic weighs of each, whether it is right, and the fold of its sentence."""

    columns: Any
    labels: Any
    fold: Any


def rows(speller: Speller, judge: neural.Judge, pairs: Sequence[tuple[str, str]], fold: int) -> Rows:
    """The guesses of ``speller`` in ``pairs`` (wrong, right), each sentence read for itself."""
    found, labels = [], []
    for pair in pairs:
        one = examples.labelled(speller.model, speller.tokens, [pair])
        if not len(one.made.at):
            continue
        believed = trees.probability(speller.model.arrays, one.made.features)
        worth = np.flatnonzero(believed >= neural.FLOOR)
        if len(worth):
            odds = np.log(believed[worth] / (1 - believed[worth]))
            found.append(neural.columns(odds, judge.measures(one.ids, one.made, worth), one.made.size[worth]))
            labels.append(one.labels[worth])
    columns, right = np.concatenate(found), np.concatenate(labels)
    kept = ~np.isnan(columns).any(axis=1)
    return Rows(columns[kept], right[kept], np.full(int(kept.sum()), fold))


def logistic(columns: Any, labels: Any) -> Any:
    """The factors of a logistic regression with a ridge, by Newton's method."""
    factors = np.zeros(columns.shape[1])
    factors[1] = 1.0
    ridge = _RIDGE * np.eye(len(factors))
    for _ in range(_ROUNDS):
        believed = 1 / (1 + np.exp(-columns @ factors))
        slope = columns.T @ (believed - labels) + ridge @ factors
        curve = (columns * (believed * (1 - believed))[:, None]).T @ columns + ridge
        factors -= np.linalg.solve(curve, slope)
    return factors


def write(bare: Path, about: dict[str, Any], path: Path) -> None:
    """Store the weights at ``bare`` with the header ``about``."""
    model = onnx.load(bare)
    onnx.helper.set_model_props(model, {"about": json.dumps(about, sort_keys=True)})
    path.write_bytes(lzma.compress(model.SerializeToString(), preset=9))


def main() -> None:
    """Parse the command line and make the judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("out", "weights"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    out: Path = given.out
    folded = json.loads((out / "folds.json").read_text())
    right, spoiled = json.loads((out / "odd-right.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.onnx"
        about = {**asdict(export(given.weights, bare)), "trees": neural.TREES, "factors": [], "thresholds": {}}
        write(bare, about, out / "unfitted.onnx.xz")
        asked = neural.load(out / "unfitted.onnx.xz")
        (out / "unfitted.onnx.xz").unlink()
        spellers = [spelling.load(out / f"fold-{number}.bin") for number in range(FOLDS)]
        spellers.append(spelling.load(out / f"{NAME}.bin"))
        clean = [*((line, line) for line in right), *zip(spoiled, right, strict=True)]
        parts = [rows(spellers[_ALL], asked, clean, _CLEAN)]
        for number in range(FOLDS):
            mine = [(wrong, meant) for wrong, meant, fold in folded if fold == number]
            parts.append(rows(spellers[number], asked, mine, number))
        columns, labels, fold = (
            np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__annotations__
        )
        print(f"{len(labels)} guesses judged, {labels.sum()} of them right", flush=True)
        for number in (_ALL, *range(FOLDS)):
            factors = logistic(columns[fold != number], labels[fold != number])
            judge = replace(asked, about={**about, "factors": factors.tolist()})
            chosen = chosen_thresholds(replace(spellers[number], judge=judge), right)
            name = neural.WEIGHTS if number == _ALL else f"fold-{number}.onnx.xz"
            write(bare, {**judge.about, "thresholds": chosen}, out / name)
            print(name, factors.round(2).tolist(), chosen, flush=True)


if __name__ == "__main__":
    main()
