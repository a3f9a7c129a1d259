"""Positions in source and office files, and excerpts that never show a secret."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import placing
from qishan_lint.model import Block, Item, Part, Segment, Span, Spot
from qishan_lint.placing import Masker

ITEM = Item(id="a.md", path="a.md", digest="")


def source_part(source: str) -> Part:
    """A part whose text is its source."""
    return Part(
        id="",
        path="a.md",
        text=source,
        source=source,
        segments=(Segment(0, 0, len(source), len(source)),),
        blocks=(Block("paragraph", Span(0, len(source))),),
    )


@given(st.text(alphabet="县\t\r\nA😀𠮷é ", max_size=60), st.data())
def test_line_and_column_lead_back_to_the_character(source: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, max(len(source) - 1, 0)))
    place = placing.place(ITEM, Spot(part=source_part(source), span=Span(offset, offset)))
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|\Z)", source)
    assert sum(map(len, lines[: place.line - 1])) + place.column - 1 == offset


def test_office_position_is_the_block() -> None:
    part = Part(
        id="",
        path="a.docx",
        text="一段\n二段",
        blocks=(Block("paragraph", Span(0, 2), "第1段"), Block("paragraph", Span(3, 5), "第2段")),
    )
    assert placing.place(ITEM, Spot(part=part, span=Span(3, 4))).where == "第2段"


def test_excerpt_stays_in_its_block_and_on_one_line() -> None:
    part = Part(
        id="",
        path="a",
        text="前段\n请登陆\r\n系统\n后段",
        blocks=(Block("paragraph", Span(0, 2)), Block("paragraph", Span(3, 10)), Block("paragraph", Span(11, 13))),
    )
    excerpt = placing.excerpt(part, Span(4, 6), Masker(lambda text: text))
    assert (excerpt.before, excerpt.hit, excerpt.after) == ("请", "登陆", " 系统")


def test_secret_at_the_edge_of_an_excerpt_is_masked() -> None:
    secret = "9" * 18
    text = secret + "，" + "字" * (placing.CONTEXT - 5) + "登陆"
    part = source_part(text)
    masker = Masker(lambda shown: shown.replace(secret, "*" * 18))
    excerpt = placing.excerpt(part, Span(len(text) - 2, len(text)), masker)
    assert "9" not in excerpt.before
    assert "*" in excerpt.before


def test_what_a_rule_knows_as_secret_is_masked_everywhere() -> None:
    part = source_part("学号甲乙丙丁，请登陆系统")
    masker = Masker(lambda text: text, {"": (Span(2, 6),)})
    assert placing.excerpt(part, Span(8, 10), masker).before == "学号****，请"


def test_columns_are_counted_in_bytes_and_utf16_units_too() -> None:
    source = "一行\n😀岐山县风鸣镇𠮷祥"
    place = placing.place(ITEM, Spot(part=source_part(source), span=Span(source.index("县"), source.index("𠮷"))))
    assert (place.line, place.column) == (2, 4)
    assert place.bytes == (11, 23)
    assert place.utf16 == (5, 9)


def test_columns_of_endless_lines_are_not_counted_in_other_units() -> None:
    source = "县" * (placing.LONG_LINE + 10)
    place = placing.place(ITEM, Spot(part=source_part(source), span=Span(placing.LONG_LINE + 1, placing.LONG_LINE + 2)))
    assert place.column == placing.LONG_LINE + 2
    assert place.bytes == place.utf16 == (0, 0)
