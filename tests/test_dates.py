"""Dates as offices write them, impossible ones included."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import dates
from qishan_lint.model import Span

HAN = "〇一二三四五六七八九"
FORMS = [
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日",
    "{y} 年 {m} 月 {d} 日",
    "{y}年{m}月{d}号",
    "{y}-{m}-{d}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}.{m}.{d}",
    "{y}.{m:02}.{d:02}",
    "{yh}年{mh}月{dh}日",
]


def han(number: int) -> str:
    """12 → 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones or not tens else "")


def written(form: str, date: datetime.date) -> str:
    return form.format(
        y=date.year,
        m=date.month,
        d=date.day,
        yh="".join(HAN[int(digit)] for digit in str(date.year)),
        mh=han(date.month),
        dh=han(date.day),
    )


@pytest.mark.parametrize("form", FORMS)
@given(
    date=st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    before=st.sampled_from(["", "截至", "（", "于 "]),
)
def test_every_form_is_found_where_it_stands(form: str, date: datetime.date, before: str) -> None:
    shown = written(form, date)
    (found,) = dates.find_dates(f"{before}{shown}，会议召开。")
    assert found.span == Span(len(before), len(before) + len(shown))
    assert (found.date, found.has_year) == (date, True)
    assert dates.parse(f"{shown} 09:30:15") == date


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("5月1日", 2024, "2024-05-01"),
        ("五月一日", 2024, "2024-05-01"),
        ("十二月三十一日", 2024, "2024-12-31"),
        ("二〇二四年五月一日", None, "2024-05-01"),
        ("二○二四年五月二十日", None, "2024-05-20"),
        ("二零二四年十月十日", None, "2024-10-10"),
        ("２０２４年５月１日", None, "2024-05-01"),
        ("2024年2月29日", None, "2024-02-29"),
        ("2024-05-01T08:00:00+08:00", None, "2024-05-01"),
        ("2024-05-01 08:00", None, "2024-05-01"),
        ("2024/5/1 8:00", None, "2024-05-01"),
    ],
)
def test_a_date_is_understood(text: str, year: int | None, expected: str) -> None:
    (found,) = dates.find_dates(f"{text}，", year)
    assert found.date == datetime.date.fromisoformat(expected)
    assert dates.parse(text, year) == datetime.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2024年2月30日", (2024, 2, 30)),
        ("2023年2月29日", (2023, 2, 29)),
        ("2024年13月1日", (2024, 13, 1)),
        ("2024-06-31", (2024, 6, 31)),
        ("6月31日", (2024, 6, 31)),
        ("四月三十一日", (2024, 4, 31)),
        ("2024年5月0日", (2024, 5, 0)),
    ],
)
def test_impossible_dates_are_found_with_their_numbers(text: str, numbers: tuple[int, int, int]) -> None:
    (found,) = dates.find_dates(f"于{text}召开", 2024)
    assert (found.year, found.month, found.day) == numbers
    assert found.date is None
    assert dates.parse(text, 2024) is None


def test_a_leap_day_without_a_known_year_is_possible() -> None:
    assert dates.find_dates("2月29日")[0].date is not None
    assert dates.find_dates("2月29日", 2023)[0].date is None
    assert dates.parse("5月1日") is None


@pytest.mark.parametrize(
    "text",
    [
        "版本 1.2024.5.1",
        "192.168.12.1",
        "电话 0917-8212-345",
        "证件 6103232024-05-013",
        "5个月20日内",
        "2024.5.1.3",
        "比分 3-2-1",
        "2024-2025-1 学期",
        "正月初五",
        "近几月来",
        "",
        "每月1日",
        "每年5月1日",
        "次年三月一日",
        "24年5月1日",
        "二四年五月一日",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates.find_dates(text, 2024) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年5月1日至5月3日", ["2024-05-01", "2024-05-03"]),
        ("5月1日至3日", ["2024-05-01"]),
        ("去年12月27日、今年1月1日和明年五月一日", ["2023-12-27", "2024-01-01", "2025-05-01"]),
        ("4月4日0时至4月6日24时", ["2024-04-04", "2024-04-06"]),
        ("2023年12月30日、2024年1月2日", ["2023-12-30", "2024-01-02"]),
        ("2024年5月1日10时30分", ["2024-05-01"]),
    ],
)
def test_several_dates_come_in_order(text: str, expected: list[str]) -> None:
    assert [found.date.isoformat() for found in dates.find_dates(text, 2024) if found.date] == expected


@pytest.mark.parametrize("value", ["20240501", "20240501103000", "t20240501_1234"])
def test_compact_dates_are_for_metadata_only(value: str) -> None:
    assert dates.find_dates(value) == ()
    assert dates.parse(value) == datetime.date(2024, 5, 1)


@given(st.text(alphabet="0123456789年月日-/.二〇十一 ", max_size=40))
def test_spans_ascend_and_nothing_raises(text: str) -> None:
    found = dates.find_dates(text, 2024)
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(found))
    dates.parse(text)
