"""Photo collage: several photos pasted into one picture; the finding shows where the cuts run."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Level, Line, Match, Spot, Text
from qishan_lint.photo import study
from qishan_lint.photo.survey import Survey, confidence

MOST_SHOWN = 3

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """From the score ``likely`` on it is a finding, from ``sure`` on an error.

    Pictures with more than the share ``flat`` of flat blocks are screenshots or drawings, which another rule reports;
    with a score of ``certain`` or more it takes the share ``flat-certain``.
    """

    likely: float
    sure: float
    flat: float = 1.0
    certain: float = float("inf")
    flat_certain: float = 1.0
    photos: study.Which = "all"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each collage."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        seen = study.surveyed(photo)
        if isinstance(seen, Survey) and seen.collage >= params.likely and is_photo(seen.collage, seen.flat, params):
            sure = seen.collage >= params.sure
            yield Match(
                Spot(photo=photo, where=photo.where, lines=seen.lines),
                {"where": _where(seen.lines), "width": seen.width, "height": seen.height},
                Level.ERROR if sure else None,
                confidence=round(confidence(seen.collage), 3),
            )


def is_photo(score: float, flat: float, params: Params) -> bool:
    """Whether a picture with this score and share of flat blocks is judged as a photo."""
    return flat <= (params.flat_certain if score >= params.certain else params.flat)


def _where(lines: tuple[Line, ...]) -> Text:
    """Where the surest cuts run: columns count from the left, rows from the top, both from 0."""
    upright = sorted({line.x1 for line in lines[:MOST_SHOWN] if line.x1 == line.x2})
    level = sorted({line.y1 for line in lines[:MOST_SHOWN] if line.y1 == line.y2})
    named = [(upright, "列", "column"), (level, "行", "row")]
    zh = (f"第{'、'.join(map(str, at))}{name}" for at, name, _ in named if at)
    en = (f"{name} {', '.join(map(str, at))}" for at, _, name in named if at)
    return Text("、".join(zh), " and ".join(en))
