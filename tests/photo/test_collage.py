"""Drawn collages are found where they are cut; drawn singles, framed ones included, are not."""

from typing import Any

import pytest

from qishan_lint.photo import survey
from qishan_lint.photo.drawing import PICTURES, draw
from qishan_lint.photo.survey import Survey

THRESHOLD = 1.0
"""Near the shipped one: drawn pictures lie far from it on both sides."""


def seen(spec: dict[str, Any]) -> Survey:
    return survey.survey(draw({"path": "a.jpg", **spec}))


@pytest.mark.parametrize("name", [name for name in PICTURES if name.startswith("collage")])
@pytest.mark.parametrize("size", ["600x400", "1200x800"])
def test_collages(name: str, size: str) -> None:
    assert seen({"draw": name, "size": size, "seed": 3}).collage > THRESHOLD


@pytest.mark.parametrize("name", ["photo", "letterbox", "pillarbox"])
def test_singles(name: str) -> None:
    found = [seed for seed in range(1, 9) if seen({"draw": name, "size": "900x600", "seed": seed}).collage > THRESHOLD]
    assert found == []


def test_the_cut_is_where_the_photos_meet() -> None:
    (line, *_) = seen({"draw": "collage-2", "size": "800x400", "seed": 2}).lines
    assert abs(line.x1 - 400) <= 2
    assert line.x1 == line.x2
    assert (line.y1, line.y2) == (0, 400)


def test_lines_are_given_in_pixels_of_the_full_size() -> None:
    lines = seen({"draw": "collage-2-gutter", "size": "3200x1800", "seed": 2}).lines
    assert any(abs(line.x1 - 1600) <= 16 and line.y2 - line.y1 > 1700 for line in lines)


def test_bars_are_measured_and_not_taken_for_cuts() -> None:
    bars = seen({"draw": "letterbox", "size": "1200x600", "seed": 4}).bars
    assert abs(bars.top - 100) <= 2
    assert abs(bars.bottom - 100) <= 2
    assert (bars.left, bars.right) == (0, 0)


def test_side_fill_is_not_a_collage() -> None:
    found = seen({"draw": "side-fill", "size": "900x500", "seed": 2})
    assert sorted(line.x1 for line in found.fill) == pytest.approx([270, 630], abs=3)
    assert found.collage < THRESHOLD


def test_inset_has_its_box() -> None:
    found = seen({"draw": "inset", "size": "900x600", "seed": 1})
    assert found.inset > THRESHOLD
    assert found.box is not None
    assert (found.box.x, found.box.y) == pytest.approx((582, 382), abs=4)
    assert (found.box.width, found.box.height) == pytest.approx((300, 200), abs=6)


def test_screens_are_flat_and_photos_are_not() -> None:
    assert seen({"draw": "screenshot", "size": "900x600"}).flat > 0.5
    assert seen({"draw": "photo", "size": "900x600"}).flat < 0.2


def test_dark_and_enlarged_photos_are_measured() -> None:
    plain = seen({"draw": "photo", "size": "900x600"})
    assert seen({"draw": "dark", "size": "900x600"}).brightness < 32 < plain.brightness
    assert seen({"draw": "upscaled", "size": "900x600"}).sharpness < plain.sharpness - 2
