"""Alike sets are found, with many or few of them, and copies cost nothing."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.matching import minhash

SETS = st.lists(st.frozensets(st.integers(0, 40), max_size=12).map(minhash.packed), max_size=20)


@settings(max_examples=60, deadline=None)
@given(SETS, st.sampled_from([0.5, 0.7, 0.9]))
def test_few_sets_are_compared_exactly(sets: list[bytes], least: float) -> None:
    found = set(minhash.pairs(sets, least))
    firsts = {one: number for number, one in reversed(list(enumerate(sets)))}
    for i, one in enumerate(sets):
        for j in range(i + 1, len(sets)):
            close = bool(one) and minhash.similarity(one, sets[j]) >= least
            if firsts[one] == i and firsts[sets[j]] == j:
                assert ((i, j) in found) == close
            elif one == sets[j] and one and firsts[one] == i:
                assert (i, j) in found


@pytest.mark.parametrize("many", [1_000, 3_000])
def test_planted_pairs_are_found(many: int) -> None:
    rng = random.Random(5)
    sets = [frozenset(rng.sample(range(1 << 16), 40)) for _ in range(many)]
    planted = []
    for number in range(many // 10):
        changed = set(sets[number])
        for element in rng.sample(sorted(changed), 2):  # 5 % of 40
            changed.discard(element)
            changed.add(rng.randrange(1 << 16))
        planted.append((number, len(sets)))
        sets.append(frozenset(changed))
    found = set(minhash.pairs([minhash.packed(one) for one in sets], 0.75))
    assert len(found & set(planted)) >= (1 if len(sets) <= minhash.FEW else 0.99) * len(planted)
    assert len(found) == len(found & set(planted))


def test_few_sets_need_no_numpy() -> None:
    program = (
        "import sys; from qishan_lint.matching import minhash;"
        " sets = [minhash.packed(range(one, one + 40)) for one in range(200)];"
        " assert (0, 1) in minhash.pairs(sets, 0.9); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_many_sets_with_the_same_rare_numbers_take_bounded_time() -> None:
    sets = [minhash.packed([*range(40), 100 + one]) for one in range(minhash.FEW)]
    assert len(minhash.pairs(sets, 0.9)) <= minhash.MOST_ALIKE * len(sets)


def test_many_copies_make_a_star() -> None:
    copy = minhash.packed(range(10))
    sets = [copy] * 20_000 + [minhash.packed((number, number + 1)) for number in range(100, 200)]
    assert minhash.pairs(sets, 0.9)[:2] == [(0, 1), (0, 2)]
    assert len(minhash.pairs(sets, 0.9)) == 19_999


@given(st.frozensets(st.integers(0, 0xFFFF)))
def test_packing_loses_nothing(numbers: frozenset[int]) -> None:
    assert minhash.unpacked(minhash.packed(numbers)) == numbers
