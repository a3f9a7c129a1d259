"""Ordinals that skip or repeat."""

from __future__ import annotations

import pytest

from tests.textitems import found, item, part, rule

TESTED = rule("numbering")


@pytest.mark.parametrize(
    ("lines", "hits"),
    [
        (["一、甲", "二、乙", "三、丙"], []),
        (["一、甲", "三、丙"], ["三、"]),
        (["（一）甲", "（一）乙"], []),
        (["（一）甲", "（二）乙", "（二）丙"], ["（二）"]),
        (["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊"], []),
        (["九、甲", "十、乙", "十一、丙", "十二、丁", "十四、戊"], ["十四、"]),
        (["十九、甲", "二十、乙", "二十一、丙"], []),
        (["1.甲", "2.乙", "4.丙"], ["4."]),
        (["1.5万亩", "3.2万亩"], []),
        (["（1）甲", "（2）乙", "正文", "（4）丁"], ["（4）"]),
        (["三、甲", "四、乙"], []),
        (["　　一、甲", "　　三、乙"], ["　　三、"]),
        ([], []),
    ],
)
def test_numbering(lines: list[str], hits: list[str]) -> None:
    assert found(item(*lines), TESTED) == hits


def test_only_some_levels() -> None:
    assert found(item("1.甲", "3.乙", "一、甲", "三、乙"), rule("numbering", levels="ab")) == ["三、"]


def test_cells_and_lists_have_their_own_numbers() -> None:
    assert found(item(parts=(part("1.甲", "3.乙", kind="cell"),)), TESTED) == []
