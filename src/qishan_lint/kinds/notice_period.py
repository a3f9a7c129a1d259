"""Notice period: a notice that says how long it stands, and gives days that are not so far apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint import dates, workdays
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import periods, prose
from qishan_lint.model import Item, Match, Part, Span, Spot, Text

_ONE = datetime.timedelta(days=1)


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``words`` name the period; its length and its two days stand in the same sentence, at most ``reach`` characters on.

    Both days count.
    """

    words: tuple[str, ...]
    reach: int = 60


def literals(params: Params) -> Iterable[str]:
    """The words that name the period."""
    return params.words


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match for each period whose days are too few, or cannot be counted."""
    params: Params = rule.params
    seen: set[tuple[int, int]] = set()
    for hit in context.hits:
        part = item.parts[hit.part]
        match = _match(part, hit, item.published, params)
        if match is not None and match.spot.span is not None and (hit.part, match.spot.span.end) not in seen:
            seen.add((hit.part, match.spot.span.end))
            yield match


def _match(part: Part, hit: Hit, published: datetime.date | None, params: Params) -> Match | None:
    around = prose.sentence(part.text, hit.start, hit.end)
    text = part.text[hit.start : min(around.end, hit.end + params.reach)]
    length = periods.first(text)
    found = [one for one in dates.find_dates(text, published.year if published else None) if one.date is not None]
    if length is None or len(found) != 2 or not prose.is_prose(part, hit.start, hit.end):
        return None
    begin, end = (one.date for one in found)
    if begin is None or end is None or not begin <= end or not (found[0].has_year or published):
        return None
    counted = _counted(begin, end, length.working)
    if counted is not None and counted >= length.days:
        return None
    unit = Text("个工作日", " working days") if length.working else Text("天", " days")
    said = Text(f"{length.days}{unit.zh}", f"{length.days}{unit.en}")
    real = (
        Text("无法计算（超出节假日表）", "cannot be counted (beyond the table of holidays)")
        if counted is None
        else Text(f"只有{counted}{unit.zh}", f"are only {counted}{unit.en}")
    )
    spot = Spot(part=part, span=Span(hit.start + found[0].span.start, hit.start + found[1].span.end))
    return Match(spot, {"said": said, "begin": begin.isoformat(), "end": end.isoformat(), "real": real})


def _counted(begin: datetime.date, end: datetime.date, working: bool) -> int | None:
    """The days from ``begin`` to ``end``, both counted."""
    return workdays.load().between(begin - _ONE, end) if working else (end - begin).days + 1
