"""What surrounds a place in running text."""

from __future__ import annotations

import pytest

from qishan_lint.matching import prose
from qishan_lint.model import Block, Part, Span, Zone
from tests.textitems import part


def test_code_and_addresses_are_no_prose() -> None:
    zones = (Zone("code", Span(2, 4)), Zone("quotation", Span(6, 8)))
    tested = part("零一二三四五六七八", zones=zones)
    assert prose.is_prose(tested, 0, 2)
    assert not prose.is_prose(tested, 3, 6)
    assert prose.is_prose(tested, 6, 8)
    assert not prose.is_prose(part("代码", kind="code"), 0, 1)


def test_body_leaves_titles_and_captions_out() -> None:
    kinds = ("title", "paragraph", "caption", "cell", "code")
    blocks = tuple(Block(kind, Span(number, number + 1)) for number, kind in enumerate(kinds))
    assert [block.kind for block in prose.body(Part("a", "a", "零一二三四", blocks=blocks))] == ["paragraph", "cell"]


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [("甲。乙丙丁。戊", 3, "乙丙丁"), ("甲乙", 0, "甲乙"), ("甲\n乙，丙\n丁", 4, "乙，丙"), ("甲。乙", 2, "乙")],
)
def test_sentence(text: str, at: int, sentence: str) -> None:
    span = prose.sentence(text, at, at + 1)
    assert text[span.start : span.end] == sentence


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("《甲乙》", True),
        ("《甲》乙", False),
        ("《丙\n乙", False),
        ("“乙”", True),
        ("乙《甲》", False),
        ("《甲》《乙》", True),
    ],
)
def test_enclosed(text: str, inside: bool) -> None:
    assert prose.enclosed(text, text.index("乙"), ("《》", "“”")) is inside
