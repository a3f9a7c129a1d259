"""How a picture looks as a whole: how bright, how sharp, how much of it is flat as only drawn things are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qishan_lint.photo.steps import Floats, Pixels

TILE = 128
"""Side of the square tiles in which sharpness is measured."""

FLAT_STEP = 3
"""A block of 8 x 8 pixels with no larger difference than this is flat."""


def grey(pixels: Pixels) -> NDArray[np.uint8]:
    """Brightness 0..255, from planes of red, green and blue."""
    import numpy as np

    red, green, blue = pixels.astype(np.uint16)
    return np.asarray((red * 77 + green * 150 + blue * 29) >> 8, np.uint8)


def brightness(light: NDArray[np.uint8]) -> float:
    """The level (0..255) that three quarters of the pixels stay below: low only where nearly all is dark."""
    import numpy as np

    return float(np.percentile(light[::4, ::4], 75))


def flat_share(light: NDArray[np.uint8]) -> float:
    """The share of flat 8 x 8 blocks; 0 for tiny pictures."""
    import numpy as np

    height, width = (extent // 8 * 8 for extent in light.shape)
    if not height or not width:
        return 0.0
    down = light[:height, :width].reshape(height // 8, 8, width)
    high, low = down.max(axis=1), down.min(axis=1)
    high = np.maximum.reduce([high[:, i::8] for i in range(8)])
    low = np.minimum.reduce([low[:, i::8] for i in range(8)])
    return float((high - low <= FLAT_STEP).mean())


def sharpness(light: NDArray[np.uint8]) -> float:
    """Fine against coarse detail in the sharpest tiles: ln of the ratio of spectral power, about -9 (soft) to -2.

    Power at 0.33..0.5 over that at 0.02..0.16 cycles a pixel; the third best of up to 16 tiles counts, so that a
    sharp face before a soft background is sharp. 0 for pictures smaller than a tile.
    """
    import numpy as np

    height, width = light.shape
    if min(height, width) < TILE:
        return 0.0
    count = min(4, height // TILE), min(4, width // TILE)
    tops = np.linspace(0, height - TILE, count[0]).astype(int)
    lefts = np.linspace(0, width - TILE, count[1]).astype(int)
    tiles = np.stack([light[y : y + TILE, x : x + TILE] for y in tops for x in lefts]).astype(np.float32)
    fine, coarse = _bands()
    tiles -= tiles.mean(axis=(1, 2), keepdims=True)
    power = np.abs(np.fft.rfft2(tiles * _window())) ** 2
    ratio = (power * fine).sum(axis=(1, 2)) / ((power * coarse).sum(axis=(1, 2)) + 1e3)
    lively = ratio[tiles.std(axis=(1, 2)) > 6]
    best = np.sort(lively if len(lively) else ratio)[::-1]
    return float(np.log(best[min(2, len(best) - 1)] + 1e-6))


def _window() -> Floats:
    import numpy as np

    one = np.hanning(TILE).astype(np.float32)
    return np.outer(one, one)


def _bands() -> tuple[Floats, Floats]:
    """The fine and the coarse frequencies, each as the mean over its ring."""
    import numpy as np

    down, across = np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None, :]
    radius = np.hypot(down, across)
    fine, coarse = (radius > 0.33) & (radius <= 0.5), (radius > 0.02) & (radius <= 0.16)
    return fine.astype(np.float32) / fine.sum(), coarse.astype(np.float32) / coarse.sum()
