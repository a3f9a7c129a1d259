"""Photo size: fewer or more pixels than a page wants, measured upright."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Level, Match, Spot
from qishan_lint.photo import study
from qishan_lint.photo.loading import Header

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Limits in pixels, 0 for none; ``min-side`` and ``max-side`` bound the shorter and the longer side.

    Below ``severe-min-width`` it is an error.
    """

    photos: study.Which = "all"
    min_width: int = 0
    severe_min_width: int = 0
    min_side: int = 0
    max_width: int = 0
    max_side: int = 0


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo outside the limits; those without a readable header are for other rules."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        head = study.header(photo)
        if not isinstance(head, Header):
            continue
        wrong = _wrong(head, params)
        if wrong:
            severe = head.width < params.severe_min_width
            data = {"width": head.width, "height": head.height, "limit": wrong}
            yield Match(Spot(photo=photo, where=photo.where), data, Level.ERROR if severe else None)


def _wrong(head: Header, params: Params) -> int:
    """The limit that is broken, 0 for none."""
    short, long = sorted((head.width, head.height))
    if head.width < params.min_width:
        return params.min_width
    if short < params.min_side:
        return params.min_side
    if params.max_width and head.width > params.max_width:
        return params.max_width
    return params.max_side if params.max_side and long > params.max_side else 0
