"""Lengths of time in notices, and what is in time by working days."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import workdays
from qishan_lint.matching import periods, timeliness

HAN = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公示期为5个工作日", (5, True)),
        ("公示期限：7天", (7, False)),
        ("公开征求意见三十日", (30, False)),
        ("公示 10 个 工作日", (10, True)),
        ("公示两天", (2, False)),
        ("3月5日至3月12日", None),
        ("截止时间前15日", None),
        ("期满后7日内", None),
        ("第7日", None),
        ("2026年", None),
        ("5日起", None),
    ],
)
def test_length(text, expected) -> None:
    found = periods.first(text)
    assert (None if found is None else (found.days, found.working)) == expected


@given(st.integers(1, 99))
def test_chinese_numbers(number) -> None:
    tens, ones = divmod(number, 10)
    written = HAN[ones] if not tens else ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else "")
    found = periods.first(f"公示期{written}日")
    assert found is not None
    assert found.days == number


DAYS = st.dates(datetime.date(2023, 1, 1), datetime.date(2027, 6, 30))


@given(DAYS, st.integers(0, 400), st.integers(1, 30), st.sampled_from(["working", "calendar"]))
def test_later_is_never_more_in_time(begin, days, most, unit) -> None:
    end = begin + datetime.timedelta(days=days)
    now, then = (timeliness.within(begin, day, most, unit) for day in (end, end + datetime.timedelta(days=1)))
    assert not (now is False and then is not False)
    assert not (now is None and then is True)
    if now is not True:
        said = timeliness.verdict(begin, end, most, unit)
        assert said.zh.startswith("无法判断" if now is None else "超期")
        assert said.en.startswith("undecided" if now is None else "late")


@given(DAYS, st.integers(1, 25))
def test_the_due_day_is_the_last_in_time(begin, most) -> None:
    due = workdays.load().after(begin, most)
    if due is not None:
        assert timeliness.within(begin, due, most, "working") is True
        if due < workdays.load().last:
            following = workdays.load().after(due, 1)
            assert following is None or timeliness.within(begin, following, most, "working") is False
