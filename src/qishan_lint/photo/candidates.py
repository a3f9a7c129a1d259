"""The few places along one axis that are worth a close look, and what the close look gets to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qishan_lint.photo.steps import BANDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qishan_lint.photo.steps import Floats, Pixels, Votes

COUNT = 6
"""Candidates along an axis."""

MARGIN = 0.05
"""Cuts nearer to the border than this share of the width are not looked for."""

APART = 5
"""Candidates are more than so many columns apart."""

BLOCKS, ROWS, COLUMNS = 12, 24, 16
"""A strip along a cut: blocks spread evenly over its length, rows in each, columns across it."""

COARSE, COARSE_ROWS = 4, 8
"""The coarse strip sees pixels COARSE times as large, and so many rows of them in each block."""

REACH = COLUMNS // 2 * COARSE
"""How far the coarse strip reaches on both sides of the cut."""

_FLAT = 0.93


def best(scores: Floats, count: int = COUNT, apart: int = APART, margin: float = MARGIN) -> list[int]:
    """The columns with the highest scores, no two within ``apart`` columns, none within the margin."""
    left = max(9, int(len(scores) * margin))
    order = scores[left : len(scores) - left].argsort()[::-1][: count * (2 * apart + 1)] + left
    found: list[int] = []
    for x in order.tolist():
        if all(abs(x - other) > apart for other in found):
            found.append(x)
            if len(found) == count:
                break
    return found


def find(votes: Votes, low: int = 0, high: int = BANDS, count: int = COUNT) -> list[int]:
    """Columns where a cut over the bands ``low`` .. ``high`` is likeliest, best first.

    A cut has a high mean vote, votes in its weaker bands too (the lower quartile), and quiet columns around it.
    """
    import numpy as np

    mean = (votes.total[high] - votes.total[low]) / (high - low)
    quarter = np.partition(votes.bands[low:high], (high - low) // 4, axis=0)[(high - low) // 4]
    return best(mean + 0.5 * quarter - 0.6 * around(mean[None])[0], count)


def around(values: Floats) -> Floats:
    """For each column of ``values`` the mean over the 49 columns around it, row by row."""
    import numpy as np

    width = values.shape[1]
    total = np.concatenate((np.zeros((len(values), 1), np.float32), np.cumsum(values, axis=1)), axis=1)
    at = np.arange(width)
    left, right = np.maximum(at - 24, 0), np.minimum(at + 25, width)
    return np.asarray((total[:, right] - total[:, left]) / (right - left), np.float32)


def _run(votes: Votes, x: int) -> tuple[float, float]:
    """How wide the uniform run at ``x`` is, as a share of the width, and whether pictures lie on both its sides."""
    flat = votes.uniform >= _FLAT
    start = x if x < votes.width and flat[x] else x - 1
    if not flat[start]:
        return 0.0, 0.0
    first, last = start, start
    while first > 0 and flat[first - 1]:
        first -= 1
    while last < votes.width - 1 and flat[last + 1]:
        last += 1
    return (last - first + 1) / votes.width, float(first > 0 and last < votes.width - 1)


def context(votes: Votes, x: int, height: int, low: int = 0, high: int = BANDS) -> Floats:
    """What the surroundings say about a cut at column ``x``: 16 numbers of order 1."""
    import numpy as np

    mean = (votes.total[high] - votes.total[low]) / (high - low)
    ranked = np.sort(votes.bands[low:high, x])
    width, here = votes.width, float(mean[x])
    near = float(mean[max(0, x - 24) : x + 25].mean())
    rivals = np.concatenate((mean[max(0, x - 60) : max(0, x - APART)], mean[x + APART + 1 : x + 61]))
    rest = np.concatenate((mean[: max(0, x - APART)], mean[x + APART + 1 :]))
    run, inside = _run(votes, x)
    share = x / width
    return np.array(
        (
            here,
            ranked[len(ranked) // 4],
            ranked[len(ranked) // 2],
            near,
            here - float(rivals.max(initial=0.0)),
            here - float(rest.max(initial=0.0)),
            float((rest > 0.8 * here).sum()) ** 0.5 / 4,
            float(votes.uniform[max(0, x - 5) : x].max(initial=0.0)),
            float(votes.uniform[x : x + 5].max(initial=0.0)),
            float((votes.uniform[:x] > 0.7).mean()),
            float((votes.uniform[x:] > 0.7).mean()),
            min(run * 10, 2.0),
            inside,
            abs(share - 0.5) * 4,
            min(abs(share - 1 / 3), abs(share - 2 / 3)) * 6,
            float(np.log(width / max(1.0, height * (high - low) / BANDS))),
        ),
        np.float32,
    )


def strip(planes: Pixels, x: int, top: int, bottom: int) -> Pixels:
    """The pixels along the cut at ``x`` between rows ``top`` and ``bottom``: BLOCKS x ROWS x COLUMNS x 3."""
    half = COLUMNS // 2
    rows = _rows(planes.shape[1], top, bottom, ROWS)
    return planes[:, rows, x - half : x + half].reshape(3, BLOCKS, ROWS, COLUMNS).transpose(1, 2, 3, 0)


def flattened(planes: Pixels) -> Pixels:
    """The means over COARSE x COARSE pixels, for every column and every COARSE-th row, for `coarse_strip`.

    The border columns are continued, so that a strip may reach beyond them: column j stands for the columns of the
    picture from j - REACH on.
    """
    import numpy as np

    height = planes.shape[1] // COARSE * COARSE
    down = planes[:, 0:height:COARSE].astype(np.uint16)
    for offset in range(1, COARSE):
        down += planes[:, offset:height:COARSE]
    wide = np.pad(down // COARSE, ((0, 0), (0, 0), (REACH, REACH)), mode="edge")
    last = wide.shape[2] - COARSE + 1
    total = wide[:, :, :last].copy()
    for offset in range(1, COARSE):
        total += wide[:, :, offset : last + offset]
    return (total // COARSE).astype(np.uint8)


def coarse_strip(flat: Pixels, x: int, top: int, bottom: int) -> Pixels:
    """The same stretch seen from afar, from `flattened` planes: BLOCKS x COARSE_ROWS x COLUMNS x 3."""
    rows = _rows(flat.shape[1], top // COARSE, bottom // COARSE, COARSE_ROWS)
    cut = flat[:, rows, x : x + 2 * REACH : COARSE]
    return cut.reshape(3, BLOCKS, COARSE_ROWS, COLUMNS).transpose(1, 2, 3, 0)


def _rows(height: int, top: int, bottom: int, count: int) -> NDArray[np.int64]:
    """``count`` neighbouring rows for each block, the blocks spread evenly from ``top`` to ``bottom``."""
    import numpy as np

    top = max(0, min(top, height - count))
    starts = np.linspace(top, max(top, min(bottom, height) - count), BLOCKS).astype(np.int64)
    return (starts[:, None] + np.arange(count)).ravel()
