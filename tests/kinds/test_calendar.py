"""Impossible days and wrong weekdays."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.model import Level
from tests.textitems import found, item, matches, rule

IMPOSSIBLE = rule("calendar", what="impossible")
WEEKDAY = rule("calendar", what="weekday")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("2月30日", ["2月30日"]),
        ("2025年2月29日", ["2025年2月29日"]),
        ("2024年2月29日", []),
        ("2月29日", []),
        ("6月31日前", ["6月31日"]),
        ("2025年13月1日", ["2025年13月1日"]),
        ("2025-02-30", ["2025-02-30"]),
        ("2025/11/31", ["2025/11/31"]),
        ("二〇二五年二月三十日", ["二〇二五年二月三十日"]),
        ("乘组已于10月29日完成交接，将于10月31日返回", []),
        ("从9月27日—10月8日，9月29日为高峰，10月30日结束", []),
        ("电话0917-8210030，编号12-31-45", []),
        ("每30日一次，共131日", []),
        ("版本2.30.31", []),
    ],
)
def test_impossible(text: str, hits: list[str]) -> None:
    assert found(item(text), IMPOSSIBLE) == hits


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)), st.sampled_from(["", "会议于", "从1月1日到"]))
def test_days_that_exist_are_not_reported(day: datetime.date, before: str) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day.month}月{day.day}日"):
        assert found(item(f"{before}{text}召开"), IMPOSSIBLE) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("2026年11月25日（星期四）", None),
        ("2026年11月25日，星期四", None),
        ("2026年11月25日 周一", None),
        ("11月25日（周日）", Level.WARNING),
        ("11月25日（星期天）", Level.WARNING),
    ],
)
def test_wrong_weekday(text: str, level: Level | None) -> None:
    (match,) = matches(item(text, published="2026-11-20"), WEEKDAY)
    assert (match.level, match.replacement, match.safe) == (level, "三", False)


@pytest.mark.parametrize(
    "text",
    [
        "2026年11月25日（星期三）",
        "11月25日（周三）上午",
        "2月2日（星期六）上班",
        "11月25日，每周一例会",
        "11月25日（星期一至星期五）",
        "11月25日（周边群众）",
        "11月25日召开会议，周五结束",
        "2月30日（星期一）",
    ],
)
def test_no_finding(text: str) -> None:
    assert found(item(text, published="2026-11-20"), WEEKDAY) == []


def test_without_any_year_nothing_is_known() -> None:
    assert found(item("11月25日（周日）"), WEEKDAY) == []


PERIOD = rule("calendar", what="period")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("2026年11月10日至11月5日", ["2026年11月10日至11月5日"]),
        ("2026年11月10日至2026年10月15日", ["2026年11月10日至2026年10月15日"]),
        ("11月20日至15日", ["11月20日至15日"]),
        ("11月20日至11月15日", ["11月20日至11月15日"]),
        ("11月20日—25日", []),
        ("12月25日至1月10日", []),
        ("2026年12月25日至1月10日", []),
        ("2026年8月25日至1月10日", ["2026年8月25日至1月10日"]),
        ("12月25日至2027年1月10日", []),
        ("2026年12月25日至2027年1月10日", []),
        ("工作日至15日", []),
        ("自2023年至2021年", ["2023年至2021年"]),
        ("2021年—2023年", []),
        ("今年至2021年", []),
        ("11月20日至今", []),
    ],
)
def test_period(text: str, hits: list[str]) -> None:
    assert found(item(text), PERIOD) == hits
