"""Caption strips: plain or tinted bands along a border; their inner edge is as straight as a cut, but is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qishan_lint.photo.cuts import Cut, Side
    from qishan_lint.photo.steps import Pixels

BROADEST = 0.27
"""Broader parts of a picture, as a share of its width, are no strips."""

PLAIN = 40
"""A strip's colours vary by less than this (20th to 80th percentile of the middle channel, of 255) ..."""

PLAINER = 0.55
"""... and by less than this share of what the rest of the picture does."""


def is_caption_edge(side: Side, cut: Cut) -> bool:
    """Whether the through cut ``cut`` of ``side`` is the edge of a strip along the nearer border."""
    width = side.view.shape[2]
    if min(cut.at, width - cut.at) > BROADEST * width:
        return False
    left, right = side.view[:, :, : cut.at - 2], side.view[:, :, cut.at + 2 :]
    outer, inner = (left, right) if cut.at < width / 2 else (right, left)
    spread = _spread(outer)
    return spread < PLAIN and spread < PLAINER * _spread(inner)


def _spread(pixels: Pixels) -> float:
    """How much the colours of a part vary, on at most about 100 x 100 of its pixels."""
    import numpy as np

    some = pixels[:, :: max(1, pixels.shape[1] // 100), :: max(1, pixels.shape[2] // 100)].reshape(3, -1)
    low, high = np.percentile(some, (20, 80), axis=1)
    return float(np.median(high - low))
