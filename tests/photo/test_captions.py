"""Caption strips, drawn below a photo or laid over it, are told from the narrow tiles of a collage."""

import pytest
from PIL import Image, ImageDraw

from qishan_lint.photo import captions, cuts, planes
from qishan_lint.photo.cuts import Cut
from qishan_lint.photo.drawing import scene


def edge(image: Image.Image, axis: int, at: int) -> bool:
    side = cuts.side(planes.planes(image), axis)
    return captions.is_caption_edge(side, Cut(axis, at, 0, side.view.shape[1], 3.0))


@pytest.mark.parametrize("colour", ["white", "black", "firebrick"])
@pytest.mark.parametrize("top", [0, 330])
def test_strip_with_words(colour: str, top: int) -> None:
    image = scene((600, 400), 3)
    pencil = ImageDraw.Draw(image)
    pencil.rectangle((0, top, 599, top + 69), fill=colour)
    pencil.text((20, top + 30), "Village meeting, drawn", fill="gray")
    assert edge(image, 1, 330 if top else 70)


def test_tinted_strip_over_the_photo() -> None:
    image = scene((600, 400), 4)
    image.paste(Image.new("RGB", (600, 80), (20, 40, 120)), (0, 320), Image.new("L", (600, 80), 200))
    assert edge(image, 1, 320)


@pytest.mark.parametrize("width", [90, 150])
def test_narrow_tile_is_none(width: int) -> None:
    image = scene((600, 400), 5)
    image.paste(scene((width, 400), 6), (0, 0))
    assert not edge(image, 0, width)


def test_half_of_a_picture_is_none() -> None:
    image = scene((600, 400), 7)
    image.paste(Image.new("RGB", (250, 400), "white"), (0, 0))
    assert not edge(image, 0, 250)
