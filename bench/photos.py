"""Measure the photo checks on labelled sets; the format of a set is told in docs/photos.md.

    python -m bench.photos split PHOTOS OUT --folds 4        links photos into folds, by name (bursts by scene)
    python -m bench.photos build PHOTOS OUT --seed 1         makes a labelled set with bench/collages.py
    python -m bench.photos collages SET... [--weights FILE...]   recall at given false-positive rates
    python -m bench.photos screens FOLDER                    screenshots that fire as collage
    python -m bench.photos duplicates PHOTOS                 recall after changes, false pairs
    python -m bench.photos speed [PHOTO...]                  milliseconds a photo, peak memory

For cross-fitting give as many weights (training/photo_collage.py) as sets: each set is scored by its own.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import yaml
from PIL import Image, ImageDraw

from bench import collages, photo_rates
from qishan_lint.kinds import photo_collage
from qishan_lint.photo import collage, drawing, hashing, loading, looks, nearest, planes, scorer, survey
from qishan_lint.photo.loading import PhotoError

RULES = Path(__file__).parent.parent / "rules" / "photo"


def parameters(rule: str) -> dict[str, Any]:
    """The parameters that the rule ships with."""
    loaded: dict[str, Any] = yaml.safe_load((RULES / f"{rule}.yaml").read_text(encoding="utf-8"))["params"]
    return loaded


def collage_rule() -> photo_collage.Params:
    """The parameters of the rule about collages."""
    return msgspec.convert(parameters("collage"), photo_collage.Params)


def split(photos: Path, out: Path, folds: int) -> None:
    """Link each photo into the fold that its name's hash tells, each burst folder as a whole."""
    for path in sorted(p for p in photos.rglob("*") if p.suffix.lower() in collages.SUFFIXES):
        burst = path.parent.name.startswith("burst")
        name = path.parent.name if burst else path.stem
        fold = hashlib.sha256(name.encode()).digest()[0] % folds
        home = out / str(fold) / (path.parent.name if burst else "")
        home.mkdir(parents=True, exist_ok=True)
        (home / path.name).symlink_to(path.resolve())


def judge(data: bytes, weights: scorer.Weights) -> tuple[collage.Pasted, float]:
    """What is pasted in the photo ``data``, and the share of flat blocks."""
    image, _ = loading.decode(data)
    pixels = planes.planes(image)
    if min(image.size) < planes.SMALLEST:
        return collage.Pasted(), 0.0
    return collage.pasted(pixels, weights), looks.flat_share(looks.grey(pixels))


def scored(folder: Path, weights: scorer.Weights) -> Iterator[photo_rates.Scored]:
    """Every picture of the labelled set in ``folder``."""
    with (folder / "labels.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            label = row | {key: row[key] or "0" for key in ("gutter", "rounded", "post_scale")}
            data = (folder / label["file"]).read_bytes()
            began = time.perf_counter()
            seen, flat = judge(data, weights)
            seconds = time.perf_counter() - began
            yield photo_rates.Scored(label, seen.collage, seen.inset, bool(seen.fill), flat, seconds)


def measure(sets: list[Path], files: list[Path]) -> None:
    """Print the table of rates for the sets together."""
    texts = [file.read_text(encoding="utf-8") for file in files]
    weights = [scorer.parse(text) for text in texts] or [scorer.weights()] * len(sets)
    if len(weights) != len(sets):
        raise SystemExit(f"{len(sets)} sets, but {len(weights)} weights")
    found = [one for folder, own in zip(sets, weights, strict=True) for one in scored(folder, own)]
    rule = collage_rule()
    for line in photo_rates.table(found, lambda one: photo_collage.is_photo(one.collage, one.flat, rule)):
        print(line)
    print(f"{1000 * np.mean([one.seconds for one in found]):.1f} ms a picture, decoding included")


def screens(folder: Path) -> None:
    """Print how many screenshots fire as collage, with and without the gate."""
    rule = collage_rule()
    fired = gated = count = 0
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in collages.SUFFIXES):
        try:
            seen, share = judge(path.read_bytes(), scorer.weights())
        except PhotoError:
            continue
        count += 1
        fired += seen.collage >= rule.likely
        gated += seen.collage >= rule.likely and photo_collage.is_photo(seen.collage, share, rule)
    low, high = photo_rates.wilson(gated, count)
    print(f"{count} screenshots: {fired} fire ungated, {gated} with the gate [{low:.3f}, {high:.3f}]")


