"""Deadline: the last day that a notice names has passed, at publication or today."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from qishan_lint import dates, identity, workdays
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import columns, periods, prose
from qishan_lint.model import Item, Match, Part, Span, Spot

NEEDS_TODAY = True

_AT_ONCE = 12
"""Characters after the word in which the length of its period must stand."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``words`` announce a deadline: the last date in the same sentence, at most ``reach`` characters on.

    ``against`` is the day that it is compared with. ``only`` limits the rule to a class of items; ``grace`` days after
    the deadline are free. A sentence without a date may give the length of the period instead, which then begins on the
    day after publication. With ``persons``, only items count that show persons: by such a heading of a table, or by a
    number that names somebody.
    """

    words: tuple[str, ...]
    against: Literal["published", "today"]
    reach: int = 50
    grace: int = 0
    only: columns.Selector | None = None
    persons: tuple[str, ...] = ()


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
    if (day - last).days > params.grace and (not params.persons or _shows_persons(item, params.persons)):
        yield Match(spot, data={"deadline": last.isoformat(), "day": day.isoformat(), "days": (day - last).days})


def _deadline(part: Part, hit: Hit, params: Params, published: datetime.date) -> tuple[datetime.date, Spot] | None:
    around = prose.sentence(part.text, hit.start, hit.end)
    after = part.text[hit.end : min(around.end, hit.end + params.reach)]
    if not prose.is_prose(part, hit.start, hit.end):
        return None
    found = [one for one in dates.find_dates(after, published.year) if one.date is not None]
    if not found or found[-1].date is None:
        end = _by_length(after, published)
        return None if end is None else (end, Spot(part=part, span=Span(hit.start, hit.end)))
    date = found[-1].date
    if not found[-1].has_year and (published - date).days > 182:
        date = _next_year(date)
    start = hit.end + found[-1].span.start
    return date, Spot(part=part, span=Span(start, hit.end + found[-1].span.end))


def _by_length(text: str, published: datetime.date) -> datetime.date | None:
    """The last day of a period of which only the length is said, at once; None where the calendar does not reach."""
    length = periods.first(text[:_AT_ONCE])
    if length is None:
        return None
    if length.working:
        return workdays.load().after(published, length.days)
    return published + datetime.timedelta(days=length.days)


def _shows_persons(item: Item, headings: tuple[str, ...]) -> bool:
    columns = [(part.text, identity.of_tables(part.tables)) for part in item.parts]
    if any(word in heading for _, known in columns for heading in known.texts() for word in headings):
        return True
    return any(identity.find(text, known) for text, known in columns)


def _next_year(date: datetime.date) -> datetime.date:
    """A deadline without a year in an item of December may lie in January."""
    return date.replace(year=date.year + 1) if (date.month, date.day) != (2, 29) else date
