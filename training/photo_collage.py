"""Learn the weights of the cut scorer (src/qishan_lint/photo/data/cuts.json) from labelled sets.

    python training/photo_collage.py extract SET... --out strips.npz
    python training/photo_collage.py fit --folds strips0.npz strips1.npz ... --out FOLDER

A SET is a folder with labels.csv (docs/photos.md). ``extract`` writes the strips and surroundings of every place worth
a look, labelled by the true tile boxes; ``fit`` writes one weights file for each fold, learnt without that fold,
and ``cuts.json``, learnt from all. Needs jax beside the project; seeds are fixed.
"""

from __future__ import annotations

import argparse
import csv
import functools
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from qishan_lint.photo import borders, candidates, cuts, planes, steps

Edge = tuple[int, float, float, float]  # axis (0: vertical cut), position, from, to: in pixels
Row = tuple[np.ndarray, np.ndarray, np.ndarray, int, int]  # strip, coarse strip, surroundings, label, kind
FULL, SUB, PARTIAL = 0, 1, 2


def edges(row: dict[str, str], size: tuple[int, int]) -> list[Edge]:
    """The inner tile edges of a labelled picture, in its pixels."""
    found = set()
    for cell in row["cells"].split():
        x0, y0, x1, y1 = (float(value) for value in cell.split(","))
        found |= {(0, x, y0, y1) for x in (x0, x1) if 0.004 < x < 0.996}
        found |= {(1, y, x0, x1) for y in (y0, y1) if 0.004 < y < 0.996}
    return [(a, p * size[a], b * size[1 - a], c * size[1 - a]) for a, p, b, c in found]


def shifted(found: list[Edge], left: int, top: int) -> list[Edge]:
    """The same edges seen from a crop whose corner is (left, top)."""
    move = (left, top)
    return [(a, p - move[a], b - move[1 - a], c - move[1 - a]) for a, p, b, c in found]


def covered(found: list[Edge], axis: int, x: int, low: float, high: float, slack: float) -> float:
    """How much of the stretch low..high of a cut at x is a true edge: 0 none, 1 all."""
    near = sorted((max(b, low), min(c, high)) for a, p, b, c in found if a == axis and abs(p - x) <= slack)
    total, at = 0.0, low
    for start, end in near:
        total += max(0.0, end - max(start, at))
        at = max(at, end)
    return total / max(1.0, high - low)


def looked_at(one: cuts.Side, xs: list[int], low: int, high: int) -> Iterator[tuple[int, Any, Any, Any, int, int]]:
    """Each candidate with its strips, surroundings and stretch in pixels."""
    height = one.view.shape[1]
    top, bottom = height * low // steps.BANDS, height * high // steps.BANDS
    for x in xs:
        yield (x, candidates.strip(one.view, x, top, bottom), candidates.coarse_strip(one.flat, x, top, bottom),
               candidates.context(one.votes, x, height, low, high), top, bottom)


def rows_of(pixels: Any, found: list[Edge], slack: float, rng: random.Random, *, deep: bool = True) -> Iterator[Row]:
    """All training rows of one picture without bars."""
    height, width = pixels.shape[1:]
    if min(height, width) < planes.SMALLEST:
        return
    for axis in (0, 1):
        one = cuts.side(pixels, axis)
        view, votes = one.view, one.votes
        work = [(FULL if deep else SUB, 0, steps.BANDS, candidates.find(votes)[:4])]
        for _ in range(2 if deep else 0):
            length = rng.randint(7, 18)
            low = rng.choice((0, steps.BANDS - length, rng.randint(0, steps.BANDS - length)))
            work.append((PARTIAL, low, low + length, candidates.find(votes, low, low + length, 2)))
        for a, p, b, c in found if deep else []:
            if a == axis and 9 < p < view.shape[2] - 9 and c - b < view.shape[1] * 0.98:
                low = max(0, round(b / view.shape[1] * steps.BANDS))
                high = min(steps.BANDS, round(c / view.shape[1] * steps.BANDS))
                if high - low >= 3:
                    near = [x for x in candidates.find(votes, low, high, 8) if abs(x - p) <= slack]
                    work.append((PARTIAL, low, high, near[:1]))
        for kind, low, high, xs in work:
            for x, strip, coarse, surroundings, top, bottom in looked_at(one, xs, low, high):
                share = covered(found, axis, x, top, bottom, slack)
                wide = covered(found, axis, x, 0, view.shape[1], slack + 4)
                if share > 0.93 or (wide < 0.03 and share == 0):
                    yield strip, coarse, surroundings, int(share > 0.93), kind
    if not deep:
        return
    for _ in range(2):
        axis = rng.randint(0, 1)
        ends = [p for a, p, b, c in found if a == axis and c - b > 0.98 * (height, width)[axis]]
        extent = (width, height)[axis]
        at = int(rng.choice(ends)) if ends else int(extent * rng.uniform(0.3, 0.7))
        start, end = rng.choice(((0, at - int(slack)), (at + int(slack), extent)))
        if end - start < planes.SMALLEST:
            continue
        part = pixels[:, :, start:end] if axis == 0 else pixels[:, start:end, :]
        moved = shifted(found, start if axis == 0 else 0, start if axis == 1 else 0)
        yield from rows_of(part, moved, slack, rng, deep=False)


