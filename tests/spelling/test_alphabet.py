from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.spelling import alphabet

TOKENS = alphabet.table("的一是，：（）")


def ids(text: str) -> list[int]:
    return [int(token) for token in alphabet.tokenise(text, TOKENS).ids]


def test_classes() -> None:
    assert ids("的2026年5.2%") == [0, 5, 1, 3, 1, 4, 0]
    assert ids("是PDF一") == [0, 7, 2, 6, 0]


def test_quotation_marks_and_blanks_vanish_but_keep_the_places() -> None:
    stream = alphabet.tokenise("“的” 一", TOKENS)
    assert stream.ids.tolist() == [0, 5, 6, 0]
    assert stream.at.tolist() == [0, 1, 4, 5]


def test_half_width_marks_count_as_full_width_ones() -> None:
    assert ids("的,一:(是)") == ids("的，一：（是）")


def test_ends_of_sentences_are_one_boundary() -> None:
    assert ids("的。\n\n一！？") == [0, 5, 0, 6, 0, 0]


@given(st.text())
def test_any_text(text: str) -> None:
    stream = alphabet.tokenise(text, TOKENS)
    assert len(stream.ids) == len(stream.at)
    assert (np.diff(stream.at[1:]) >= 0).all()
    for token, place in zip(stream.ids[1:-1].tolist(), stream.at[1:-1].tolist(), strict=True):
        if token >= alphabet.FIRST:
            assert int(TOKENS[ord(text[place])]) == token
