"""How much a mask hides, counted."""

from __future__ import annotations

import time

import pytest

from qishan_lint.identity import masked

from .numbers import citizen

ID = citizen()
SIX_FOUR = ID[:6] + "*" * 8 + ID[14:]


@pytest.mark.parametrize(
    ("known", "born", "least", "most"),
    [
        (SIX_FOUR, (1800, 1899), 3200, 3450),
        (SIX_FOUR, (1893, 1893), 25, 42),
        (ID[:14] + "****", (1893, 1893), 1000, 1000),
        (ID[:2] + "*" * 13 + ID[15:], (1800, 1899), 10_000_000, 10**10),
        (ID, (1893, 1893), 1, 1),
    ],
)
def test_candidates(known: str, born: tuple[int, int], least: int, most: int) -> None:
    assert least <= masked.candidates(known, born) <= most


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (SIX_FOUR, SIX_FOUR),
        (ID[:6] + "*" * 6 + ID[14:], SIX_FOUR),
        (ID[:6] + "＊" * 8 + ID[14:], SIX_FOUR),
        (ID[:6] + "×" * 8 + ID[14:], SIX_FOUR),
        (ID[:2] + "*" * 13 + ID[15:], ID[:2] + "*" * 13 + ID[15:]),
    ],
)
def test_masks_as_people_type_them(text: str, known: str) -> None:
    assert [one.known for one in masked.find(f"身份证号：{text}。")] == [known]


@pytest.mark.parametrize("text", ["138****1234", "6222 **** **** 1234", "***", "评分：★★★", "00" + "*" * 13 + "123"])
def test_other_masks_are_none_of_a_citizen(text: str) -> None:
    assert list(masked.find(text)) == []


def test_copies_complete_or_contradict_each_other() -> None:
    assert masked.joined(SIX_FOUR, ID[:14] + "****") == ID
    assert masked.joined(SIX_FOUR, citizen(serial=777)[:6] + "*" * 8 + citizen(serial=777)[14:]) is None
    assert masked.overlap(SIX_FOUR, ID[:14] + "****") == 6


@pytest.mark.parametrize("text", ["1893年5月12日", "1893-05-12", "1893.5.12", "18930512"])
def test_birth_dates(text: str) -> None:
    assert "18930512" in set(masked.births(text))


@pytest.mark.parametrize("unit", ["*", "1*", "1***", "1893-", "61***1 "])
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        started = time.process_time()
        list(masked.find(text)), list(masked.births(text))
        return time.process_time() - started

    seconds(1000)
    assert seconds(400_000) < 3 * seconds(200_000) + 0.3
