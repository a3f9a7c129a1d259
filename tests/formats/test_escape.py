"""Nothing of an article steers a terminal or breaks XML."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.formats._escape import valid_xml, visible


@given(st.text(st.characters(codec=None), max_size=80))
def test_nothing_unseen_is_left(text: str) -> None:
    for character in visible(text):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        )


def test_unsafe_characters_are_written_out() -> None:
    assert visible("a\x1b[31m\u202e零\u200b宽") == "a<U+001B>[31m<U+202E>零<U+200B>宽"
    assert visible("一\t二\r\n三") == "一    二  三"
    assert visible("⚠\ufe0f") == "⚠"


def test_every_mark_of_direction_and_every_unseen_character_is_written_out() -> None:
    unseen = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041"
    for character in unseen:
        assert visible(f"a{character}b") == f"a<U+{ord(character):04X}>b"


@given(st.text(st.characters(codec=None), max_size=80))
def test_xml_text_is_valid(text: str) -> None:
    from lxml import etree

    etree.fromstring(f"<a>{valid_xml(text).replace('&', '').replace('<', '')}</a>")
