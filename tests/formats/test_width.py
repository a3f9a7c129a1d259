"""Widths in terminal cells, and the cuts that follow from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.formats import _width

TEXTS = st.text(alphabet="县 aZ,。（）“”…·é\u0301\u200d😀𠮷한ᄒ\u1161", max_size=60)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("青禾县", 6),
        ("２０２６", 8),
        ("“县”", 4),
        ("e\u0301", 1),
        ("😀", 2),
        ("𠮷祥", 4),
        ("1600×900", 8),
        ("\u1112\u1161\u11ab", 2),
    ],
)
def test_width(text: str, cells: int) -> None:
    assert _width.of(text) == cells


def test_ambiguous_characters_take_what_the_console_gives_them() -> None:
    assert _width.of("“县”…", 2) == 8


@given(TEXTS, st.integers(0, 40), st.sampled_from([1, 2]))
def test_cut_text_fits_and_is_a_piece_of_it(text: str, cells: int, ambiguous: int) -> None:
    head, tail = _width.head(text, cells, ambiguous), _width.tail(text, cells, ambiguous)
    assert _width.of(head, ambiguous) <= cells
    assert _width.of(tail, ambiguous) <= cells
    assert text.startswith(head.removesuffix("…") if head != text else head)
    assert text.endswith(tail.removeprefix("…") if tail != text else tail)


@given(TEXTS, st.integers(4, 40), st.sampled_from([1, 2]))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int, ambiguous: int) -> None:
    lines = _width.wrap(text, cells, ambiguous)
    assert all(_width.of(line, ambiguous) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_do_not_start_with_a_full_stop_or_break_a_word() -> None:
    assert _width.wrap("请登录系统。谢谢", 10) == ["请登录系", "统。谢谢"]
    assert _width.wrap("见 wording/wrong-word 规则", 20) == ["见", "wording/wrong-word", "规则"]


def test_padding_counts_cells() -> None:
    assert _width.pad("县", 4) == "县  "
    assert _width.pad("县", 4, right=True) == "  县"
