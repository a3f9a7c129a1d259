"""Photo stretched: the page shows a photo in another shape than it has."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Spot, Value
from qishan_lint.photo import study
from qishan_lint.photo.loading import Header

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``tolerance`` is the share by which the shapes may differ; ``least`` pixels are too small to tell (icons)."""

    photos: study.Which = "all"
    tolerance: float = 0.03
    least: int = 32


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo whose width and height in the page do not fit those of the file."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        head = study.header(photo)
        if photo.shown is None or not isinstance(head, Header) or min(photo.shown) < params.least:
            continue
        wide, high = photo.shown
        change = (wide / high) / (head.width / head.height)
        if max(change, 1 / change) > 1 + params.tolerance + 1 / min(photo.shown):
            right = round(wide * head.height / head.width)
            data: dict[str, Value] = {"shown": f"{wide}×{high}", "height_right": right}
            data |= {"width": head.width, "height": head.height}
            yield Match(Spot(photo=photo, where=photo.where), data)
