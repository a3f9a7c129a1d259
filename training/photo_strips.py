"""Rows to learn from: every place worth a look in the pictures of labelled sets, labelled by the true tile boxes.

    python training/photo_strips.py SET... --out strips.npz

A SET is a folder with labels.csv (docs/photos.md). Seeds are fixed: the same sets give the same rows.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterable, Iterator
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
        yield (
            x,
            candidates.strip(one.view, x, top, bottom),
            candidates.coarse_strip(one.flat, x, top, bottom),
            candidates.context(one.votes, x, height, low, high),
            top,
            bottom,
        )


Work = tuple[int, int, int, list[int]]  # kind, bands from .. to, columns


def stretches(one: cuts.Side, found: list[Edge], slack: float, rng: random.Random) -> Iterator[Work]:
    """Stretches of columns to learn from: some at random, and the true edges that end inside the picture."""
    height, width = one.view.shape[1:]
    for _ in range(2):
        length = rng.randint(7, 18)
        low = rng.choice((0, steps.BANDS - length, rng.randint(0, steps.BANDS - length)))
        yield PARTIAL, low, low + length, candidates.find(one.votes, low, low + length, 2)
    for axis, at, start, end in found:
        low = max(0, round(start / height * steps.BANDS))
        high = min(steps.BANDS, round(end / height * steps.BANDS))
        ends_inside = axis == one.axis and 9 < at < width - 9 and end - start < height * 0.98
        if ends_inside and high - low >= 3:
            near = [x for x in candidates.find(one.votes, low, high, 8) if abs(x - at) <= slack]
            yield PARTIAL, low, high, near[:1]


def labelled(one: cuts.Side, work: Iterable[Work], found: list[Edge], slack: float) -> Iterator[Row]:
    """The rows of the work on one side; places that are a true edge only in part, or lie beside one, are left out."""
    for kind, low, high, xs in work:
        for x, strip, coarse, surroundings, top, bottom in looked_at(one, xs, low, high):
            share = covered(found, one.axis, x, top, bottom, slack)
            wide = covered(found, one.axis, x, 0, one.view.shape[1], slack + 4)
            if share > 0.93 or (wide < 0.03 and share == 0):
                yield strip, coarse, surroundings, int(share > 0.93), kind


def part_of(pixels: Any, found: list[Edge], slack: float, rng: random.Random) -> tuple[Any, list[Edge]]:
    """One side of a true through cut, or of a random one where there is none, with its edges."""
    axis = rng.randint(0, 1)
    extent, length = pixels.shape[2 - axis], pixels.shape[1 + axis]
    ends = [at for a, at, start, end in found if a == axis and end - start > 0.98 * length]
    at = int(rng.choice(ends)) if ends else int(extent * rng.uniform(0.3, 0.7))
    start, end = rng.choice(((0, at - int(slack)), (at + int(slack), extent)))
    part = pixels[:, :, start:end] if axis == 0 else pixels[:, start:end, :]
    return part, shifted(found, start if axis == 0 else 0, start if axis == 1 else 0)


def rows_of(pixels: Any, found: list[Edge], slack: float, rng: random.Random) -> Iterator[Row]:
    """All training rows of one picture without bars, and of parts of it."""
    if min(pixels.shape[1:]) < planes.SMALLEST:
        return
    for axis in (0, 1):
        one = cuts.side(pixels, axis)
        through = (FULL, 0, steps.BANDS, candidates.find(one.votes)[:4])
        yield from labelled(one, (through, *stretches(one, found, slack, rng)), found, slack)
    for _ in range(2):
        part, moved = part_of(pixels, found, slack, rng)
        if min(part.shape[1:]) >= planes.SMALLEST:
            for one in (cuts.side(part, 0), cuts.side(part, 1)):
                work = (SUB, 0, steps.BANDS, candidates.find(one.votes)[:4])
                yield from labelled(one, (work,), moved, slack)


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
        yield from (one for one in rows_of(_crop(pixels, rng), [], slack, rng) if one[-1] == FULL)


def _crop(pixels: Any, rng: random.Random) -> Any:
    """A random part of the picture, half of the times made smaller: more singles, cut by other columns."""
    height, width = (int(extent * rng.uniform(0.45, 0.92)) for extent in pixels.shape[1:])
    y, x = rng.randint(0, pixels.shape[1] - height), rng.randint(0, pixels.shape[2] - width)
    crop = pixels[:, y : y + height, x : x + width]
    if rng.random() >= 0.5:
        return crop
    share = rng.uniform(0.6, 0.95)
    image = Image.fromarray(np.ascontiguousarray(crop.transpose(1, 2, 0)))
    size = (max(64, int(width * share)), max(64, int(height * share)))
    return planes.planes(image.resize(size, Image.Resampling.BILINEAR))


def extract(sets: list[Path], out: Path) -> None:
    """Write the rows of all pictures of ``sets``."""
    rng, rows = random.Random(7), []
    for folder in sets:
        with (folder / "labels.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                rows += rows_of_file(folder, row, rng)
    strips, coarse, surroundings, labels, kinds = zip(*rows, strict=True)
    small = {"labels": np.array(labels, np.int8), "kinds": np.array(kinds, np.int8)}
    np.savez(out, strips=np.stack(strips), coarse=np.stack(coarse), context=np.stack(surroundings), **small)
    print(out, len(rows), "rows,", int(np.sum(labels)), "cuts")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    args = parser.parse_args()
    extract(args.sets, args.out)


if __name__ == "__main__":
    main()