def rows_of_file(folder: Path, row: dict[str, str], rng: random.Random) -> Iterator[Row]:
    """All training rows of one file of a labelled set, bars taken off; side fills are not used."""
    if row["layout"] == "blurfill":
        return
    with Image.open(folder / row["file"]) as image:
        pixels = planes.planes(image.convert("RGB"))
    if min(pixels.shape[1:]) < planes.SMALLEST:
        return
    bars = borders.bars(steps.votes(pixels), steps.votes(planes.transposed(pixels)))
    found = shifted(edges(row, (pixels.shape[2], pixels.shape[1])), bars.left, bars.top)
    slack = int(row["gutter"] or 0) * float(row["post_scale"] or 1) / 2 + 2.5
    pixels = planes.inside(pixels, bars)
    yield from rows_of(pixels, found, slack, rng)
    for _ in range(3 if row["layout"] == "single" else 0):
        height, width = (int(extent * rng.uniform(0.45, 0.92)) for extent in pixels.shape[1:])
        y, x = rng.randint(0, pixels.shape[1] - height), rng.randint(0, pixels.shape[2] - width)
        crop = pixels[:, y : y + height, x : x + width]
        if rng.random() < 0.5:
            share = rng.uniform(0.6, 0.95)
            image = Image.fromarray(np.ascontiguousarray(crop.transpose(1, 2, 0)))
            size = (max(64, int(width * share)), max(64, int(height * share)))
            crop = planes.planes(image.resize(size, Image.Resampling.BILINEAR))
        for strip, coarse, surroundings, label, kind in rows_of(crop, [], slack, rng):
            if kind == FULL:
                yield strip, coarse, surroundings, label, kind


def extract(sets: list[Path], out: Path) -> None:
    """Write the rows of all pictures of ``sets``."""
    rng, rows, owners = random.Random(7), [], []
    for folder in sets:
        with (folder / "labels.csv").open(encoding="utf-8") as stream:
            for index, row in enumerate(csv.DictReader(stream)):
                mine = list(rows_of_file(folder, row, rng))
                rows += mine
                owners += [index + 100_000 * sets.index(folder)] * len(mine)
    strips, coarse, surroundings, labels, kinds = zip(*rows, strict=True)
    np.savez(out, strips=np.stack(strips), coarse=np.stack(coarse), context=np.stack(surroundings), owners=np.array(owners),
             labels=np.array(labels, np.int8), kinds=np.array(kinds, np.int8))
    print(out, len(rows), "rows,", int(np.sum(labels)), "cuts")


HIDDEN, MIXED, FAR, FAR_MIXED, BLOCK, HEAD = 32, 24, 24, 16, 16, 24
INPUTS = (candidates.COLUMNS - 1) * 3 + 4


def start(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Random weights, scaled by the number of inputs."""
    shapes = {"w1": (3 * INPUTS, HIDDEN), "w2": (HIDDEN, MIXED), "w3": (2 * MIXED + 2 * FAR_MIXED, BLOCK), "w6": (3 * INPUTS, FAR), "w7": (FAR, FAR_MIXED),
              "w4": (2 * BLOCK + candidates.BLOCKS + 16, HEAD), "w5": (HEAD, 1)}
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
            w, m, v, value = step(w, m, v, float(t), rate, (*both, context, data["labels"][pick].astype(np.float32), weight))
            losses.append(float(value))
        logits = scores(w, data)
        settled = ((logits < -4) & (data["labels"] == 0)).astype(np.float32)
        print(f"epoch {epoch} loss {np.mean(losses):.4f} settled {settled.mean():.2f} {time.time() - began:.0f} s", flush=True)
    return {k: np.asarray(x) for k, x in w.items()}


def scores(w: dict[str, Any], data: dict[str, np.ndarray]) -> np.ndarray:
    """The logit of every row."""
    score, _ = program()
    size = 2048
    keys = ("strips", "coarse", "context")
    parts = [np.asarray(score(w, *(data[key][i : i + size] for key in keys)))
             for i in range(0, len(data["labels"]), size)]
    return np.concatenate(parts)


def joined(files: list[Path]) -> dict[str, np.ndarray]:
    """The rows of several folds, without 6 in 10 of the partial negatives; whole cuts weigh more than stretches."""
    loaded = [np.load(file) for file in files]
    rng = np.random.default_rng(11)
    kept = [(one["kinds"] == FULL) | (one["labels"] == 1) | (rng.random(len(one["labels"])) < 0.4) for one in loaded]
    data = {k: np.concatenate([one[k][keep] for one, keep in zip(loaded, kept, strict=True)])
            for k in ("strips", "coarse", "context", "labels", "kinds")}
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
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("extract")
    one.add_argument("sets", nargs="+", type=Path)
    one.add_argument("--out", required=True, type=Path)
    two = commands.add_parser("fit")
    two.add_argument("--folds", nargs="+", type=Path, required=True)
    two.add_argument("--out", type=Path, required=True)
    two.add_argument("--epochs", type=int, default=8)
    two.add_argument("--only", type=int, default=None, help="this fold alone (-1: the final weights)")
    args = parser.parse_args()
    if args.command == "extract":
        extract(args.sets, args.out)
        return
    args.out.mkdir(parents=True, exist_ok=True)
    for fold in [*range(len(args.folds)), -1]:
        if args.only is not None and fold != args.only:
            continue
        files = [file for index, file in enumerate(args.folds) if index != fold]
        data = joined(files)
        name = "cuts.json" if fold < 0 else f"cuts.{fold}.json"
        print(name, len(data["labels"]), "rows", flush=True)
        weights = fit(data, args.epochs, seed=fold + 1)
        about = {"rows": len(data["labels"]), "cuts": int(data["labels"].sum()), "epochs": args.epochs,
                 "script": "training/photo_collage.py", "photos": "BSDS500, imagenet-sample-images, "
                 "deep-photo-styletransfer inputs, CamVid, OpenSfM lund, SceauxCastle, Image-Stitching (none is included)"}
        save(weights, args.out / name, about)


if __name__ == "__main__":
    main()
