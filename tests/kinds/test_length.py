"""Lengths: how characters are counted, which blocks count, classes and photos."""

from __future__ import annotations

from typing import Any

import pytest

from qishan_lint.kinds import length
from qishan_lint.model import Level
from tests.textitems import PHOTO, item, matches, part, rule


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("岐山县。", 4),
        ("岐山 县\u3000\n召开", 5),
        ("GDP增长5.2%", 4),
        ("1,200万元", 3),
        ("https://www.example.cn/a_b", 1),
        ("“一带一路”", 6),
        ("𠮷野", 2),
    ],
)
def test_count(text: str, number: int) -> None:
    assert length.count(text) == number


BODY: dict[str, Any] = {"what": "body", "minimum": 20, "severe_minimum": 10, "leave_out": ["来源：", "附件"]}


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        (("字" * 20,), None),
        (("字" * 19,), Level.WARNING),
        (("字" * 10,), Level.WARNING),
        (("字" * 9,), Level.ERROR),
        (("字" * 9, "来源：" + "字" * 30, "附件1：" + "字" * 30), Level.ERROR),
        (("字" * 9, "　　来源：" + "字" * 30), Level.ERROR),
        (("字" * 10, "字" * 10), None),
        (("word " * 30,), None),
        (("",), None),
    ],
)
def test_body(lines: tuple[str, ...], level: Level | None) -> None:
    found = matches(item(*lines, title="很长的标题" * 10), rule("length", **BODY))
    assert [match.level or Level.WARNING for match in found] == ([level] if level else [])


def test_a_long_latin_text_is_counted_in_words() -> None:
    assert matches(item("a" * 500), rule("length", **BODY))


def test_captions_and_code_do_not_count() -> None:
    tested = rule("length", **{**BODY, "least": 0})
    assert matches(item(parts=(part("字" * 30, kind="caption"),)), tested)
    assert matches(item(parts=(part("字" * 30, kind="code"),)), tested)
    assert not matches(item(parts=(part("字" * 30, kind="quote"),)), tested)


def test_classes_and_photos() -> None:
    classes = [{"columns": ["公告"], "titles": ["公告"], "minimum": 5, "severe-minimum": 0}]
    tested = rule("length", **BODY, classes=classes, photos=2, photo_minimum=8)
    assert not matches(item("字" * 6, column="通知公告"), tested)
    assert not matches(item("字" * 6, title="停水公告"), tested)
    assert matches(item("字" * 6, column="动态"), tested)
    assert not matches(item("字" * 8, photos=(PHOTO, PHOTO)), tested)
    assert matches(item("字" * 7, photos=(PHOTO, PHOTO)), tested)[0].level is Level.ERROR
    assert matches(item("字" * 8, photos=(PHOTO,)), tested)


@pytest.mark.parametrize(
    ("title", "level"), [("短", None), ("五个字标题", ""), ("长" * 12, Level.WARNING), ("长" * 30, Level.ERROR)]
)
def test_title(title: str, level: Level | str | None) -> None:
    tested = rule("length", what="title", minimum=4, maximum=10, severe_maximum=20)
    found = matches(item("正文", title=title), tested)
    if level == "":
        assert not found
    else:
        assert [match.level for match in found] == [None if level is Level.WARNING else level]


def test_a_class_has_its_own_maximum() -> None:
    classes = [{"titles": ["通知"], "maximum": 30, "severe-maximum": 0}]
    tested = rule("length", what="title", minimum=4, maximum=10, severe_maximum=20, classes=classes)
    assert not matches(item("正文", title="长" * 25 + "通知"), tested)
    assert matches(item("正文", title="长" * 29 + "通知"), tested)[0].level is None
    assert matches(item("正文", title="长" * 25), tested)[0].level is Level.ERROR


def test_no_title_is_another_rules_business() -> None:
    assert not matches(item("正文"), rule("length", what="title", minimum=4, maximum=10))
    assert not matches(item(parts=(part("附件", role="attachment"),)), rule("length", **BODY))
