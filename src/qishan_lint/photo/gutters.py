"""Gutters: a narrow stripe of one colour right through the picture, with pictures on both its sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qishan_lint.photo.steps import Votes

FLAT, FLAT_THROUGHOUT = 0.94, 0.97
"""Each column of a gutter has one colour over the first share of its height, all together over the second."""

BESIDE = 0.8
"""The columns on both sides have no one colour over more than this share ..."""

EDGE = 0.65
"""... and the picture jumps there over at least this share of the height."""

STEADY = 20
"""The gutter's colour changes by at most this from side to side."""

NARROWEST, WIDEST = 3, 0.07
"""Thinner stripes (columns) may be wires and poles, wider ones (share of the width) parts of the picture."""

NEAR = 4
"""A cut belongs to a gutter that is at most so many columns away."""


def gutter_at(votes: Votes, x: int) -> tuple[int, int] | None:
    """First column and end of the gutter at or beside the cut at ``x``, None when there is none."""
    flat = votes.uniform >= FLAT
    near = range(max(1, x - NEAR), min(votes.width - 1, x + NEAR))
    start = next((column for column in near if flat[column]), None)
    if start is None:
        return None
    first, end = start, start
    while first > 0 and flat[first - 1]:
        first -= 1
    while end < votes.width and flat[end]:
        end += 1
    if first <= NEAR or end >= votes.width - NEAR:
        return None
    narrow = NARROWEST <= end - first <= max(NARROWEST, WIDEST * votes.width)
    return (first, end) if narrow and _clear(votes, first, end) else None


def _clear(votes: Votes, first: int, end: int) -> bool:
    """Whether the stripe is a gutter by its own columns and by those beside it."""
    uniform, colour, bands = votes.uniform, votes.colour[:, first:end], votes.bands
    beside = max(uniform[max(0, first - 6) : first - 1].min(), uniform[end + 1 : end + 6].min())
    left, right = bands[:, first - 2 : first + 3].max(axis=1), bands[:, end - 2 : end + 3].max(axis=1)
    return bool(
        uniform[first:end].mean() >= FLAT_THROUGHOUT
        and (colour.max(axis=1) - colour.min(axis=1)).max() <= STEADY
        and beside <= BESIDE
        and (left.mean() + right.mean()) / 2 >= EDGE
    )
