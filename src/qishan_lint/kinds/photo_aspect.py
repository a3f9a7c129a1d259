"""Photo aspect: a shape (width by height) that the page's layout does not expect."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Level, Match, Spot, Value
from qishan_lint.photo import study
from qishan_lint.photo.loading import Header

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``ratios`` ("4:3") that are right, upright or lying, within ``tolerance`` (share); empty for any.

    Outside ``least`` .. ``most`` (width / height; 0 for no bound) the shape is an error.
    """

    photos: study.Which = "all"
    ratios: tuple[str, ...] = ()
    tolerance: float = 0.04
    least: float = 0.0
    most: float = 0.0


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo of another shape."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        head = study.header(photo)
        if not isinstance(head, Header):
            continue
        ratio = head.width / head.height
        extreme = ratio < params.least or (params.most > 0 and ratio > params.most)
        if extreme or (params.ratios and not _known(ratio, params)):
            data: dict[str, Value] = {"width": head.width, "height": head.height}
            data |= {"ratio": f"{ratio:.2f}", "ratios": "、".join(params.ratios)}
            yield Match(Spot(photo=photo, where=photo.where), data, Level.ERROR if extreme else None)


def _known(ratio: float, params: Params) -> bool:
    for text in params.ratios:
        width, _, height = text.partition(":")
        wanted = float(width) / float(height)
        if any(abs(ratio / one - 1) <= params.tolerance for one in (wanted, 1 / wanted)):
            return True
    return False
