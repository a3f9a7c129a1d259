"""Marks that come in pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.textitems import item, matches, part, rule

TESTED = rule("pairs", pairs=["“”", "‘’", "《》", "（）", "()", "〔〕"])


def starts(*lines: str) -> list[int]:
    return [match.spot.span.start for match in matches(item(*lines), TESTED) if match.spot.span is not None]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("《甲》（乙）“丙”",), []),
        (("《甲",), [0]),
        (("甲》",), [1]),
        (("（甲)",), [2]),
        (("“甲“",), [2]),
        (("（《甲）",), [1]),
        (("《甲《乙》丙》",), []),
        (("“甲‘乙’丙”",), []),
        (("1)甲；2)乙；a)丙",), []),
        (("一）甲",), []),
        (("It’s",), []),
        (("“中国’99世博会”",), []),
        (("“甲。", "“乙。”"), []),
        (("“甲。", "乙。”"), []),
        (("“甲。", "丙“乙”"), [0]),
        (("（甲", "乙）"), []),
        (("",), []),
    ],
)
def test_pairs(lines: tuple[str, ...], expected: list[int]) -> None:
    assert starts(*lines) == expected


def test_code_is_left_alone() -> None:
    assert not matches(item(parts=(part("if (a", kind="code"), part("甲"))), TESTED)


_INSIDE = st.recursive(
    st.text("甲乙，", max_size=3),
    lambda inner: st.tuples(st.sampled_from(["《》", "（）", "〔〕"]), inner, inner).map(
        lambda made: f"{made[0][0]}{made[1]}{made[0][1]}{made[2]}"
    ),
    max_leaves=12,
)


@given(_INSIDE)
def test_what_is_balanced_has_no_fault(text: str) -> None:
    assert starts(text) == []


@given(_INSIDE, st.integers(0, 200))
def test_a_lost_mark_is_noticed(text: str, index: int) -> None:
    marks = [at for at, char in enumerate(text) if char in "《》（）〔〕"]
    if marks:
        at = marks[index % len(marks)]
        assert starts(text[:at] + text[at + 1 :])


@given(st.text("“”‘’《》（）()1a甲\n", max_size=60))
def test_nothing_breaks_it(text: str) -> None:
    lines = text.split("\n")
    assert all(0 <= start < len(text) for start in starts(*lines))
