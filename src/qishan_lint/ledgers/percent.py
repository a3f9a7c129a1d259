"""Shares in print: rounded half up to a number of decimals, as people round, exactly and not in binary."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def shown(hits: int, of: int, decimals: int = 1) -> str:
    """``hits`` of ``of`` in per cent with ``decimals``; a whole hundred without; 「—」 of none."""
    if of == 0:
        return "—"
    return "100%" if hits == of else f"{rounded(hits, of, decimals)}%"


def rounded(hits: int, of: int, decimals: int) -> Decimal:
    """``hits`` of ``of`` in per cent, rounded half up. Raises ZeroDivisionError of none."""
    if of == 0:
        raise ZeroDivisionError
    return (Decimal(hits) * 100 / Decimal(of)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def agrees(printed: str, hits: int, of: int) -> bool:
    """Whether the printed number of per cent ("99", "93.5") is the share of ``hits`` at its own precision."""
    decimals = len(printed.partition(".")[2])
    return of > 0 and rounded(hits, of, decimals) == Decimal(printed)
