"""Photo bytes: a file too large to load quickly, or so small that nothing is left of the photo."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Spot
from qishan_lint.photo import study

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Limits in bytes, 0 for none."""

    photos: study.Which = "all"
    minimum: int = 0
    maximum: int = 0


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo outside the limits; an empty file is unreadable, not small."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        small = 0 < photo.size < params.minimum
        if small or (params.maximum and photo.size > params.maximum):
            limit = params.minimum if small else params.maximum
            data = {"found": _human(photo.size), "limit": _human(limit)}
            yield Match(Spot(photo=photo, where=photo.where), data)


def _human(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{size / 1024:.0f} KB"
