"""Totals that their lists contradict, and lists that are not plain enough to say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.textitems import found, item, matches, rule

TESTED = rule("listed-total", nouns=["个方面", "项任务", "点建议"])


@pytest.mark.parametrize(
    ("lines", "hits"),
    [
        (["部署三项任务：一是抓好春耕，二是修好水渠。"], ["三项任务"]),
        (["部署两项任务：一是抓好春耕，二是修好水渠，三是防汛。"], ["两项任务"]),
        (["部署2项任务：（一）春耕；（二）水渠；（三）防汛。"], ["2项任务"]),
        (["部署四个方面的工作：第一，春耕。第二，水渠。第三，防汛。"], ["四个方面的工作"]),
        (["部署两项任务：一是抓好春耕，二是修好水渠。"], []),
        (["部署三项任务：一是抓好春耕，二是修好水渠。", "三是防汛。"], []),
        (["部署三项任务：一是抓好春耕。", "二是修好水渠。", "三是防汛。"], []),
        (["部署三项任务：一是春耕，其中一是备种，二是备肥；二是水渠；三是防汛。"], []),
        (["部署三项任务，要求抓好落实。一是抓好春耕，二是修好水渠。"], []),
        (["部署三项任务：抓好春耕。提出两点建议：一是防汛，二是抗旱。"], []),
        (["部署十二项任务：一是春耕，二是水渠，三是防汛。"], []),
        (["第二项任务：一是春耕，二是水渠，三是防汛。"], []),
        (["部署12项任务：一是抓好春耕，二是修好水渠。"], []),
        (["县里的任务没有总数。"], []),
        ([], []),
    ],
)
def test_listed_total(lines: list[str], hits: list[str]) -> None:
    assert found(item(*lines), TESTED) == hits


def test_both_numbers_are_told() -> None:
    (match,) = matches(item("提出三点建议：一是防汛，二是抗旱。"), TESTED)
    assert (match.data["announced"], match.data["listed"]) == ("3", "2")


@given(st.integers(2, 10), st.integers(2, 10))
def test_only_a_different_number_is_reported(announced: int, listed: int) -> None:
    han = "一二三四五六七八九十"
    text = f"部署{han[announced - 1]}项任务：" + "；".join(f"{one}是抓好落实" for one in han[:listed]) + "。"
    assert bool(found(item(text), TESTED)) == (announced != listed)
