"""Calendar: days that do not exist, and weekdays that do not belong to their date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from qishan_lint import dates, prose
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.model import Item, Level, Match, Part, Span, Spot

_NAMES = "一二三四五六日"
_WEEKDAY = re.compile(
    r"(?:[日号]|\d)[ ]?[（(，,、 ]?[ ]?(?P<at>(?:星期|周|礼拜)(?P<day>[一二三四五六日天]))(?![一二三四五六日至到])"
)
_REACH = 24
_HALF_YEAR = 183
_DIGITS = "0123456789０１２３４５６７８９.-/年〇零○一二三四五六七八九十"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``what`` to look for: ``impossible`` days, or a ``weekday`` that disagrees with the date before it."""

    what: Literal["impossible", "weekday"]


def literals(params: Params) -> Iterable[str]:
    """What every such place holds: the name of a weekday, or a number too large for a month or near its end."""
    return ("星期", "周", "礼拜") if params.what == "weekday" else _IMPOSSIBLE


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
        found = _impossible(part, hit) if rule.params.what == "impossible" else _weekday(item, part, hit)
        for match in found:
            span = match.spot.span
            if span is not None and (hit.part, span.start) not in seen and prose.is_prose(part, span.start, span.end):
                seen.add((hit.part, span.start))
                yield match


def _before(text: str, at: int) -> int:
    """Where to begin reading dates before ``at``: in the same block and never inside a number."""
    first = max(text.rfind("\n", 0, at) + 1, at - _REACH)
    while first > 0 and text[first - 1] in _DIGITS:
        first -= 1
    return first


def _impossible(part: Part, hit: Hit) -> Iterator[Match]:
    first = _before(part.text, hit.start)
    for found in dates.find_dates(part.text[first : hit.end + 12]):
        if found.date is None and (found.month, found.day) != (0, 0):
            span = Span(first + found.span.start, first + found.span.end)
            if part.text[max(0, span.start - 1) : span.start] not in ("第", "共"):
                yield Match(Spot(part=part, span=span), data={"found": part.text[span.start : span.end]})


def _weekday(item: Item, part: Part, hit: Hit) -> Iterator[Match]:
    first = _before(part.text, hit.start)
    year = item.published.year if item.published else None
    named = _WEEKDAY.search(part.text, max(first, hit.start - 4), hit.end + 3)
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
