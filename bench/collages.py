"""Labelled collages, framed singles and plain singles, drawn from any folder of photos.

``build(photos, out, ...)`` writes pictures and ``labels.csv`` (format: docs/photos.md). A sub-folder whose name starts
with ``burst`` holds frames of one scene. The same seed, folder and Pillow version give the same bytes.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Cell = tuple[float, float, float, float]
SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp"))
MAX_SIDE = 1400
ASPECTS = {"row": (1.2, 3.6), "column": (0.4, 1.1), "strip": (0.25, 0.5)}


@dataclass
class Label:
    """One line of labels.csv. ``cells`` are tile boxes as fractions of the picture, gutters included."""

    file: str = ""
    label: int = 0
    layout: str = "single"
    n: int = 1
    gutter: int = 0
    border: int = 0
    rounded: int = 0
    mode: str = ""
    post_scale: float = 1.0
    quality: int = 0
    double: int = 0
    width: int = 0
    height: int = 0
    cells: str = ""
    sources: str = ""


def _split(cell: Cell, vertical: bool, parts: list[float]) -> list[Cell]:
    x0, y0, x1, y1 = cell
    edges = [0.0]
    for part in parts:
        edges.append(edges[-1] + part / sum(parts))
    edges[-1] = 1.0
    if vertical:
        return [(x0 + a * (x1 - x0), y0, x0 + b * (x1 - x0), y1) for a, b in pairwise(edges)]
    return [(x0, y0 + a * (y1 - y0), x1, y0 + b * (y1 - y0)) for a, b in pairwise(edges)]


WHOLE: Cell = (0.0, 0.0, 1.0, 1.0)


def _grid(columns: int, rows: int) -> list[Cell]:
    return [cell for row in _split(WHOLE, False, [1] * rows) for cell in _split(row, True, [1] * columns)]


def _uneven(rng: random.Random) -> list[Cell]:
    share = rng.uniform(0.22, 0.78)
    return _split(WHOLE, rng.random() < 0.55, [share, 1 - share])


def _big_and_small(rng: random.Random) -> list[Cell]:
    vertical, count, share = rng.random() < 0.5, rng.choice((2, 2, 3, 4)), rng.uniform(0.5, 0.78)
    parts = [share, 1 - share]
    if rng.random() < 0.5:
        parts.reverse()
    cells = _split(WHOLE, vertical, parts)
    small = cells.pop(parts.index(min(parts)))
    return cells + _split(small, not vertical, [1] * count)


def _nested(rng: random.Random) -> list[Cell]:
    cells, count = [WHOLE], rng.randint(3, 7)
    while len(cells) < count:
        largest = max(cells, key=lambda c: (c[2] - c[0]) * (c[3] - c[1]))
        cells.remove(largest)
        wide = (largest[2] - largest[0]) * rng.uniform(0.9, 1.7) > largest[3] - largest[1]
        share = rng.uniform(0.33, 0.67)
        cells += _split(largest, wide, [share, 1 - share])
    return cells


def _pinwheel(rng: random.Random) -> list[Cell]:
    a, b, c, d = (rng.uniform(0.28, 0.42), rng.uniform(0.58, 0.72), rng.uniform(0.28, 0.42), rng.uniform(0.58, 0.72))
    cells = [(0, 0, b, c), (b, 0, 1, d), (a, d, 1, 1), (0, c, a, 1), (a, c, b, d)]
    return [(1 - x1, y0, 1 - x0, y1) for x0, y0, x1, y1 in cells] if rng.random() < 0.5 else cells


LAYOUTS: dict[str, Callable[[random.Random], list[Cell]]] = {
    "h2": lambda _: _grid(2, 1),
    "v2": lambda _: _grid(1, 2),
    "h3": lambda _: _grid(3, 1),
    "v3": lambda _: _grid(1, 3),
    "g22": lambda _: _grid(2, 2),
    "g33": lambda _: _grid(3, 3),
    "uneven2": _uneven,
    "big_small": _big_and_small,
    "random": _nested,
    "strip": lambda rng: _grid(1, rng.randint(4, 6)),
    "pinwheel": _pinwheel,
    "pip": lambda _: [WHOLE],
}
SHAPES = {"h2": "row", "h3": "row", "v2": "column", "v3": "column", "strip": "strip"}
FRAMES = ("letterbox", "pillarbox", "frame", "caption", "overlay_bar", "blurfill")


@dataclass
class Shelf:
    """The photos to draw from, and the frames of each scene."""

    photos: list[Path]
    scenes: list[list[Path]] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> Shelf:
        """All photos below ``folder``, sorted."""
        photos: list[Path] = []
        scenes: dict[Path, list[Path]] = {}
        for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
            home = scenes.setdefault(path.parent, []) if path.parent.name.startswith("burst") else photos
            home.append(path)
        return cls(photos, [frames for frames in scenes.values() if len(frames) > 1])


def load(path: Path) -> Image.Image:
    """The upright RGB picture at ``path``, at most MAX_SIDE long."""
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return upright


def _jitter(image: Image.Image, rng: random.Random) -> Image.Image:
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = enhance(image).enhance(rng.uniform(0.82, 1.18))
    return image


def _crop(image: Image.Image, rng: random.Random) -> Image.Image:
    share = rng.uniform(0.55, 0.92)
    width, height = int(image.width * share), int(image.height * share)
    x, y = rng.randint(0, image.width - width), rng.randint(0, image.height - height)
    return image.crop((x, y, x + width, y + height))


def _tiles(count: int, shelf: Shelf, rng: random.Random) -> tuple[str, list[Path], list[Image.Image]]:
    mode = rng.choices(("unrelated", "exposure", "burst", "crops"), (50, 15, 20, 15))[0]
    if mode == "burst" and not shelf.scenes:
        mode = "unrelated"
    if mode == "burst":
        scene = rng.choice(shelf.scenes)
        names = rng.sample(scene, count) if len(scene) >= count else rng.choices(scene, k=count)
    elif mode == "crops":
        names = [rng.choice(shelf.photos)] * count
    else:
        names = rng.choices(shelf.photos, k=count)
    images = [load(names[0])] * count if mode == "crops" else [load(name) for name in names]
    if mode == "crops":
        images = [_jitter(_crop(image, rng), rng) if i else _crop(image, rng) for i, image in enumerate(images)]
    elif mode == "exposure":
        images = [_jitter(image, rng) for image in images]
    return mode, names, images


def _canvas_size(cells: list[Cell], images: list[Image.Image], aspect: float, rng: random.Random) -> tuple[int, int]:
    """As large as the tiles allow without enlarging any, between about 300 and 1300 pixels wide."""
    width = rng.randint(560, 1300)
    while width > 320:
        height = width / aspect
        if all(
            i.width >= (c[2] - c[0]) * width and i.height >= (c[3] - c[1]) * height
            for i, c in zip(images, cells, strict=True)
        ):
            break
        width = int(width * 0.92)
    return width, int(width / aspect)


def _paste(
    canvas: Image.Image, image: Image.Image, box: tuple[int, int, int, int], radius: int, rng: random.Random
) -> None:
    size = (box[2] - box[0], box[3] - box[1])
    if min(size) < 12:
        return
    tile = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.8)))
    mask = None
    if radius:
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    canvas.paste(tile, box[:2], mask)


def _colour(rng: random.Random) -> tuple[int, int, int]:
    free = (rng.randint(0, 255), rng.randint(0, 255), rng.randint(0, 255))
    return rng.choices(((255, 255, 255), (0, 0, 0), free, (240, 240, 240)), (60, 15, 15, 10))[0]


def collage(layout: str, shelf: Shelf, rng: random.Random) -> tuple[Image.Image, Label]:
    """One collage of the given layout and its label."""
    cells = LAYOUTS[layout](rng)
    mode, names, images = _tiles(len(cells) + (layout == "pip"), shelf, rng)
    gutter = 0 if rng.random() < 0.5 else rng.choice((1, 2, 3, 4, 5, 6, 8, 10, 14, 20))
    border = gutter if gutter and rng.random() < 0.5 else 0
    radius = rng.randint(5, 26) if gutter and rng.random() < 0.2 else 0
    aspect = rng.uniform(*ASPECTS.get(SHAPES.get(layout, ""), (0.75, 1.8)))
    width, height = _canvas_size(cells, images[: len(cells)], aspect, rng)
    colour = _colour(rng)
    canvas = Image.new("RGB", (width, height), colour)
    for image, (x0, y0, x1, y1) in zip(images, cells, strict=False):
        box = (
            round(x0 * width) + (border if x0 <= 0 else (gutter + 1) // 2),
            round(y0 * height) + (border if y0 <= 0 else (gutter + 1) // 2),
            round(x1 * width) - (border if x1 >= 0.999 else gutter // 2),
            round(y1 * height) - (border if y1 >= 0.999 else gutter // 2),
        )
        _paste(canvas, image, box, radius, rng)
    if layout == "pip":
        cells = [WHOLE, _inset(canvas, images[-1], colour, rng)]
    label = Label(label=1, layout=layout, n=len(images), gutter=gutter, border=border, rounded=radius, mode=mode)
    label.cells = " ".join(",".join(f"{v:.4f}" for v in cell) for cell in cells)
    label.sources = ";".join(name.name for name in names)
    return canvas, label


def _inset(canvas: Image.Image, image: Image.Image, colour: tuple[int, int, int], rng: random.Random) -> Cell:
    width, height = canvas.size
    share = rng.uniform(0.2, 0.48)
    tile = ImageOps.fit(
        image, (int(width * share), int(height * share * rng.uniform(0.8, 1.25))), Image.Resampling.LANCZOS
    )
    line = rng.choice((0, 0, 1, 2, 4, 6))
    tile = ImageOps.expand(tile, line, colour)
    margin = rng.choice((0, rng.randint(4, 40)))
    x = rng.choice((margin, width - tile.width - margin))
    y = rng.choice((margin, height - tile.height - margin))
    if rng.random() < 0.2:
        x, y = rng.randint(0, width - tile.width), rng.randint(0, height - tile.height)
    canvas.paste(tile, (x, y))
    return (x / width, y / height, (x + tile.width) / width, (y + tile.height) / height)


def framed(image: Image.Image, kind: str, rng: random.Random) -> Image.Image:
    """``image`` with the bars, frame, caption or side fill that ``kind`` names: never a collage."""
    width, height = image.size
    plain = rng.choice(((0, 0, 0), (255, 255, 255)))
    if kind == "letterbox":
        return ImageOps.expand(image, (0, int(height * rng.uniform(0.04, 0.25))), plain)
    if kind == "pillarbox":
        return ImageOps.expand(image, (int(width * rng.uniform(0.04, 0.35)), 0), plain)
    if kind == "frame":
        return ImageOps.expand(image, rng.randint(1, 30), rng.choice((plain, (170, 25, 30))))
    if kind == "caption":
        colour = rng.choice((plain, (20, 60, 140), (190, 20, 20)))
        canvas = ImageOps.expand(image, (0, 0, 0, rng.randint(22, 76)), colour)
        ImageDraw.Draw(canvas).text((14, height + 8), "Village meeting, drawn caption 1999-09-09", fill=(128, 128, 128))
        return canvas
    if kind == "overlay_bar":
        bar = int(height * rng.uniform(0.07, 0.22))
        canvas = image.copy()
        canvas.paste(
            Image.new("RGB", (width, bar), (20, 40, 120)),
            (0, rng.choice((0, height - bar))),
            Image.new("L", (width, bar), rng.randint(110, 235)),
        )
        return canvas
    wide = int(width * rng.uniform(1.3, 2.2))
    canvas = ImageOps.fit(image, (wide, height)).filter(ImageFilter.GaussianBlur(rng.randint(12, 28)))
    canvas.paste(image, ((wide - width) // 2, 0))
    return canvas


def publish(image: Image.Image, path: Path, label: Label, rng: random.Random) -> Label:
    """Save as a content system would: perhaps smaller, compressed once or twice; completes ``label``."""
    if rng.random() < 0.4:
        label.post_scale = round(rng.uniform(0.6, 0.99), 3)
        size = (max(1, round(image.width * label.post_scale)), max(1, round(image.height * label.post_scale)))
        filters = (Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BILINEAR)
        image = image.resize(size, rng.choice(filters))
    label.quality, label.double = rng.randint(60, 95), int(rng.random() < 0.5)
    if label.double:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=rng.randint(60, 95))
        image = Image.open(buffer).convert("RGB")
    suffix = rng.choices((".jpg", ".png", ".webp"), (88, 6, 6))[0]
    target = path.with_name(path.name + suffix)
    image.save(target, quality=label.quality)
    label.file, (label.width, label.height) = target.name, image.size
    return label


def build(photos: Path, out: Path, *, seed: int, per_layout: int, singles: int, per_frame: int) -> list[Label]:
    """Write a labelled set to ``out``; ``singles`` 0 takes every photo. Returns the labels, also in labels.csv."""
    rng, shelf = random.Random(seed), Shelf.read(photos)
    if not shelf.photos:
        raise ValueError(f"{photos}: no photo (jpg, png, webp) outside burst folders")
    out.mkdir(parents=True, exist_ok=True)
    labels = []
    for layout in LAYOUTS:
        for index in range(per_layout):
            image, label = collage(layout, shelf, rng)
            labels.append(publish(image, out / f"c_{layout}_{index:04d}", label, rng))
    plain = rng.sample(shelf.photos, min(singles or len(shelf.photos), len(shelf.photos)))
    plain += [frame for scene in shelf.scenes for frame in rng.sample(scene, min(20, len(scene)))]
    work = [(path, "single") for path in plain]
    work += [(rng.choice(shelf.photos), kind) for kind in FRAMES for _ in range(per_frame)]
    for index, (path, kind) in enumerate(work):
        image = load(path)
        image = image if kind == "single" else framed(image, kind, rng)
        label = Label(layout=kind, sources=path.name)
        labels.append(publish(image, out / f"s_{kind}_{index:04d}", label, rng))
    with (out / "labels.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(asdict(Label())))
        writer.writeheader()
        writer.writerows(asdict(label) for label in labels)
    return labels
