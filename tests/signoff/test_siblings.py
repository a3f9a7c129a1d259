"""Names that some system takes for one are counted as one, however they are written."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.signoff.siblings import Names, folded


@given(st.text(min_size=1, max_size=12))
def test_every_way_of_writing_a_name_is_found(name: str) -> None:
    known = Names([name])
    for form in ("NFC", "NFD"):
        for written in (name, name.upper(), name.lower(), name.casefold()):
            variant = unicodedata.normalize(form, written)
            assert known.count(variant) == (folded(variant) == folded(name))


def test_the_longest_way_of_writing_a_character_is_found() -> None:
    composed = "\u1f82" * 3
    written = unicodedata.normalize("NFD", composed)
    assert len(written) == 12
    assert Names([composed]).count(written) == 1


def test_names_that_differ_by_case_alone_are_two_of_one() -> None:
    known = Names(["A.jpg", "a.JPG", "照片.jpg"])
    assert [known.count(name) for name in ("a.jpg", "照片.jpg", "x" * 500, "")] == [2, 1, 0, 0]
