"""Learn the weights of the cut scorer (src/qishan_lint/photo/data/cuts.json) from rows of training/photo_strips.py.

    python training/photo_collage.py strips0.npz strips1.npz ... --out FOLDER

writes one weights file for each fold, learnt without that fold, and ``cuts.json``, learnt from all. Needs jax beside
the project. Seeds are fixed; another processor may still differ in the last digits.
"""

from __future__ import annotations

import argparse
import functools
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from qishan_lint.photo import candidates

FULL = 0
"""The kind of row that is a cut right through the picture."""

SOURCES = {
    "script": "training/photo_collage.py",
    "photos": "BSDS500, imagenet-sample-images, deep-photo-styletransfer inputs, CamVid, OpenSfM lund, SceauxCastle, "
    "Image-Stitching; none of them is included",
}

HIDDEN, MIXED, FAR, FAR_MIXED, BLOCK, HEAD = 32, 24, 24, 16, 16, 24
INPUTS = (candidates.COLUMNS - 1) * 3 + 4


def start(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Random weights, scaled by the number of inputs."""
    shapes = {
        "w1": (3 * INPUTS, HIDDEN),
        "w2": (HIDDEN, MIXED),
        "w6": (3 * INPUTS, FAR),
        "w7": (FAR, FAR_MIXED),
        "w3": (2 * MIXED + 2 * FAR_MIXED, BLOCK),
        "w4": (2 * BLOCK + candidates.BLOCKS + 16, HEAD),
        "w5": (HEAD, 1),
    }
    weights = {k: rng.normal(0, (2 / s[0]) ** 0.5, s).astype(np.float32) for k, s in shapes.items()}
    return weights | {f"b{k[1]}": np.zeros(s[1], np.float32) for k, s in shapes.items()}


@functools.cache
def program() -> tuple[Any, Any]:
    """The scorer in jax (the same as qishan_lint.photo.scorer) and one step of Adam on it."""
    import jax
    import jax.numpy as jnp

    def inputs(strips: Any) -> Any:
        values = strips.astype(jnp.float32)
        colours = jnp.stack((values[..., 1], values[..., 0] - values[..., 1], values[..., 2] - values[..., 1]), -1)
        across = colours[..., 1:, :] - colours[..., :-1, :]
        across = across.reshape(*across.shape[:3], -1)
        grey = values.mean(-1)
        groups = grey.reshape(*grey.shape[:3], 4, candidates.COLUMNS // 4).mean(-1)
        down = jnp.diff(groups, axis=2, prepend=groups[:, :, :1])
        both = jnp.concatenate((across, down), -1)
        return jnp.sign(both) * jnp.log2(1 + jnp.abs(both)) / 4

    def seen(w: Any, strips: Any, first: str, second: str, apart: int) -> Any:
        x = inputs(strips)
        windows = jnp.concatenate((x[:, :, 0:-2:apart], x[:, :, 1:-1:apart], x[:, :, 2::apart]), -1)
        h = jax.nn.relu(windows @ w["w" + first] + w["b" + first])
        h = jax.nn.relu(h @ w["w" + second] + w["b" + second])
        return jnp.concatenate((h.mean(2), h.max(2)), -1)

    def score(w: Any, strips: Any, coarse: Any, surroundings: Any) -> Any:
        h = jnp.concatenate((seen(w, strips, "1", "2", 2), seen(w, coarse, "6", "7", 1)), -1)
        h = jax.nn.relu(h @ w["w3"] + w["b3"])
        evidence = jnp.sort(h[..., 0] - h[..., 1], axis=-1)
        h = jnp.concatenate((h.mean(1), h.min(1), evidence, surroundings), -1)
        h = jax.nn.relu(h @ w["w4"] + w["b4"])
        return (h @ w["w5"] + w["b5"])[..., 0]

    def loss(w: Any, batch: Any) -> Any:
        logits = score(w, batch[0], batch[1], batch[2])
        losses = jnp.logaddexp(0, logits) - batch[3] * logits
        decay = sum((w[k] ** 2).sum() for k in w if k[0] == "w")
        return (losses * batch[4]).mean() + 1e-5 * decay

    @jax.jit
    def step(w: Any, m: Any, v: Any, t: Any, rate: Any, batch: Any) -> Any:
        value, g = jax.value_and_grad(loss)(w, batch)
        m = {k: 0.9 * m[k] + 0.1 * g[k] for k in w}
        v = {k: 0.99 * v[k] + 0.01 * g[k] ** 2 for k in w}
        w = {k: w[k] - rate * (m[k] / (1 - 0.9**t)) / (jnp.sqrt(v[k] / (1 - 0.99**t)) + 1e-7) for k in w}
        return w, m, v, value

    return jax.jit(score), step


def mirrored(context: np.ndarray) -> np.ndarray:
    """The surroundings of the strip mirrored across: what is said of left and right changes places."""
    order = list(range(context.shape[1]))
    order[7], order[8], order[9], order[10] = 8, 7, 10, 9
    return context[:, order]


def fit(data: dict[str, np.ndarray], epochs: int, seed: int) -> dict[str, np.ndarray]:
    """Weights learnt from ``data``; after each epoch the negatives that are long settled are shown less often."""
    _, step = program()
    rng = np.random.default_rng(seed)
    w = start(rng)
    m, v = ({k: np.zeros_like(x) for k, x in w.items()} for _ in range(2))
    count = len(data["labels"])
    settled = np.zeros(count, np.float32)
    t = 0
    for epoch in range(epochs):
        began = time.time()
        shown = np.flatnonzero(rng.random(count) > 0.75 * settled)
        rng.shuffle(shown)
        losses = []
        for at in range(0, len(shown) - 255, 256):
            pick = shown[at : at + 256]
            both, context = [data["strips"][pick], data["coarse"][pick]], data["context"][pick]
            if rng.random() < 0.5:
                both, context = [one[:, :, :, ::-1] for one in both], mirrored(context)
            if rng.random() < 0.5:
                both = [one[:, ::-1, ::-1] for one in both]
            if rng.random() < 0.3:
                order = rng.permutation(3)
                both = [one[..., order] for one in both]
            weight = data["weight"][pick] * (1 + 3 * settled[pick] * (data["labels"][pick] == 0))
            t += 1
            rate = 3e-3 * min(1, t / 100) * (0.5 + 0.5 * np.cos(np.pi * epoch / epochs))
            batch = (*both, context, data["labels"][pick].astype(np.float32), weight)
            w, m, v, value = step(w, m, v, float(t), rate, batch)
            losses.append(float(value))
        logits = scores(w, data)
        settled = ((logits < -4) & (data["labels"] == 0)).astype(np.float32)
        done = f"settled {settled.mean():.2f} {time.time() - began:.0f} s"
        print(f"epoch {epoch} loss {np.mean(losses):.4f} {done}", flush=True)
    return {k: np.asarray(x) for k, x in w.items()}


def scores(w: dict[str, Any], data: dict[str, np.ndarray]) -> np.ndarray:
    """The logit of every row."""
    score, _ = program()
    size = 2048
    keys = ("strips", "coarse", "context")
    parts = [
        np.asarray(score(w, *(data[key][i : i + size] for key in keys))) for i in range(0, len(data["labels"]), size)
    ]
    return np.concatenate(parts)


def joined(files: list[Path]) -> dict[str, np.ndarray]:
    """The rows of several folds, without 6 in 10 of the partial negatives; whole cuts weigh more than stretches."""
    loaded = [np.load(file) for file in files]
    rng = np.random.default_rng(11)
    kept = [(one["kinds"] == FULL) | (one["labels"] == 1) | (rng.random(len(one["labels"])) < 0.4) for one in loaded]
    data = {
        k: np.concatenate([one[k][keep] for one, keep in zip(loaded, kept, strict=True)])
        for k in ("strips", "coarse", "context", "labels", "kinds")
    }
    data["weight"] = np.array((1.0, 0.6, 0.4), np.float32)[data["kinds"]]
    return data


def save(w: dict[str, np.ndarray], path: Path, provenance: dict[str, Any]) -> None:
    """Write weights, rounded to four significant digits, with where they come from."""
    rounded = {k: [float(f"{x:.4g}") for x in v.ravel().tolist()] for k, v in w.items()}
    shapes = {k: list(v.shape) for k, v in w.items()}
    path.write_text(json.dumps({"provenance": provenance, "shapes": shapes, "weights": rounded}), encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folds", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--only", type=int, default=None, help="this fold alone (-1: the final weights)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for fold in [*range(len(args.folds)), -1] if args.only is None else [args.only]:
        data = joined([file for index, file in enumerate(args.folds) if index != fold])
        name = "cuts.json" if fold < 0 else f"cuts.{fold}.json"
        print(name, len(data["labels"]), "rows", flush=True)
        about = {"rows": len(data["labels"]), "cuts": int(data["labels"].sum()), "epochs": args.epochs, **SOURCES}
        save(fit(data, args.epochs, seed=fold + 1), args.out / name, about)


if __name__ == "__main__":
    main()
