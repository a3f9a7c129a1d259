"""Whether a picture was pasted together from several photos, in whatever layout, and where the pasting shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from qishan_lint.photo import borders, cuts, planes, sidefill, stretches
from qishan_lint.photo.borders import NO_BARS, Bars
from qishan_lint.photo.captions import is_caption_edge
from qishan_lint.photo.cuts import Cut
from qishan_lint.photo.gutters import gutter_at

if TYPE_CHECKING:
    from qishan_lint.photo.scorer import Weights
    from qishan_lint.photo.steps import Pixels

WORTH = -3.0
"""Cuts with a lower score are not looked into further."""

SHOWN = -1.0
"""Cuts with a lower score are not shown beside the best one."""

ACROSS = 0.1
"""Weight of the best cut across the parts, clipped to -4 .. 4, in the collage's score."""

GUTTER = 2.0
"""What a gutter right through the picture adds to the score."""

ALONE = 9.0
"""Through cuts with this score settle the matter; nothing else is looked for."""

FILL_CUTS = -2.0
"""A side fill shows two cuts with at least this score."""


class Pasted(msgspec.Struct, frozen=True):
    """What was found: scores are log odds (higher is surer), -inf for nothing to judge; cuts in the picture's pixels.

    ``collage`` tells how sure it is that several photos lie side by side, ``cuts`` where; ``inset`` how sure a small
    picture on a large one is, ``around`` its sides. ``fill`` are the two cuts of a side fill.
    """

    bars: Bars = NO_BARS
    collage: float = float("-inf")
    cuts: tuple[Cut, ...] = ()
    inset: float = float("-inf")
    around: tuple[Cut, ...] = ()
    fill: tuple[Cut, ...] = ()


def pasted(pixels: Pixels, weights: Weights) -> Pasted:
    """Judge a picture (3 x height x width)."""
    sides = (cuts.side(pixels, 0), cuts.side(pixels, 1))
    bars = borders.bars(sides[0].votes, sides[1].votes)
    if bars != NO_BARS:
        pixels = planes.inside(pixels, bars)
        if min(pixels.shape[1:]) < planes.SMALLEST:
            return Pasted(bars)
        sides = (cuts.side(pixels, 0), cuts.side(pixels, 1))
    through = cuts.through(sides, weights)
    if not through:
        return Pasted(bars)
    gutter = [cut for cut in through if gutter_at(sides[cut.axis].votes, cut.at)]
    fill = None if gutter else sidefill.side_fill(sides, through, FILL_CUTS)
    if fill is not None:
        return Pasted(bars, fill=_placed(fill.cuts, bars))
    through = [cut for cut in through if cut.score < WORTH or not is_caption_edge(sides[cut.axis], cut)]
    score, shown = _guillotine(pixels, through, weights)
    if through and through[0] in gutter:
        score += GUTTER
    if score >= ALONE:
        return Pasted(bars, score, _placed(shown, bars))
    wheel, small = stretches.pinwheel(sides, weights), stretches.inset(sides, weights)
    if wheel is not None and wheel.score > score:
        score, shown = wheel.score, wheel.cuts
    around = () if small is None else small.cuts
    inset = float("-inf") if small is None else small.score
    return Pasted(bars, score, _placed(shown, bars), inset, _placed(around, bars))


def _guillotine(pixels: Pixels, through: list[Cut], weights: Weights) -> tuple[float, tuple[Cut, ...]]:
    """The score of the best through cut with what is found across its parts, and all cuts worth showing."""
    if not through:
        return float("-inf"), ()
    best = through[0]
    across = cuts.across(pixels, best, weights) if best.score > WORTH else []
    extra = max((cut.score for cut in across), default=-4.0)
    shown = [best, *(cut for cut in (*through[1:], *across) if cut.score >= SHOWN)]
    return best.score + ACROSS * min(max(extra, -4.0), 4.0), tuple(_distinct(shown))


def _distinct(found: list[Cut]) -> list[Cut]:
    """Without cuts that lie upon a surer one: both edges of one gutter are one cut."""
    kept: list[Cut] = []
    for cut in sorted(found, key=lambda one: -one.score):
        near = (other for other in kept if other.axis == cut.axis and abs(other.at - cut.at) <= 24)
        if not any(other.start <= cut.start + 8 and other.end >= cut.end - 8 for other in near):
            kept.append(cut)
    return kept


def _placed(found: tuple[Cut, ...], bars: Bars) -> tuple[Cut, ...]:
    """The cuts in pixels of the picture with its bars."""
    left, top = bars.left, bars.top
    across, along = (left, top), (top, left)
    return tuple(
        Cut(cut.axis, cut.at + across[cut.axis], cut.start + along[cut.axis], cut.end + along[cut.axis], cut.score)
        for cut in found
    )
