"""Photo layout: pictures laid over or put before others: an inset, a blurred fill at the sides, bars at the border."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Box, Item, Line, Match, Photo, Spot
from qishan_lint.photo import study
from qishan_lint.photo.survey import Survey, confidence

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``what`` to look for. An ``inset`` counts from the score ``likely`` on, unless the collage's score reaches
    ``collage``; ``bars`` count when they take more than ``share`` of the width or the height.

    Pictures with more than the share ``flat`` of flat blocks are screenshots or drawings and left out.
    """

    what: Literal["inset", "side-fill", "bars"]
    likely: float = 0.0
    collage: float = float("inf")
    share: float = 0.0
    flat: float = 1.0
    photos: study.Which = "all"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo with the layout."""
    del context
    params: Params = rule.params
    look = {"inset": _inset, "side-fill": _fill, "bars": _bars}[params.what]
    for photo in study.chosen(item, params.photos):
        seen = study.surveyed(photo)
        if isinstance(seen, Survey) and seen.flat <= params.flat:
            yield from look(photo, seen, params)


def _inset(photo: Photo, seen: Survey, params: Params) -> Iterator[Match]:
    if seen.box is not None and seen.inset >= params.likely and seen.collage < params.collage:
        spot = Spot(photo=photo, where=photo.where, box=seen.box, lines=_sides(seen.box, seen))
        data = {"width": seen.width, "height": seen.height, "x": seen.box.x, "y": seen.box.y}
        data |= {"small_width": seen.box.width, "small_height": seen.box.height}
        yield Match(spot, data, confidence=round(confidence(seen.inset), 3))


def _sides(box: Box, seen: Survey) -> tuple[Line, ...]:
    """The sides of the inset that do not lie on the photo's border."""
    right, bottom = box.x + box.width, box.y + box.height
    upright = (Line(x, box.y, x, bottom) for x in (box.x, right) if 0 < x < seen.width)
    level = (Line(box.x, y, right, y) for y in (box.y, bottom) if 0 < y < seen.height)
    return (*upright, *level)


def _fill(photo: Photo, seen: Survey, params: Params) -> Iterator[Match]:
    del params
    if seen.fill:
        yield Match(Spot(photo=photo, where=photo.where, lines=seen.fill), {"width": seen.width, "height": seen.height})


def _bars(photo: Photo, seen: Survey, params: Params) -> Iterator[Match]:
    wide = (seen.bars.left + seen.bars.right) / seen.width
    high = (seen.bars.top + seen.bars.bottom) / seen.height
    if max(wide, high) > params.share:
        yield Match(Spot(photo=photo, where=photo.where), {"share": round(100 * max(wide, high))})
