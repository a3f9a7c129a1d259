"""A gutter is narrow, steady, of one colour, and has pictures on both sides."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from qishan_lint.photo import planes, steps
from qishan_lint.photo.drawing import scene
from qishan_lint.photo.gutters import gutter_at


def striped(left: int, right: int, colour: str = "white") -> steps.Votes:
    """A scene 600 wide with a stripe from ``left`` to ``right``."""
    image = scene((600, 300), 3)
    ImageDraw.Draw(image).rectangle((left, 0, right - 1, 299), fill=colour)
    return steps.votes(planes.planes(image))


@pytest.mark.parametrize("width", [4, 8, 30])
@pytest.mark.parametrize("colour", ["white", "black", "teal"])
def test_stripes_are_found_from_either_edge(width: int, colour: str) -> None:
    votes = striped(300, 300 + width, colour)
    assert gutter_at(votes, 300) == gutter_at(votes, 300 + width) == (300, 300 + width)


@pytest.mark.parametrize(("left", "right"), [(0, 20), (580, 600), (200, 400), (300, 302)])
def test_bars_wide_and_thin_stripes_are_none(left: int, right: int) -> None:
    votes = striped(left, right)
    assert gutter_at(votes, max(12, left)) is None
    assert gutter_at(votes, min(588, right)) is None


def test_plain_parts_of_a_picture_are_none() -> None:
    sky = Image.new("RGB", (600, 300), "skyblue")
    sky.paste(scene((200, 300), 5), (0, 0))
    votes = steps.votes(planes.planes(sky))
    assert all(gutter_at(votes, x) is None for x in range(20, 580, 7))


def test_noise_has_no_gutter() -> None:
    noise = np.random.default_rng(2).integers(0, 255, (3, 200, 300)).astype(np.uint8)
    votes = steps.votes(noise)
    assert all(gutter_at(votes, x) is None for x in range(20, 280))
