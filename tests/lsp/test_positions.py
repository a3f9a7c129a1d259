"""Positions: there and back again, for any text and any unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.lsp.positions import UNITS, Lines

TEXTS = st.text(alphabet=st.sampled_from("a县𠮷\t\r\n\u2028😀é"), max_size=60)


@given(TEXTS, st.sampled_from(sorted(UNITS)))
def test_every_offset_returns(text, encoding):
    lines = Lines.of(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # between the two halves of a line end there is no place to stand
        assert lines.offset(*lines.position(offset)) == offset


@given(TEXTS, st.sampled_from(sorted(UNITS)), st.integers(0, 99), st.integers(0, 99))
def test_any_position_is_inside(text, encoding, line, column):
    assert 0 <= Lines.of(text, encoding).offset(line, column) <= len(text)


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 4), ("utf-16", 2), ("utf-32", 1)])
def test_a_character_beyond_the_first_plane(encoding, column):
    assert Lines.of("𠮷祥", encoding).position(1) == (0, column)
