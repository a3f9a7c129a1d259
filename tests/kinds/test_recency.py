"""近日 and 日前 beside old dates."""

from __future__ import annotations

import pytest

from tests.textitems import found, item, rule

TESTED = rule("recency", words=["近日", "日前"], most=10, unless="附最0123456789", reach=24)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("近日，县上于10月8日召开会议。", ["近日"]),
        ("日前（9月1日）召开会议。", ["日前"]),
        ("近日，县上于11月18日召开会议。", []),
        ("近日，县上召开会议。10月8日，会议结束。", []),
        ("请于20日前报送10月8日的情况。", []),
        ("近日，县上公布10月8日的决定。", []),
        ("近日，自10月8日起施行的办法受到好评。", []),
        ("近日，县上召开会议，请于12月20日前报送。", []),
    ],
)
def test_recency(text: str, hits: list[str]) -> None:
    assert found(item(text, published="2026-11-25"), TESTED) == hits


def test_without_a_date_of_publication_nothing_is_known() -> None:
    assert found(item("近日，县上于10月8日召开会议。"), TESTED) == []
