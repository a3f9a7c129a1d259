"""Deadlines that have passed."""

from __future__ import annotations

import datetime

import pytest

from tests.textitems import found, item, matches, rule

PUBLISHED = rule("deadline", words=["报名时间", "截止"], against="published", only={"titles": ["公告"]})
TODAY = rule("deadline", words=["报名时间", "有效期至"], against="today", grace=5)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("报名时间：11月1日至11月10日。", ["11月10日"]),
        ("报名时间：11月1日至11月30日。", []),
        ("报名时间：11月1日至11月10日，延长报名时间到12月1日。", []),
        ("报名时间另行通知。11月10日开会。", []),
        ("报名时间：2025年12月1日至12月30日。", []),
        ("报名时间：2025年12月1日至2025年12月30日。", ["2025年12月30日"]),
    ],
)
def test_against_publication(text: str, hits: list[str]) -> None:
    assert found(item(text, title="招聘公告", published="2026-11-25"), PUBLISHED) == hits


def test_only_its_class_and_only_dated_items() -> None:
    assert not matches(item("报名时间：11月1日。", title="会议", published="2026-11-25"), PUBLISHED)
    assert not matches(item("报名时间：11月1日。", title="公告"), PUBLISHED)


def test_a_january_deadline_in_december() -> None:
    assert not matches(item("报名时间：12月25日至1月10日。", title="公告", published="2026-12-20"), PUBLISHED)


def test_against_today() -> None:
    one = item("报名时间：11月1日至11月30日。", published="2026-10-25")
    assert not matches(one, TODAY, datetime.date(2026, 12, 5))
    (match,) = matches(one, TODAY, datetime.date(2026, 12, 6))
    assert match.data == {"deadline": "2026-11-30", "day": "2026-12-06", "days": 6}
    late = item("报名时间：11月1日。", published="2026-11-10")
    assert not matches(late, TODAY, datetime.date(2026, 12, 6)), "past at publication: the other rule says so"
