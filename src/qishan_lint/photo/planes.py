"""The working array of a picture: three contiguous planes of bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from qishan_lint.photo.borders import Bars
    from qishan_lint.photo.steps import Pixels

SMALLEST = 64
"""Pictures with a shorter side than this are not measured."""


def planes(image: Image.Image) -> Pixels:
    """``image`` (RGB) as 3 x height x width."""
    import numpy as np

    return np.ascontiguousarray(np.asarray(image).transpose(2, 0, 1))


def transposed(pixels: Pixels) -> Pixels:
    """The same picture with rows and columns exchanged; a view."""
    return pixels.transpose(0, 2, 1)


def inside(pixels: Pixels, bars: Bars) -> Pixels:
    """The part of the picture within its bars; a view."""
    _, height, width = pixels.shape
    return pixels[:, bars.top : height - bars.bottom, bars.left : width - bars.right]
