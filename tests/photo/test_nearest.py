"""The index finds exactly the pairs that comparing all with all finds."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.photo import nearest

HASH = st.integers(0, (1 << 128) - 1)


def brute(queries: list[int], index: list[int], radius: int) -> set[tuple[int, int]]:
    return {(i, j) for i, a in enumerate(queries) for j, b in enumerate(index) if (a ^ b).bit_count() <= radius}


@settings(max_examples=60, deadline=None)
@given(st.lists(HASH, max_size=20), st.lists(st.sampled_from(range(128)), max_size=14), st.integers(0, 20))
def test_neighbours_are_found(hashes: list[int], flips: list[int], radius: int) -> None:
    index = list(hashes)
    for value in hashes[:5]:
        changed = value
        for bit in flips:
            changed ^= 1 << bit
        index.append(changed)
    assert nearest.pairs(hashes, index, radius) == brute(hashes, index, radius)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_blocks_do_not_change_the_result(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(nearest, "MOST_AT_ONCE", at_once)
    rng = random.Random(3)
    hashes = [rng.getrandbits(128) & ~0xFFFF for _ in range(60)]
    assert nearest.pairs(hashes, hashes, 10) == brute(hashes, hashes, 10)


def test_nothing_is_near_nothing() -> None:
    assert nearest.pairs([], [1], 3) == set()
    assert nearest.pairs([1], [], 3) == set()
