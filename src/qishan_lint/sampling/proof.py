"""What a sample proves: an exact bound on the bad items of the whole list, and an interval weighed by strata."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from qishan_lint import rates

CONFIDENCE = 0.95


class Proof(msgspec.Struct, frozen=True):
    """``bad`` of ``judged`` items of a list of ``total``. With 95 % confidence at most ``most`` of the list are bad (exact
    for a sample drawn from the list as a whole). ``share`` is weighed by strata, with its interval ``low`` to ``high``.
    """

    total: int
    judged: int
    bad: int
    most: int
    share: float
    low: float
    high: float


def most_bad(total: int, judged: int, bad: int) -> int:
    """The largest number of bad items in ``total`` with which ``bad`` or fewer among ``judged`` is not yet unlikely.

    One-sided 95 % bound of the hypergeometric distribution, by bisection in exact integers. Raises ValueError unless
    0 <= bad <= judged <= total.
    """
    if not 0 <= bad <= judged <= total:
        raise ValueError(f"{bad} of {judged} of {total}")
    if not judged:
        return total
    low, high = bad, total - (judged - bad)
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(bad, total, middle, judged):
            low = middle
        else:
            high = middle - 1
    return low


def _at_most(bad: int, total: int, all_bad: int, judged: int) -> bool:
    """Whether at most ``bad`` of the sample being bad has a probability above 5 % when ``all_bad`` of the list are."""
    ways = sum(math.comb(all_bad, k) * math.comb(total - all_bad, judged - k) for k in range(bad + 1))
    return ways * 20 > math.comb(total, judged)


def of(strata: Mapping[str, tuple[int, int, int]]) -> Proof:
    """The proof from (size in the list, judged, bad) of each stratum; strata without a verdict are left out of the share.

    The interval is Wilson's at the effective size that the stratified variance with finite population correction gives
    (Kish 1965); where all judged items agree, at the plain size.
    """
    total = sum(size for size, _, _ in strata.values())
    judged, bad = (sum(values) for values in zip(*((n, x) for _, n, x in strata.values()), strict=True))
    known = [(size, n, x) for size, n, x in strata.values() if n]
    weight = sum(size for size, _, _ in known)
    share = sum(size * x / n for size, n, x in known) / weight if weight else 0.0
    variance = sum(
        (size / weight) ** 2 * (1 - n / size) * (x / n) * (1 - x / n) / max(n - 1, 1) for size, n, x in known
    )
    effective = max(1, round(share * (1 - share) / variance)) if variance > 0 else judged
    effective = min(effective, total) if total else effective
    interval = rates.interval(share, effective)
    return Proof(total, judged, bad, most_bad(total, judged, bad), share, *interval)
