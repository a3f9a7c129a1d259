"""Days between two dates of an item."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from qishan_lint.model import Level
from tests.textitems import found, item, matches, rule

LATE: dict[str, Any] = {"begin": ["event"], "end": ["published"], "most": 3, "severe": 7}
LEAD: dict[str, Any] = {
    "begin": ["lead"],
    "end": ["published"],
    "most": 7,
    "lead_with": ["召开"],
    "lead_without": ["将"],
}


@pytest.mark.parametrize(
    ("event", "levels"),
    [
        ("2026-11-22", []),
        ("2026-11-21", [None]),
        ("2026年11月18日", [None]),
        ("2026-11-17", [Level.ERROR]),
        ("2026-11-30", []),
        ("不详", []),
        ("", []),
    ],
)
def test_most_and_severe(event: str, levels: list[Level | None]) -> None:
    one = item("正文", published="2026-11-25", meta={"event": event})
    assert [match.level for match in matches(one, rule("age", **LATE))] == levels


def test_least() -> None:
    tested = rule("age", begin=["written"], end=["published"], least=0)
    (match,) = matches(item("正文", published="2026-11-25", meta={"written": "2026-11-27"}), tested)
    assert match.data == {"begin": "2026-11-27", "end": "2026-11-25", "days": 2, "limit": 0}
    assert not matches(item("正文", published="2026-11-27", meta={"written": "2026-11-27"}), tested)


def test_today() -> None:
    tested = rule("age", begin=["today"], end=["published"], most=0)
    one = item("正文", published="2026-11-25")
    assert matches(one, tested, datetime.date(2026, 11, 24))
    assert not matches(one, tested, datetime.date(2026, 11, 25))
    assert not matches(item("正文"), tested)


@pytest.mark.parametrize(
    ("lead", "hits"),
    [
        ("11月10日，县上召开会议。", ["11月10日"]),
        ("（记者张三）11月10日，县上召开会议。", ["11月10日"]),
        ("本报讯 2026年11月10日，县上召开会议。", ["2026年11月10日"]),
        ("11月10日，县上将召开会议。", []),
        ("11月10日，县上慰问群众。", []),
        ("11月20日，县上召开会议。", []),
        ("11月10日至18日，县上召开会议。", []),
        ("11月10日至11月18日，县上召开会议。", []),
        ("11月8日至10日，县上召开会议。", ["11月8日"]),
        ("县委书记说，11月10日，召开会议。", []),
        ("去年以来，县上召开会议。", []),
        ("2月30日，县上召开会议。", []),
    ],
)
def test_lead(lead: str, hits: list[str]) -> None:
    assert found(item(lead, title="标题", published="2026-11-25"), rule("age", **LEAD)) == hits


def test_lead_of_last_year() -> None:
    one = item("12月30日，县上召开会议。", published="2027-01-03")
    assert not matches(one, rule("age", **LEAD))
    (match,) = matches(item("12月20日，县上召开会议。", published="2027-01-03"), rule("age", **LEAD))
    assert match.data["begin"] == "2026-12-20"


def test_classes() -> None:
    tested = rule("age", **LATE, never={"titles": ["通知"]}, classes=[{"columns": ["专题"], "most": 30}])
    meta = {"event": "2026-11-10"}
    assert matches(item("正文", title="会议", published="2026-11-25", meta=meta), tested)
    assert not matches(item("正文", title="会议通知", published="2026-11-25", meta=meta), tested)
    assert not matches(item("正文", column="专题", published="2026-11-25", meta=meta), tested)
    only = rule("age", **LATE, only={"columns": ["动态"]})
    assert not matches(item("正文", column="专题", published="2026-11-25", meta=meta), only)
    assert matches(item("正文", column="工作动态", published="2026-11-25", meta=meta), only)
