"""Rates of few cases: intervals and shrunken rates, so that a small office is not called the worst by chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

Band = Literal["above", "across", "below"]
"""Where an interval lies beside the mean of all: above, across or below it."""

_Z = 1.959963984540054
"""The quantile of the normal distribution for 95 %."""


class Rate(msgspec.Struct, frozen=True):
    """``hits`` of ``of``, with the 95 % interval from ``low`` to ``high`` (shares between 0 and 1)."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The plain rate; 0 for none of none."""
        return self.hits / self.of if self.of else 0.0


def wilson(hits: int, of: int) -> Rate:
    """The rate with Wilson's score interval (1927), which holds its level for few cases; of none, nothing is known.

    Raises ValueError unless 0 <= hits <= of.
    """
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of}")
    return Rate(hits, of, *interval(hits / of if of else 0.0, of))


def interval(share: float, of: int) -> tuple[float, float]:
    """The 95 % interval by Wilson's score for the rate ``share`` of ``of`` cases, from 0 to 1 when there are none."""
    if of == 0:
        return 0.0, 1.0
    square = _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return 0.0 if share == 0 else middle - half, 1.0 if share == 1 else middle + half


def band(rate: Rate, mean: float) -> Band:
    """Where the interval of ``rate`` lies beside ``mean``."""
    return "above" if rate.low > mean else "below" if rate.high < mean else "across"


def shrunken(cases: Sequence[tuple[int, int]]) -> list[float]:
    """The rates of (hits, of) drawn towards the mean of all, the more the fewer cases: the beta-binomial empirical
    Bayes estimate with its prior fitted by moments (Kleinman 1973). Without spread beyond chance all equal the mean.
    """
    known = [(hits, of) for hits, of in cases if of]
    total = sum(of for _, of in known)
    if not total:
        return [0.0] * len(cases)
    mean = sum(hits for hits, _ in known) / total
    weight = _prior_weight(known, mean, total)
    return [(hits + weight * mean) / (of + weight) if math.isfinite(weight) else mean for hits, of in cases]


def _prior_weight(cases: Sequence[tuple[int, int]], mean: float, total: int) -> float:
    """How many cases the prior weighs; infinite when the rates spread no more than chance alone would make them."""
    if len(cases) < 2 or mean in (0.0, 1.0):
        return math.inf
    spread = sum(of * (hits / of - mean) ** 2 for hits, of in cases)
    chance = mean * (1 - mean)
    free = len(cases) - 1
    between = (spread - free * chance) / (total - sum(of * of for _, of in cases) / total)
    return math.inf if between <= 0 else max(chance / between - 1, 0.0)
