"""Deadline: the last day that a notice names has passed, at publication or today."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from qishan_lint import dates
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import columns, prose
from qishan_lint.model import Item, Match, Part, Span, Spot

NEEDS_TODAY = True


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``words`` announce a deadline: the last date in the same sentence, at most ``reach`` characters on.

    ``against`` is the day that it is compared with. ``only`` limits the rule to a class of items; ``grace`` days after
    the deadline are free. The deadline may also stand in the metadata field ``expires``.
    """

    words: tuple[str, ...]
    against: Literal["published", "today"]
    reach: int = 50
    grace: int = 0
    only: columns.Selector | None = None


def literals(params: Params) -> Iterable[str]:
    """The words that announce a deadline."""
    return params.words


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match, at the latest deadline of the item, when all its deadlines have passed."""
    params: Params = rule.params
    published = item.published
    if published is None or (params.only is not None and not columns.selects(params.only, item)):
        return
    known = [one for hit in context.hits if (one := _deadline(item.parts[hit.part], hit, params, published))]
    if not known:
        return
    last, spot = max(known, key=lambda one: one[0])
    day = published if params.against == "published" else context.today
    if params.against == "today" and last < published:
        return
    if (day - last).days > params.grace:
        yield Match(spot, data={"deadline": last.isoformat(), "day": day.isoformat(), "days": (day - last).days})


def _deadline(part: Part, hit: Hit, params: Params, published: datetime.date) -> tuple[datetime.date, Spot] | None:
    around = prose.sentence(part.text, hit.start, hit.end)
    after = part.text[hit.end : min(around.end, hit.end + params.reach)]
    found = [one for one in dates.find_dates(after, published.year) if one.date is not None]
    if not found or found[-1].date is None or not prose.is_prose(part, hit.start, hit.end):
        return None
    date = found[-1].date
    if not found[-1].has_year and (published - date).days > 182:
        date = _next_year(date)
    start = hit.end + found[-1].span.start
    return date, Spot(part=part, span=Span(start, hit.end + found[-1].span.end))


def _next_year(date: datetime.date) -> datetime.date:
    """A deadline without a year in an item of December may lie in January."""
    return date.replace(year=date.year + 1) if (date.month, date.day) != (2, 29) else date
