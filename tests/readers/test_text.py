"""Plain text articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.readers import Reading, ReadOptions, text
from tests.readers.positions import check, kinds, source_of


def read(data: str | bytes) -> Reading:
    reading = text.read(data if isinstance(data, bytes) else data.encode(), "a.txt", ReadOptions())
    check(reading)
    return reading


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "我县召开会议\n\n　　正文一。\n　　正文二。\n",
            [("title", "我县召开会议"), ("paragraph", "正文一。"), ("paragraph", "正文二。")],
        ),
        (
            "我县召开会议，研究防汛工作。\r\n正文二。",
            [("paragraph", "我县召开会议，研究防汛工作。"), ("paragraph", "正文二。")],
        ),
        ("\ufeff标题\r正文\r", [("title", "标题"), ("paragraph", "正文")]),
        (
            "标题\n发布时间：2024-05-01 来源：县政府办\n正文",
            [("title", "标题"), ("field", "发布时间：2024-05-01 来源：县政府办"), ("paragraph", "正文")],
        ),
        ("---\ntitle: 标题\n---\n正文", [("title", "标题"), ("paragraph", "正文")]),
        ("长" * 61, [("paragraph", "长" * 61)]),
        ("<b>不是标记</b>&nbsp;*", [("title", "<b>不是标记</b>&nbsp;*")]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_lines_are_paragraphs_and_the_first_short_one_the_title(source: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(read(source).parts[0]) == expected


def test_labelled_lines_are_metadata() -> None:
    reading = read("标题\n\n（来源：县水利局　发布时间：2024年5月1日 08:30）\n正文。")
    assert [(one.name, one.value) for one in reading.meta] == [("来源", "县水利局"), ("发布时间", "2024年5月1日 08:30")]
    assert reading.title == "标题"


@pytest.mark.parametrize("line", ["会议指出，来源：群众举报。", "时间：5月1日", "单位：万元", "来源于：基层"])
def test_a_sentence_with_a_colon_is_no_label(line: str) -> None:
    reading = read(f"标题\n{line}\n正文。")
    assert reading.meta == ()
    assert ("paragraph", line) in kinds(reading.parts[0])


@given(st.text(alphabet="县政府。，：\t\r\n 　𠮷😀1aA<&*", max_size=80))
def test_every_character_stands_where_the_part_says(source: str) -> None:
    part = read(source).parts[0]
    for kind, shown in kinds(part):
        assert kind in ("title", "paragraph", "field")
        assert source_of(part, shown) == shown


def test_addresses_are_zones() -> None:
    part = read("见 https://www.example.gov.cn/a?b=1。").parts[0]
    assert [part.text[zone.span.start : zone.span.end] for zone in part.zones] == ["https://www.example.gov.cn/a?b=1"]
