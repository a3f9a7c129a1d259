"""Perceptual hashes: 128 bits that survive resizing, recompression and small logos, of a photo and its crops.

Row and column difference hash (Krawetz 2013, "dHash"), after a box reduction. A crop of up to 5 % is met by hashing
the photo also without 5 % on one side, on two that meet and on all, and without half as much all round; a mirrored
photo by its mirrored hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

EDGE = 0.05
"""The share of width and height that a crop takes at most on each side."""

_ALL_ROUND = tuple((share,) * 4 for share in (0.0, EDGE / 2, EDGE))
_ONE_SIDE = tuple(tuple(EDGE * (side == n) for side in range(4)) for n in range(4))
_CORNER = tuple(tuple(EDGE * (side in (n, (n + 1) % 4)) for side in range(4)) for n in range(4))
_CROPS = (*_ALL_ROUND, *_ONE_SIDE, *_CORNER)
FLAT = 3.0
"""Pictures whose brightness varies less than this (standard deviation) have no hash: all such look alike."""


def hashes(image: Image.Image) -> tuple[int, ...]:
    """The hash of ``image`` first, then those of its crops and of its mirror image; empty for a flat picture."""
    import numpy as np
    from PIL import Image as Pictures
    from PIL import ImageOps

    side = Pictures.Resampling.BOX
    small = image.convert("L").resize((160, 160), side)
    if float(np.asarray(small).std()) < FLAT:
        return ()
    boxes = [(160 * a, 160 * b, 160 * (1 - c), 160 * (1 - d)) for a, b, c, d in _CROPS]
    return (*(_one(small, box) for box in boxes), _one(ImageOps.mirror(small), boxes[0]))


def _one(small: Image.Image, box: tuple[float, float, float, float]) -> int:
    import numpy as np
    from PIL import Image as Pictures

    across = np.asarray(small.resize((9, 8), Pictures.Resampling.BOX, box)).astype(np.int16)
    down = np.asarray(small.resize((8, 9), Pictures.Resampling.BOX, box)).astype(np.int16)
    bits = np.concatenate(((np.diff(across, axis=1) > 0).ravel(), (np.diff(down, axis=0) > 0).ravel()))
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def distance(one: int, other: int) -> int:
    """In how many of the 128 bits two hashes differ."""
    return (one ^ other).bit_count()
