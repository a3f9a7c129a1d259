"""Everything that is measured on a photo's pixels, in one go, so that it is decoded once."""

from __future__ import annotations

from dataclasses import dataclass

from qishan_lint.photo import hashing, loading, planes
from qishan_lint.photo.borders import Bars


@dataclass(frozen=True, slots=True)
class Survey:
    """The measurements of one photo; lengths are in pixels of its full, upright size."""

    width: int
    height: int
    bars: Bars = Bars()
    hashes: tuple[int, ...] = ()


def survey(data: bytes) -> Survey:
    """Decode and measure the photo ``data``. Raises PhotoFault."""
    image, scale = loading.decode(data)
    width, height = round(image.width * scale), round(image.height * scale)
    if min(image.size) < planes.SMALLEST:
        return Survey(width, height)
    return Survey(width, height, hashes=hashing.hashes(image))