def _logo(image: Image.Image) -> Image.Image:
    copy = image.copy()
    ImageDraw.Draw(copy).rectangle((8, 8, max(image.width // 8, 8), max(image.height // 9, 8)), fill="white")
    return copy


def _cropped(*shares: float) -> Callable[[Image.Image], Image.Image]:
    left, top, right, bottom = shares

    def crop(image: Image.Image) -> Image.Image:
        right_edge, bottom_edge = int(image.width * (1 - right)), int(image.height * (1 - bottom))
        return image.crop((int(image.width * left), int(image.height * top), right_edge, bottom_edge))

    return crop


def _recompressed(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(out)


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half size, quality 60": lambda image: _recompressed(image.resize((image.width // 2, image.height // 2)), 60),
    "quality 40": lambda image: _recompressed(image, 40),
    "logo": _logo,
    "crop 5 % all round": _cropped(0.05, 0.05, 0.05, 0.05),
    "crop 3 % all round": _cropped(0.03, 0.03, 0.03, 0.03),
    "crop 5 % on one side": _cropped(0, 0.05, 0, 0),
}


def duplicates(folder: Path) -> None:
    """Print recall after each change, and the pairs of different photos that look the same."""
    radius = int(parameters("duplicate")["distance"])
    paths, known, hits = collages.Shelf.read(folder).photos, [], dict.fromkeys(CHANGES, 0)
    for path in paths:
        image = collages.load(path)
        known.append(hashing.hashes(image))
        for name, change in CHANGES.items():
            hits[name] += _near(hashing.hashes(change(image)), known[-1], radius)
    for name, count in hits.items():
        low, high = photo_rates.wilson(count, len(paths))
        print(f"{name:22} {count}/{len(paths)} = {count / len(paths):.3f} [{low:.3f}, {high:.3f}]")
    owners = [number for number, own in enumerate(known) for _ in own]
    asked = [number for number, own in enumerate(known) if own]
    close = nearest.pairs([own[0] for own in known if own], [value for own in known for value in own], radius)
    pairs = {tuple(sorted((asked[i], owners[j]))) for i, j in close if asked[i] != owners[j]}
    print(f"{len(pairs)} pairs of {len(paths) * (len(paths) - 1) // 2} at distance {radius}")
    for one, other in sorted(pairs)[:20]:
        print("  ", paths[one].name, paths[other].name)


def _near(one: tuple[int, ...], other: tuple[int, ...], radius: int) -> bool:
    return bool(one and other) and any(
        hashing.distance(a, b) <= radius for a, b in [*((one[0], b) for b in other), *((a, other[0]) for a in one)]
    )


def speed(photos: list[Path]) -> None:
    """Print the time of the whole survey of given photos, or of drawn ones of 1 and 12 megapixels."""
    drawn: dict[str, dict[str, str | bool]] = {
        "1 MP JPEG": {"size": "1200x833"},
        "1 MP PNG": {"size": "1200x833", "as": "png"},
        "12 MP JPEG": {"size": "4000x3000"},
        "12 MP progressive JPEG": {"size": "4000x3000", "progressive": True},
    }
    files = {path.name: path.read_bytes() for path in photos}
    files = files or {name: drawing.draw({"draw": "photo", **spec}) for name, spec in drawn.items()}
    for name, data in files.items():
        times = []
        for _ in range(7):
            began = time.process_time()
            survey.survey(data)
            times.append(time.process_time() - began)
        print(f"{name:24} {1000 * sorted(times)[3]:.0f} ms (median of 7, processor time)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("split", "build", "collages", "screens", "duplicates", "speed"))
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--weights", nargs="*", type=Path, default=[])
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-layout", type=int, default=60)
    parser.add_argument("--singles", type=int, default=0, help="0: every photo")
    parser.add_argument("--framed", type=int, default=12, help="framed singles of each kind")
    args = parser.parse_args()
    wanted = {"split": 2, "build": 2, "screens": 1, "duplicates": 1}.get(args.command)
    if wanted is not None and len(args.paths) != wanted:
        parser.error(f"{args.command} takes {wanted} path(s)")
    if args.command == "split":
        split(args.paths[0], args.paths[1], args.folds)
    elif args.command == "build":
        sizes = {"per_layout": args.per_layout, "singles": args.singles, "per_frame": args.framed}
        collages.build(args.paths[0], args.paths[1], seed=args.seed, **sizes)
    elif args.command == "collages":
        measure(args.paths, args.weights)
    else:
        {"screens": lambda: screens(args.paths[0]), "duplicates": lambda: duplicates(args.paths[0]),
         "speed": lambda: speed(args.paths)}[args.command]()  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
