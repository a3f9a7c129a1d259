"""Calendar: days that do not exist, weekdays that do not belong to their date, periods that end before they begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from qishan_lint import dates
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Level, Match, Part, Span, Spot

_NAMES = "一二三四五六日"
_WEEKDAY = (
    r"(?:[日号]|\d)[ ]?[（(，,、 ]?[ ]?(?P<at>(?:星期|周|礼拜)(?P<day>[一二三四五六日天]))(?![一二三四五六日至到])"
)
_DAY = r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[日号]"
_YEARS = r"(?P<begin>(?:19|20)\d\d)年(?:至|到|—|－|-|～|~)(?P<end>(?:19|20)\d\d)年"
_TO = tuple(f"{day}{to}" for day in "日号年" for to in "至到—－-～~")
_REACH = 24
_HALF_YEAR = 183
_DIGITS = "0123456789０１２３４５６７８９.-/年〇零○一二三四五六七八九十"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``what`` to look for: ``impossible`` days, a ``weekday`` beside another day, a ``period`` run backwards."""

    what: Literal["impossible", "weekday", "period"]


def literals(params: Params) -> Iterable[str]:
    """What every such place holds: the name of a weekday, or a number too large for a month or near its end."""
    return {"weekday": ("星期", "周", "礼拜"), "period": _TO, "impossible": _IMPOSSIBLE}[params.what]


def _numbers() -> Iterator[str]:
    for day in range(29, 100):
        yield from (f"{day}日", f"{day}号", f"-{day}", f"/{day}", f".{day}", f"{day} 日")
    for month in range(13, 100):
        yield from (f"{month}月", f"-{month}-", f"/{month}/", f".{month}.", f"{month} 月")
    yield from ("二十九日", "三十日", "三十一日", "三十二日", "十三月", "十四月", "十五月")
    yield from ("月0日", "月00日", "年0月", "年00月", "-00")


_IMPOSSIBLE = tuple(_numbers())


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield every date that no calendar has, or every weekday that is not that of its date."""
    seen: set[tuple[int, int]] = set()
    for hit in context.hits:
        part = item.parts[hit.part]
        for match in _CHECKS[rule.params.what](item, part, hit):
            span = match.spot.span
            if span is not None and (hit.part, span.start) not in seen and prose.is_prose(part, span.start, span.end):
                seen.add((hit.part, span.start))
                yield match


def _before(text: str, at: int) -> int:
    """Where to begin reading dates before ``at``: in the same block and never inside a number."""
    begin = max(text.rfind("\n", max(0, at - 3 * _REACH), at) + 1, at - _REACH)
    first = begin
    while first > max(0, begin - _REACH) and text[first - 1] in _DIGITS:
        first -= 1
    return first


def _impossible(item: Item, part: Part, hit: Hit) -> Iterator[Match]:
    del item
    first = _before(part.text, hit.start)
    for found in dates.find_dates(part.text[first : hit.end + 12]):
        if found.date is None and (found.month, found.day) != (0, 0):
            span = Span(first + found.span.start, first + found.span.end)
            if part.text[max(0, span.start - 1) : span.start] not in ("第", "共"):
                yield Match(Spot(part=part, span=span), data={"found": part.text[span.start : span.end]})


def _weekday(item: Item, part: Part, hit: Hit) -> Iterator[Match]:
    first = _before(part.text, hit.start)
    year = item.published.year if item.published else None
    named = expression(_WEEKDAY).search(part.text, max(first, hit.start - 4), hit.end + 3)
    if named is None or named.start("at") != hit.start:
        return
    before = [one for one in dates.find_dates(part.text[first : named.start() + 1], year) if one.date is not None]
    if not before or before[-1].date is None or not (before[-1].has_year or year):
        return
    last = before[-1]
    if last.date is None or first + last.span.end < named.start():
        return
    if not last.has_year and item.published and abs((last.date - item.published).days) > _HALF_YEAR:
        return
    right = _NAMES[last.date.weekday()]
    if right != named["day"].replace("天", "日"):
        start, end = named.span("day")
        yield Match(
            Spot(part=part, span=Span(start, end)),
            data={"found": named["at"], "date": last.date.isoformat(), "expected": named["at"][:-1] + right},
            level=None if last.has_year else Level.WARNING,
            suggestions=(right,),
            replacement=right,
            safe=False,
        )


def _period(item: Item, part: Part, hit: Hit) -> Iterator[Match]:
    """2025年5月10日至5月1日: a year that is not written is the one before, but for the turn of a year."""
    del item
    if hit.literal[0] == "年":
        years = expression(_YEARS).match(part.text, max(0, hit.start - 4))
        if years is not None and years["end"] < years["begin"]:
            yield Match(Spot(part=part, span=Span(*years.span())), data={"found": years.group()})
        return
    first = _before(part.text, hit.start)
    dates_before = [one for one in dates.find_dates(part.text[first : hit.start + 1]) if one.date is not None]
    if not dates_before or first + dates_before[-1].span.end != hit.start + 1:
        return
    begin = dates_before[-1]
    following = expression(_DAY).match(part.text, hit.end)
    if following is None or begin.date is None:
        return
    year = int(following["year"]) if following["year"] else begin.year if begin.has_year else 0
    month = int(following["month"]) if following["month"] else begin.month
    if bool(following["year"]) != begin.has_year and following["year"]:
        return
    over_new_year = begin.month >= 11 and month <= 2
    if not following["year"] and following["month"] and month < begin.month and (over_new_year or not begin.has_year):
        return
    if (year, month, int(following["day"])) < (begin.year if begin.has_year else 0, begin.month, begin.day):
        span = Span(first + begin.span.start, following.end())
        yield Match(Spot(part=part, span=span), data={"found": part.text[span.start : span.end]})


_CHECKS = {"impossible": _impossible, "weekday": _weekday, "period": _period}
