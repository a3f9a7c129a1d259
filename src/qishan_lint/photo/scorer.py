"""How sure it is that two pictures meet along a cut: a small network over the strip of pixels on both sides.

Each row of a strip is seen as differences across the cut (brightness and two colours) and along it; three
neighbouring rows go through two layers, whose means and maxima give evidence for each block of the strip. The last
layers weigh the sorted evidence, so that a cut must show along its whole length, together with the surroundings.
Trained by training/photo_collage.py; the provenance of the weights stands in data/cuts.json.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qishan_lint.photo.steps import Floats, Pixels

    Weights = Mapping[str, Floats]


def parse(text: str) -> Weights:
    """The weights in a data file's ``text``."""
    import numpy as np

    data = json.loads(text)
    return {k: np.array(v, np.float32).reshape(data["shapes"][k]) for k, v in data["weights"].items()}


@functools.cache
def weights() -> Weights:
    """The weights that ship with the tool."""
    return parse(files("qishan_lint.photo").joinpath("data/cuts.json").read_text(encoding="utf-8"))


@functools.cache
def _compressed() -> Floats:
    """sign(d) log2(1 + |d|) / 4 for differences d = -1020 .. 1020 in quarters, by index 4 d + 2040."""
    import numpy as np

    difference = np.arange(-2040, 2041, dtype=np.float32) / 4
    return np.asarray(np.sign(difference) * np.log2(1 + np.abs(difference)) / 4, np.float32)


def _inputs(strips: Pixels) -> Floats:
    """Compressed differences: n x blocks x rows x inputs."""
    import numpy as np

    values = strips.astype(np.int16)
    green = values[..., 1]
    colours = np.stack((green, values[..., 0] - green, values[..., 2] - green), -1)
    across = (colours[..., 1:, :] - colours[..., :-1, :]).reshape(*strips.shape[:3], -1)
    groups = values.reshape(*strips.shape[:3], 4, -1).mean(axis=-1, dtype=np.float32)
    down = np.diff(groups, axis=2, prepend=groups[:, :, :1])
    small = np.sign(down) * np.log2(1 + np.abs(down)) / 4
    return np.concatenate((_compressed()[across * 4 + 2040], small), -1)


def _seen(strips: Pixels, w: Weights, layers: str) -> Floats:
    """What the windows of three rows, ``2`` or ``1`` apart by ``layers[2]``, say of each block: means and maxima."""
    import numpy as np

    first, second, apart = layers[0], layers[1], int(layers[2])
    x = _inputs(strips)
    windows = np.concatenate((x[:, :, 0:-2:apart], x[:, :, 1:-1:apart], x[:, :, 2::apart]), -1)
    h = np.maximum(windows @ w["w" + first] + w["b" + first], 0)
    h = np.maximum(h @ w["w" + second] + w["b" + second], 0)
    return np.concatenate((h.mean(2), h.max(2)), -1)


def score(strips: Pixels, coarse: Pixels, surroundings: Floats, w: Weights) -> Floats:
    """The logit for each of n strips (n x blocks x rows x columns x 3), coarse strips and surroundings (n x 16)."""
    import numpy as np

    h = np.concatenate((_seen(strips, w, "122"), _seen(coarse, w, "671")), -1)
    h = np.maximum(h @ w["w3"] + w["b3"], 0)
    evidence = np.sort(h[..., 0] - h[..., 1], axis=-1)
    h = np.concatenate((h.mean(1), h.min(1), evidence, surroundings), -1)
    h = np.maximum(h @ w["w4"] + w["b4"], 0)
    return np.asarray((h @ w["w5"] + w["b5"])[..., 0], np.float32)


def scores(
    strips: Sequence[Pixels], coarse: Sequence[Pixels], surroundings: Sequence[Floats], w: Weights
) -> list[float]:
    """As `score`, for lists; empty for empty ones."""
    import numpy as np

    if not strips:
        return []
    return [float(value) for value in score(np.stack(strips), np.stack(coarse), np.stack(surroundings), w)]
