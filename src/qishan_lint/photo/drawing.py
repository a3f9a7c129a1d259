"""Draws the pictures that rule examples and tests name, so that no photograph has to be kept.

A description is a mapping: ``draw`` (a name below), ``size`` ("600x400"), ``seed``, and what the file should be like:
``as`` (jpeg, png, webp, gif, bmp, tiff; else by the path's extension), ``quality``, ``mode``, ``gps``, ``owner``,
``serial``, ``software``, ``taken`` ("2024-05-01 09:00:00"), ``preview`` (seed of another picture), ``code`` (text of
a QR code in it), ``words`` (Latin letters and digits on a card in it), ``cut`` (share of the bytes that is kept). Same
description, same picture.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from qishan_lint.photo import hostile, sniff

if TYPE_CHECKING:
    from PIL import Image

Size = tuple[int, int]


def scene(size: Size, seed: int = 1) -> Image.Image:
    """Something like a landscape: sky, hills and ground with texture at every scale, a few things standing about."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageDraw

    rng = random.Random(seed)  # noqa: S311 (a drawing)
    width, height = size
    base = Pictures.new("RGB", size, tuple(rng.randint(120, 230) for _ in range(3)))
    pencil = ImageDraw.Draw(base)
    for depth in range(1, 5):
        colour = tuple(rng.randint(20, 200) // depth + 15 for _ in range(3))
        points = [(x, height * (0.2 + 0.17 * depth + rng.uniform(-0.09, 0.09))) for x in range(-40, width + 81, 40)]
        pencil.polygon([*points, (width + 80, height), (-40, height)], fill=colour)
    for _ in range(rng.randint(14, 26)):
        x, y, r = rng.randint(0, width), rng.randint(height // 3, height), rng.randint(6, max(8, height // 9))
        pencil.ellipse((x - r, y - 2 * r, x + r, y + r), fill=tuple(rng.randint(10, 245) for _ in range(3)))
    field = np.zeros((height, width), np.float32)
    for cells, weight in ((5, 26), (17, 18), (60, 12), (200, 9)):
        grid = Pictures.frombytes("L", (cells, cells), rng.randbytes(cells * cells))
        field += (np.asarray(grid.resize(size, Pictures.Resampling.BICUBIC), np.float32) / 255 - 0.5) * weight * 2
    grain = np.frombuffer(rng.randbytes(width * height), np.uint8).reshape(height, width)
    field += (grain.astype(np.float32) - 127.5) / 16
    return Pictures.fromarray(np.clip(np.asarray(base, np.float32) + field[..., None], 0, 255).astype(np.uint8))


def _boxes(count: int, size: Size) -> list[tuple[int, int, int, int]]:
    """2 side by side, 3 as one large and two small, 4 as 2 x 2, 9 as 3 x 3."""
    width, height = size
    if count == 3:
        x, y = width * 3 // 5, height // 2
        return [(0, 0, x, height), (x, 0, width, y), (x, y, width, height)]
    columns = {2: 2, 4: 2, 9: 3}[count]
    rows = count // columns
    return [
        (width * i // columns, height * j // rows, width * (i + 1) // columns, height * (j + 1) // rows)
        for j in range(rows)
        for i in range(columns)
    ]


def collage(count: int, size: Size, seed: int, gutter: int) -> Image.Image:
    """``count`` scenes (2, 3, 4 or 9) in one picture, ``gutter`` white pixels between them."""
    from PIL import Image as Pictures

    canvas = Pictures.new("RGB", size, "white")
    for number, (x0, y0, x1, y1) in enumerate(_boxes(count, size)):
        near, far = gutter // 2, gutter - gutter // 2
        left, top = x0 + (near if x0 else 0), y0 + (near if y0 else 0)
        right, bottom = x1 - (far if x1 < size[0] else 0), y1 - (far if y1 < size[1] else 0)
        canvas.paste(scene((right - left, bottom - top), seed * 31 + number), (left, top))
    return canvas


def inset(size: Size, seed: int) -> Image.Image:
    """A scene with another, small one pasted into a corner."""
    picture = scene(size, seed)
    small = scene((size[0] // 3, size[1] // 3), seed + 50)
    picture.paste(small, (size[0] - small.width - 18, size[1] - small.height - 18))
    return picture


def barred(size: Size, seed: int, *, upright: bool) -> Image.Image:
    """A scene between two black bars, at the sides or above and below."""
    from PIL import ImageOps

    bar = size[0] // 5 if upright else size[1] // 6
    inner = (size[0] - 2 * bar, size[1]) if upright else (size[0], size[1] - 2 * bar)
    return ImageOps.expand(scene(inner, seed), (bar, 0) if upright else (0, bar), "black")


def side_fill(size: Size, seed: int) -> Image.Image:
    """An upright scene before an enlarged, blurred copy of itself."""
    from PIL import Image as Pictures
    from PIL import ImageFilter

    middle = scene((size[0] * 2 // 5, size[1]), seed)
    canvas = middle.resize(size, Pictures.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(size[0] / 40))
    canvas.paste(middle, ((size[0] - middle.width) // 2, 0))
    return canvas


def screen(size: Size, seed: int) -> Image.Image:
    """A window with a title bar and lines of text, as a screenshot shows it."""
    from PIL import Image as Pictures
    from PIL import ImageDraw

    rng = random.Random(seed)  # noqa: S311 (a drawing)
    picture = Pictures.new("RGB", size, "white")
    pencil = ImageDraw.Draw(picture)
    pencil.rectangle((0, 0, size[0], 36), fill=(38, 90, 160))
    pencil.rectangle((0, 36, size[0] // 5, size[1]), fill=(236, 239, 243))
    for y in range(60, size[1] - 20, 24):
        text = "".join(rng.choice("abcdefgh iklmnoprstu ") for _ in range(rng.randint(20, 60)))
        pencil.text((size[0] // 5 + 24, y), text, fill=(40, 40, 40))
        pencil.text((14, y), text[:12], fill=(60, 70, 90))
    return picture


def enlarged(size: Size, seed: int) -> Image.Image:
    """A scene that was drawn at a third of its size and then enlarged."""
    from PIL import Image as Pictures

    small = scene((max(1, size[0] // 3), max(1, size[1] // 3)), seed)
    return small.resize(size, Pictures.Resampling.BICUBIC)


def darkened(size: Size, seed: int) -> Image.Image:
    """A scene at night."""
    return scene(size, seed).point(lambda value: value // 9)


PICTURES: Mapping[str, Callable[[Size, int], Image.Image]] = {
    "photo": scene,
    "collage-2": lambda size, seed: collage(2, size, seed, 0),
    "collage-3": lambda size, seed: collage(3, size, seed, 0),
    "collage-4": lambda size, seed: collage(4, size, seed, 0),
    "collage-9": lambda size, seed: collage(9, size, seed, 0),
    "collage-2-gutter": lambda size, seed: collage(2, size, seed, 8),
    "collage-4-gutter": lambda size, seed: collage(4, size, seed, 8),
    "inset": inset,
    "letterbox": lambda size, seed: barred(size, seed, upright=False),
    "pillarbox": lambda size, seed: barred(size, seed, upright=True),
    "side-fill": side_fill,
    "screenshot": screen,
    "upscaled": enlarged,
    "dark": darkened,
}


def draw(spec: Mapping[str, Any]) -> bytes:
    """The bytes of the file that ``spec`` describes. Raises ValueError for an unknown name."""
    name = str(spec["draw"])
    size = _size(spec)
    if name in hostile.FILES:
        return hostile.FILES[name](size)
    if name not in PICTURES:
        raise ValueError(f"no picture is called {name}; there are {', '.join((*PICTURES, *hostile.FILES))}")
    seed = int(spec.get("seed", 1))
    picture = PICTURES[name](size, seed)
    if "code" in spec:
        picture.paste(_code(str(spec["code"])), (20, 20))
    if "words" in spec:
        picture.paste(_card(str(spec["words"]), size), (0, size[1] // 2))
    data = _saved(picture, spec, seed)
    return data[: int(len(data) * float(spec["cut"]))] if "cut" in spec else data


def _size(spec: Mapping[str, Any]) -> Size:
    width, _, height = str(spec.get("size", "600x400")).partition("x")
    return int(width), int(height)


def _saved(picture: Image.Image, spec: Mapping[str, Any], seed: int) -> bytes:
    kind = str(spec.get("as") or _kind(str(spec.get("path", ""))))
    picture = picture.convert(str(spec["mode"])) if "mode" in spec else picture
    options: dict[str, Any] = {"quality": int(spec.get("quality", 88))} if kind in ("jpeg", "webp") else {}
    if spec.get("progressive"):
        options["progressive"] = True
    if "frames" in spec:
        size = picture.size
        others = [scene(size, seed + 1 + i) for i in range(int(spec["frames"]) - 1)]
        options |= {"save_all": True, "append_images": others}
    exif = _exif(spec)
    if exif:
        options["exif"] = exif
    out = io.BytesIO()
    picture.save(out, kind.upper(), **options)
    return out.getvalue()


def _code(text: str) -> Image.Image:
    """A QR code (needs the extra "qr")."""
    import numpy as np
    import zxingcpp
    from PIL import Image as Pictures

    code = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode), scale=5)
    return Pictures.fromarray(np.asarray(code)).convert("RGB")


def _card(text: str, size: Size) -> Image.Image:
    """A white card with a line of Latin letters and digits."""
    from PIL import Image as Pictures
    from PIL import ImageDraw, ImageFont

    card = Pictures.new("RGB", (size[0], 80), "white")
    ImageDraw.Draw(card).text((20, 16), text, fill="black", font=ImageFont.load_default(size=36))
    return card


def _kind(path: str) -> str:
    suffix = sniff.suffix_of(path)
    return next((kind for kind in ("jpeg", "png", "webp", "gif", "bmp", "tiff") if sniff.fits(kind, suffix)), "jpeg")


def _exif(spec: Mapping[str, Any]) -> bytes:
    """The metadata asked for; the position lies in the sea where the equator meets the first meridian."""
    from PIL import Image as Pictures

    exif = Pictures.Exif()
    more = exif.get_ifd(0x8769)
    if spec.get("gps"):
        exif.get_ifd(0x8825).update({1: "N", 2: (0.0, 0.0, 1.0), 3: "E", 4: (0.0, 0.0, 1.0)})
    for key, tag in (("owner", 0x013B), ("software", 0x0131)):
        if key in spec:
            exif[tag] = str(spec[key])
    if "orientation" in spec:
        exif[0x0112] = int(spec["orientation"])
    if "serial" in spec:
        more[0xA431] = str(spec["serial"])
    if "taken" in spec:
        more[0x9003] = str(spec["taken"]).replace("-", ":")
    empty = not len(exif) and not more and not spec.get("gps")
    if "preview" in spec:
        return _preview(_size(spec), int(spec["preview"]))
    return b"" if empty else exif.tobytes()


def _preview(size: Size, seed: int) -> bytes:
    """A little TIFF whose second directory is a JPEG preview of the scene of that size and ``seed``."""
    out = io.BytesIO()
    scene(size, seed).resize((160, 160 * size[1] // size[0])).save(out, "JPEG", quality=80)
    preview = out.getvalue()

    def entry(tag: int, value: int) -> bytes:
        return tag.to_bytes(2, "little") + b"\4\0\1\0\0\0" + value.to_bytes(4, "little")

    first = b"\1\0" + entry(0x0100, 0) + (26).to_bytes(4, "little")
    second = b"\2\0" + entry(0x0201, 56) + entry(0x0202, len(preview)) + bytes(4)
    return b"Exif\0\0II*\0\x08\0\0\0" + first + second + preview
