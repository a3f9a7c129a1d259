"""Rates: published figures of the interval, and what shrinking must do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import rates

CASES = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(261, 279, 90.0, 95.9), (3095, 3126, 98.6, 99.3), (18, 18, 82.4, 100.0), (0, 5, 0.0, 43.4), (0, 0, 0.0, 100.0)],
)
def test_interval(hits, of, low, high) -> None:
    rate = rates.wilson(hits, of)
    assert (round(rate.low * 100, 1), round(rate.high * 100, 1)) == (low, high)


@given(CASES)
def test_interval_holds_the_rate(case) -> None:
    rate = rates.wilson(*case)
    assert 0 <= rate.low <= rate.high <= 1
    assert not rate.of or rate.low <= rate.share <= rate.high


def test_counts_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="5 of 3"):
        rates.wilson(5, 3)


@given(st.lists(CASES, max_size=12))
def test_shrunken_rates_lie_between_their_own_and_the_mean(cases) -> None:
    total = sum(of for _, of in cases)
    mean = sum(hits for hits, _ in cases) / total if total else 0.0
    for (hits, of), drawn in zip(cases, rates.shrunken(cases), strict=True):
        own = hits / of if of else mean
        assert min(own, mean) - 1e-9 <= drawn <= max(own, mean) + 1e-9


def test_a_small_office_with_one_bad_item_is_not_the_worst() -> None:
    cases = [(1, 2), (30, 100), (5, 100), (8, 100), (2, 100)]
    drawn = rates.shrunken(cases)
    assert max(drawn) == drawn[1]


def test_bands() -> None:
    assert [rates.band(rates.wilson(*case), 0.1) for case in ((40, 100), (10, 100), (0, 100))] == [
        "above",
        "across",
        "below",
    ]
