"""Photo look: a picture as a whole too dark, too soft, or flat as only screenshots and drawings are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Spot
from qishan_lint.photo import study
from qishan_lint.photo.survey import Survey

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``measure`` below ``below`` or above ``above`` is a finding; so is only what satisfies both where both are given.

    ``brightness`` runs from 0 to 255, ``sharpness`` from about -10 (soft) to 0, ``flat`` from 0 to 1. Pictures with a
    shorter side under ``least`` pixels, a larger share of flat blocks than ``most-flat``, or less brightness than
    ``least-brightness`` are left out.
    """

    measure: Literal["brightness", "sharpness", "flat"]
    below: float | None = None
    above: float | None = None
    least: int = 0
    most_flat: float = 1.0
    least_brightness: float = 0.0
    photos: study.Which = "all"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo outside the limits."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        seen = study.surveyed(photo)
        if not isinstance(seen, Survey) or not _judged(seen, params):
            continue
        value = {"brightness": seen.brightness, "sharpness": seen.sharpness, "flat": seen.flat}[params.measure]
        low = params.below is None or value < params.below
        high = params.above is None or value > params.above
        if low and high:
            yield Match(Spot(photo=photo, where=photo.where), {"found": round(value, 2)})


def _judged(seen: Survey, params: Params) -> bool:
    """Whether the photo is of the sort that the rule is about."""
    large = min(seen.width, seen.height) >= params.least
    return large and seen.flat <= params.most_flat and seen.brightness >= params.least_brightness
