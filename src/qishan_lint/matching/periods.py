"""Lengths of time as notices write them: 5个工作日, 三十日, 7天."""

from __future__ import annotations

import msgspec

from qishan_lint.matching.expressions import expression

_LENGTH = (
    r"(?<![0-9年月.前后第])(?P<number>\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
    r" ?个? ?(?P<unit>工作日|自然日|日|天)(?![0-9前起至到—－\-])"
)
_HAN = "零一二三四五六七八九"


class Length(msgspec.Struct, frozen=True):
    """A number of days, and whether they are working days."""

    days: int
    working: bool


def first(text: str) -> Length | None:
    """The first length of time in ``text``; a day of a month (3月5日) is none, nor is a time after another (期满后15日)."""
    found = expression(_LENGTH).search(text)
    return None if found is None else Length(_number(found["number"]), found["unit"] == "工作日")


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return 2 if text == "两" else _HAN.index(text)
    return (_HAN.index(tens) if tens else 1) * 10 + (_HAN.index(ones) if ones else 0)
