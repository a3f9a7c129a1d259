"""Age: the number of days between two dates of an item lies outside what is allowed.

A date is ``published``, ``today``, any date field of the metadata (``event``, ``written``, ``expires`` ...), or
``lead``: the day that a news report names at its very beginning.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import msgspec

from qishan_lint import dates
from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import columns, fields, prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Block, Item, Level, Match, Part, Span, Spot

NEEDS_TODAY = True

_DATELINE = 40
_BEGINNING = 14
_HALF_YEAR = 182
_BEGINS = r".{0,3}|.{0,12}(?:[）)讯] ?|[天日]（)"
_DATED = r"[0-9０-９一二三四五六七八九十] ?月|[0-9]{4}[-/.][0-9]"


class Limits(columns.Selector, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The limits of a class of items."""

    most: int | None = None
    severe: int | None = None


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """From the first known of ``begin`` to the first known of ``end`` at least ``least`` and at most ``most`` days.

    Days are calendar days. More than ``severe`` days are an error. ``only`` and ``never`` limit the rule to classes of
    items, ``classes`` give other limits. A ``lead`` counts only where ``lead-with`` occurs in its sentence and
    ``lead-without`` does not (patterns of plain words).
    """

    begin: tuple[str, ...]
    end: tuple[str, ...]
    least: int | None = None
    most: int | None = None
    severe: int | None = None
    only: columns.Selector | None = None
    never: columns.Selector | None = None
    classes: tuple[Limits, ...] = ()
    lead_with: tuple[str, ...] = ()
    lead_without: tuple[str, ...] = ()


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match when the two dates are known and too far apart, or the wrong way round."""
    params: Params = rule.params
    end = _first(params.end, item, params, context)
    if end is None:
        return
    begin = _first(params.begin, item, params, context)
    if begin is None or not _concerned(item, params):
        return
    days = (end[0] - begin[0]).days
    most, severe = _limits(item, params)
    too_many = most is not None and days > most
    if too_many or (params.least is not None and days < params.least):
        yield Match(
            begin[1] if begin[1].part is not None else end[1],
            data={"begin": begin[0].isoformat(), "end": end[0].isoformat(), "days": abs(days), "limit": most or 0},
            level=Level.ERROR if too_many and severe is not None and days > severe else None,
        )


def _concerned(item: Item, params: Params) -> bool:
    if params.only is not None and not columns.selects(params.only, item):
        return False
    return params.never is None or not columns.selects(params.never, item)


def _limits(item: Item, params: Params) -> tuple[int | None, int | None]:
    number = columns.first(params.classes, item)
    if number is None:
        return params.most, params.severe
    return params.classes[number].most, params.classes[number].severe


def _first(names: tuple[str, ...], item: Item, params: Params, context: Context) -> tuple[datetime.date, Spot] | None:
    for name in names:
        found = _moment(name, item, params, context)
        if found is not None:
            return found
    return None


def _moment(name: str, item: Item, params: Params, context: Context) -> tuple[datetime.date, Spot] | None:
    if name == "today":
        return context.today, Spot(path=item.path)
    if name == "lead":
        return _lead(item, params)
    date = fields.date_of(item, name)
    return None if date is None else (date, Spot(path=item.path))


def _lead(item: Item, params: Params) -> tuple[datetime.date, Spot] | None:
    """The last day of the dateline: 11月18日至20日 counts as 20日."""
    part, published = item.article, item.published
    if part is None or published is None:
        return None
    block = next((block for block in part.blocks if block.kind == "paragraph"), None)
    if block is None:
        return None
    last = min(block.span.end, block.span.start + _BEGINNING)
    if expression(_DATED).search(part.text, block.span.start, last) is None:
        return None
    return _dateline(part, block, published, params)


def _dateline(part: Part, block: Block, published: datetime.date, params: Params) -> tuple[datetime.date, Spot] | None:
    start = block.span.start
    head = part.text[start : min(block.span.end, start + _DATELINE)]
    written = dates.find_dates(head, published.year)
    found = [one for one in written if one.date is not None and one.span.start < _BEGINNING]
    if not found or expression(_BEGINS).fullmatch(head[: found[0].span.start]) is None:
        return None
    last = found[-1]
    around = prose.sentence(part.text, start + last.span.end, start + last.span.end)
    words = part.text[around.start : around.end]
    if not any(word in words for word in params.lead_with) or any(word in words for word in params.lead_without):
        return None
    date = last.date or published
    tail = re.match(r"(?:至|到|—|-|－|～)(\d{1,2})[日号]", head[last.span.end :])
    if tail and 1 <= int(tail[1]) <= 28:
        date = date.replace(day=int(tail[1]))
    spot = Spot(part=part, span=Span(start + last.span.start, start + last.span.end))
    return _nearest(date, published, last.has_year), spot


def _nearest(date: datetime.date, published: datetime.date, has_year: bool) -> datetime.date:
    """A day without a year belongs to last year when this year's lies far ahead: 12月30日 in an item of January."""
    if has_year or (date - published).days < _HALF_YEAR or (date.month, date.day) == (2, 29):
        return date
    return date.replace(year=date.year - 1)
