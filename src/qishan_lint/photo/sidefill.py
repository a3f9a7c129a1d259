"""An upright photo before a blurred copy of itself: cuts at like distances from the borders, detail only between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qishan_lint.photo.cuts import Cut, Side
    from qishan_lint.photo.steps import Floats

SKEW = 0.05
"""The two cuts' distances from their borders may differ by this share of the width."""

NARROWEST = 0.06
"""Narrower sides are frames."""

SOFT = 0.4
"""The sides have at most this share of the middle's detail ..."""

LIVELY = 1.5
"""... and the middle has at least this much: mean difference of neighbouring pixels, of 255."""


class SideFill(msgspec.Struct, frozen=True):
    """The two cuts between photo and fill, and how soft the fill is (share of the photo's detail)."""

    cuts: tuple[Cut, Cut]
    softness: float


def _detail(side: Side) -> Floats:
    """For each column the mean difference of its neighbouring pixels."""
    import numpy as np

    green = side.view[1][: side.view.shape[1] // 2 * 2]
    step = np.maximum(green[1::2], green[::2]) - np.minimum(green[1::2], green[::2])
    return np.asarray(step.mean(axis=0), np.float32)


def side_fill(sides: tuple[Side, Side], found: Sequence[Cut], least: float) -> SideFill | None:
    """The side fill that two of the cuts ``found`` (scores of ``least`` or more) make, None when there is none."""
    import numpy as np

    for side in sides:
        width = side.view.shape[2]
        mine = sorted((cut for cut in found if cut.axis == side.axis and cut.score >= least), key=lambda cut: cut.at)
        pairs = [(a, b) for i, a in enumerate(mine) for b in mine[i + 1 :]
                 if abs(a.at + b.at - width) <= SKEW * width and a.at >= NARROWEST * width]  # fmt: skip
        if not pairs:
            continue
        detail = _detail(side)
        for a, b in pairs:
            middle = float(np.median(detail[a.at + 4 : b.at - 4])) if b.at - a.at > 16 else 0.0
            outer = float(np.percentile(np.concatenate((detail[: a.at - 4], detail[b.at + 4 :])), 90))
            if middle >= LIVELY and outer <= SOFT * middle:
                return SideFill((a, b), outer / middle)
    return None
