"""Everything that is measured on a photo's pixels, in one go, so that it is decoded once."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from qishan_lint.model import Box, Line
from qishan_lint.photo import collage, hashing, loading, looks, planes, scorer
from qishan_lint.photo.borders import NO_BARS, Bars
from qishan_lint.photo.cuts import Cut
from qishan_lint.photo.loading import PhotoError

NOTHING = float("-inf")


class Survey(msgspec.Struct, frozen=True):
    """The measurements of one photo; lengths are in pixels of its full, upright size.

    ``collage`` and ``inset`` are scores (log odds, the higher the surer), with the lines that show them; ``fill`` are
    the two lines of a side fill. ``brightness``, ``sharpness`` and ``flat`` as in `looks`; ``hashes`` as in `hashing`.
    Photos too small to measure have only their size.
    """

    width: int
    height: int
    bars: Bars = NO_BARS
    collage: float = NOTHING
    lines: tuple[Line, ...] = ()
    inset: float = NOTHING
    box: Box | None = None
    fill: tuple[Line, ...] = ()
    brightness: float = 255.0
    sharpness: float = 0.0
    flat: float = 0.0
    hashes: tuple[int, ...] = ()


def survey(data: bytes) -> Survey:
    """Decode and measure the photo ``data``. Raises PhotoError."""
    image, (width, height) = loading.decode(data)
    scale = max(width, height) / max(image.size)
    if min(image.size) < planes.SMALLEST:
        return Survey(width, height)
    pixels = planes.planes(image)
    light = looks.grey(pixels)
    seen = collage.pasted(pixels, scorer.weights())
    return Survey(
        width,
        height,
        bars=_scaled(seen.bars, scale),
        collage=seen.collage,
        lines=_lines(seen.cuts, scale),
        inset=seen.inset,
        box=_box(seen.around, image.size, scale),
        fill=_lines(seen.fill, scale),
        brightness=looks.brightness(light),
        sharpness=looks.sharpness(light),
        flat=looks.flat_share(light),
        hashes=hashing.hashes(image),
    )


def outcome(data: bytes) -> Survey | PhotoError:
    """As `survey`, the error as a value: what a child process can hand back."""
    try:
        return survey(data)
    except PhotoError as error:
        return error


def confidence(score: float) -> float:
    """The probability (0..1) that a score in log odds stands for."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _scaled(bars: Bars, scale: float) -> Bars:
    return Bars(*(round(value * scale) for value in (bars.left, bars.right, bars.top, bars.bottom)))


def _lines(cuts: Iterable[Cut], scale: float) -> tuple[Line, ...]:
    """The cuts as lines of the full-size photo."""
    found = []
    for cut in cuts:
        at, start, end = (round(value * scale) for value in (cut.at, cut.start, cut.end))
        found.append(Line(at, start, at, end) if cut.axis == 0 else Line(start, at, end, at))
    return tuple(found)


def _box(around: tuple[Cut, ...], size: tuple[int, int], scale: float) -> Box | None:
    """The rectangle whose sides ``around`` lists; a side that is not listed is the picture's border."""
    if not around:
        return None
    ends: list[tuple[int, int]] = []
    for axis in (0, 1):
        other = next((cut for cut in around if cut.axis != axis), None)
        at = [cut.at for cut in around if cut.axis == axis]
        ends.append((other.start, other.end) if other else (min(at), max(at)) if len(at) > 1 else (0, size[axis]))
    (left, right), (top, bottom) = ((round(a * scale), round(b * scale)) for a, b in ends)
    return Box(left, top, right - left, bottom - top)
