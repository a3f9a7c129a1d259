"""Bodies that say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.textitems import ATTACHMENT, PHOTO, item, matches, part, rule

EMPTY: dict[str, Any] = {"empty": True, "with": "nothing"}
POINTER: dict[str, Any] = {"whole": ["(?:具体|详细)?(?:内容)?(?:请)?详见附件"]}


def test_empty() -> None:
    tested = rule("body", **EMPTY)
    assert matches(item("", title="标题"), tested)
    assert matches(item("　　", "……", title="标题"), tested)
    assert not matches(item("正文", title="标题"), tested)
    assert not matches(item("", title="标题", photos=(PHOTO,)), tested)
    assert not matches(item("", title="标题", attachments=(ATTACHMENT,)), tested)
    assert matches(item(parts=(part("附件", role="attachment"),)), tested)


def test_with() -> None:
    assert matches(item("", photos=(PHOTO,)), rule("body", {"with": "photos"}, empty=True))
    assert not matches(item(""), rule("body", {"with": "photos"}, empty=True))
    assert matches(item("", attachments=(ATTACHMENT,)), rule("body", {"with": "attachments"}, empty=True))


@pytest.mark.parametrize(
    ("text", "empty"), [("详见附件。", True), ("具体内容，请详见附件！", True), ("名单详见附件", False), ("", False)]
)
def test_whole(text: str, empty: bool) -> None:
    assert bool(matches(item(text, title="详见附件"), rule("body", **POINTER))) is empty


def test_title_too() -> None:
    tested = rule("body", whole=["测试[0-9]{0,3}"], title=True)
    assert len(matches(item("测试", title="测试1"), tested)) == 2
    assert len(matches(item("正文", title="测试1。"), tested)) == 1
    assert not matches(item("测试中心的正文", title="测试中心"), tested)


def test_repeats_title() -> None:
    tested = rule("body", repeats_title=True)
    assert matches(item("岐山县召开会议。", title="岐山县召开会议"), tested)
    assert not matches(item("岐山县召开会议，部署工作。", title="岐山县召开会议"), tested)
    assert not matches(item(""), tested)


def test_a_long_body_is_no_placeholder() -> None:
    assert not matches(item("详见附件" * 200), rule("body", whole=["(?:详见附件){1,99}"]))
