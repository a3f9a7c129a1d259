"""Anniversaries that do not fit the year."""

from __future__ import annotations

import datetime

import pytest

from tests.textitems import TODAY, found, item, rule

TESTED = rule("anniversary", founded={"建党": 1921, "建国": 1949}, others=["朝鲜"])


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("庆祝建党105周年", []),
        ("庆祝建党104周年", []),
        ("庆祝建党103周年", ["建党103周年"]),
        ("2024年，庆祝建党103周年", []),
        ("庆祝建党一百零五周年", []),
        ("建党以来105周年，建国70周年", ["建国70周年"]),
        ("建党精神。105周年", []),
        ("朝鲜劳动党建党80周年", []),
    ],
)
def test_anniversary(text: str, hits: list[str]) -> None:
    assert found(item(text, published="2026-07-01"), TESTED) == hits


def test_without_a_date_today_counts() -> None:
    assert found(item("庆祝建党103周年"), TESTED, TODAY) == ["建党103周年"]
    assert found(item("庆祝建党103周年"), TESTED, datetime.date(2024, 7, 1)) == []
