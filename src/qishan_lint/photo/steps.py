"""Where pixel values jump along whole lines of a picture: the cheap first look for places where it was cut.

All arrays are oriented so that the lines looked for are columns; rows are looked at through a transposed view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float32]

BANDS = 24
"""Into so many equal stretches a column is divided."""

FAINT = 5
"""Jumps up to this height (of 255) are noise."""

NEAR_COLOUR = 14
"""Pixels within this distance of a line's median colour belong to a uniform line."""


class Votes(msgspec.Struct, frozen=True):
    """For each column: the share of its pixels, band by band, where the picture jumps there more than beside it.

    ``bands[b, x]`` lies in 0..1 for a cut between columns x-1 and x; ``uniform[x]`` is the share of the column
    that has one colour; ``colour[:, x]`` that colour. ``total[b]`` is the sum of the bands before ``b``.
    """

    bands: Floats
    total: Floats
    uniform: Floats
    colour: NDArray[np.int16]

    @property
    def width(self) -> int:
        """How many columns the picture has."""
        return int(self.uniform.shape[0])


def _distance(a: Pixels, b: Pixels) -> Pixels:
    """Largest difference over the channels (first axis)."""
    import numpy as np

    difference = np.maximum(a, b)
    difference -= np.minimum(a, b)
    return np.asarray(difference.max(axis=0), np.uint8)


def _jumps(planes: Pixels) -> Pixels:
    """Votes of single pixels, 0, 1 or 2, for cuts left of columns 5 .. width-5, in row-major order of the view."""
    import numpy as np

    step = _distance(planes[:, :, 3:], planes[:, :, :-3])
    here = step[:, 3:-3]
    beside = np.maximum(np.maximum(step[:, :-6], step[:, 6:]), FAINT)
    clear = beside + (beside >> 1)
    np.maximum(clear, beside, out=clear)  # the sum may wrap; a wrapped value must not vote
    return np.asarray((here > beside).view(np.uint8) + (here > clear).view(np.uint8), np.uint8)


def _by_bands(jumps: Pixels, width: int) -> Floats:
    import numpy as np

    height = jumps.shape[0]
    edges = np.linspace(0, height, BANDS + 1).astype(int)[:-1]
    sums = np.add.reduceat(jumps, edges, axis=0, dtype=np.uint16)
    lengths = np.diff(np.append(edges, height)).astype(np.float32)
    bands = np.zeros((BANDS, width), np.float32)
    bands[:, 5 : 5 + jumps.shape[1]] = sums / (2 * lengths[:, None])
    return bands


def _uniform(planes: Pixels) -> tuple[Floats, NDArray[np.int16]]:
    """Share of each column near its median colour, judged on at most about 100 of its pixels."""
    import numpy as np

    some = planes[:, :: max(1, planes.shape[1] // 100), :].astype(np.int16)
    colour = np.sort(some, axis=1)[:, some.shape[1] // 2, :]
    near = (np.abs(some - colour[:, None, :]) <= NEAR_COLOUR).all(axis=0)
    return near.mean(axis=0, dtype=np.float32), colour


def votes(planes: Pixels) -> Votes:
    """The votes for every column of ``planes`` (3 x height x width, at least 12 wide and BANDS high)."""
    import numpy as np

    jumps = _jumps(planes)
    uniform, colour = _uniform(planes)
    bands = _by_bands(jumps, planes.shape[2])
    total = np.concatenate((np.zeros((1, planes.shape[2]), np.float32), np.cumsum(bands, axis=0)))
    return Votes(bands, total, uniform, colour)
