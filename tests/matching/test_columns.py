"""Classes of items by column and title."""

from __future__ import annotations

import pytest

from qishan_lint.matching.columns import Selector, first, selects
from tests.textitems import item

NOTICES = Selector(columns=("公告", "公示"), titles=("公告", "公示", "通知"))


@pytest.mark.parametrize(
    ("title", "column", "chosen"),
    [
        ("岐山县停水公告", "", True),
        ("岐山县停水公告（第2号）", "", True),
        ("关于停水的通知 ", "部门动态", True),
        ("岐山县召开会议", "通知公告", True),
        ("岐山县召开会议", "部门动态", False),
        ("公告栏焕然一新", "", False),
        ("（公示）", "", False),
        ("", "", False),
    ],
)
def test_selects(title: str, column: str, chosen: bool) -> None:
    assert selects(NOTICES, item("正文", title=title, column=column)) is chosen


def test_the_type_of_the_column_counts_too() -> None:
    assert selects(NOTICES, item("正文", column="信息公开", meta={"column-type": "公示公告"}))


def test_first() -> None:
    news = Selector(columns=("动态",))
    assert first((NOTICES, news), item("正文", column="工作动态")) == 1
    assert first((NOTICES, news), item("正文", column="其他")) is None
