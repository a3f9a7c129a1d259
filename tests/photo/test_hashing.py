"""Hashes of one photo stay near each other through what happens on the way to a page; those of two do not."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageOps

from qishan_lint.photo import hashing
from qishan_lint.photo.drawing import scene

RADIUS = 10


def _recompressed(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(out)


def _logo(image: Image.Image) -> Image.Image:
    copy = image.copy()
    ImageDraw.Draw(copy).rectangle((10, 10, image.width // 8, image.height // 9), fill="white")
    return copy


def _inner(image: Image.Image, share: float) -> tuple[int, int, int, int]:
    x, y = int(image.width * share), int(image.height * share)
    return x, y, image.width - x, image.height - y


CHANGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half": lambda image: image.resize((image.width // 2, image.height // 2)),
    "recompressed": lambda image: _recompressed(image, 40),
    "logo": _logo,
    "crop 5 % all round": lambda image: image.crop(_inner(image, 0.05)),
    "crop 3 % all round": lambda image: image.crop(_inner(image, 0.03)),
    "mirror": ImageOps.mirror,
    "brighter": lambda image: image.point(lambda value: min(255, int(value * 1.15))),
}


def near(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return min(*(hashing.distance(one[0], h) for h in other), *(hashing.distance(h, other[0]) for h in one))


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_photo_is_still_met(change: str) -> None:
    found = 0
    for seed in range(12):
        image = scene((640, 480), seed)
        found += near(hashing.hashes(image), hashing.hashes(CHANGES[change](image))) <= RADIUS
    assert found >= 11


def test_different_photos_do_not_meet() -> None:
    seen = [hashing.hashes(scene((480, 360), seed)) for seed in range(40)]
    assert not [(i, j) for i in range(40) for j in range(i) if near(seen[i], seen[j]) <= RADIUS]


def test_flat_pictures_have_no_hash() -> None:
    assert hashing.hashes(Image.new("RGB", (300, 200), "navy")) == ()
