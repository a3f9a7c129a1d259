"""Dates in running text and in metadata, in all forms that Chinese offices write, impossible ones included."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator

import msgspec

from qishan_lint.model import Span

_HAN_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○Ｏ", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_D = "[0-9０-９]"
_H = "[〇零○一二三四五六七八九十]"

_FORMS = rf"""
    (?<![0-9０-９.\-/])(?P<y1>{_D}{{4}})\ ?年\ ?(?P<m1>{_D}{{1,2}})\ ?月\ ?(?P<d1>{_D}{{1,2}})\ ?[日号]
  | (?<![0-9A-Za-z０-９.\-/])(?P<y2>[0-9]{{4}})(?P<sep>[-/.])(?P<m2>[0-9]{{1,2}})(?P=sep)(?P<d2>[0-9]{{1,2}})
    (?![0-9.\-/]?[0-9])
  | (?P<y3>[〇零○一二三四五六七八九]{{4}})年(?P<m3>{_H}{{1,3}})月(?P<d3>{_H}{{1,3}})[日号]
  | (?<![0-9０-９.\-/])(?P<m4>{_D}{{1,2}})\ ?月\ ?(?P<d4>{_D}{{1,2}})\ ?[日号]
  | (?<!{_H})(?P<m5>十[一二]?|[一二三四五六七八九])月(?P<d5>{_H}{{1,3}})[日号]
    """
_HINT = re.compile(r"[0-9０-９]月|[0-9０-９] 月|[一二三四五六七八九十]月|[0-9]{4}[-/.][0-9]")
_RELATIVE = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}
_COMPACT = re.compile(r"(?<![0-9])(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[0-9]{4}|[0-9]{6})?(?![0-9])")


class Dated(msgspec.Struct, frozen=True):
    """A date as written: where, its numbers, and the day that it names (None when there is no such day).

    ``has_year`` tells whether the year is certain, because it is written or said (去年); otherwise it is the one handed
    in, 0 if none was.
    """

    span: Span
    year: int
    month: int
    day: int
    has_year: bool
    date: datetime.date | None


@functools.cache
def _date() -> re.Pattern[str]:
    """The pattern of all forms; compiled when a text first holds something like a date, which takes 5 ms."""
    return re.compile(_FORMS, re.VERBOSE)


def find_dates(text: str, year: int | None = None) -> tuple[Dated, ...]:
    """All dates in ``text`` in order; ``year`` completes "5月1日". Without a year, 29 February is possible."""
    if not _HINT.search(text):
        return ()
    return tuple(_found(text, year))


def _found(text: str, year: int | None) -> Iterator[Dated]:
    for match in _date().finditer(text):
        number = next(index for index in range(1, 6) if match[f"m{index}"])
        month, day = _number(match[f"m{number}"]), _number(match[f"d{number}"])
        if number > 3:
            written = _meant_year(text, match.start(), year)
            if written is None:
                continue
        else:
            written = _number(match[f"y{number}"]) if number < 3 else _positional(match["y3"])
        has_year = number <= 3 or (bool(year) and text[match.start() - 1 : match.start()] == "年")
        known = bool(written) or number <= 3
        yield Dated(Span(*match.span()), written, month, day, has_year, _day(written, month, day, known))


def _meant_year(text: str, start: int, year: int | None) -> int | None:
    """The year of a date without one: the known one, shifted by 去年 or 明年 before it; 0 when unknown.

    None for a day of no certain year (每年5月1日), or of a year in another form (24年5月1日).
    """
    if not start or text[start - 1] != "年":
        return year or 0
    shift = _RELATIVE.get(text[max(0, start - 2) : start])
    return None if shift is None else year + shift if year else 0


def _day(year: int, month: int, day: int, known: bool) -> datetime.date | None:
    try:
        return datetime.date(year if known else 4, month, day)
    except ValueError:
        return None


def _positional(digits: str) -> int:
    """二〇二四 → 2024."""
    total = 0
    for char in digits:
        total = total * 10 + _HAN_DIGITS[char]
    return total


def _number(digits: str) -> int:
    """31, ３１ or 三十一 → 31; 0 for what is no number."""
    plain = digits.translate(_FULL_WIDTH)
    if plain.isascii():
        return int(plain)
    if "十" not in plain:
        return _positional(plain)
    tens, _, ones = plain.partition("十")
    if "十" in ones:
        return 0
    return (_positional(tens) if tens else 1) * 10 + _positional(ones)


def parse(value: str, year: int | None = None) -> datetime.date | None:
    """The first possible date in a metadata value; a time of day is ignored, ``20240501`` is understood."""
    head = value[:200]
    if len(head) >= 10 and head[4] == "-" and head[7] == "-":
        try:
            return datetime.date.fromisoformat(head[:10])
        except ValueError:
            pass
    for found in find_dates(head, year):
        if found.date is not None and (found.has_year or year):
            return found.date
    compact = _COMPACT.search(head)
    return _day(int(compact["y"]), int(compact["m"]), int(compact["d"]), True) if compact else None
