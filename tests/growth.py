"""How the time of some work grows with the length of its text: at most threefold for twice the text."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LEAST = 0.05
"""Seconds below which a time tells nothing."""


TRIES = 3
"""A busy machine disturbs a measurement, seldom three in a row."""


def grows_no_faster(piece: str, work: Callable[[str], object], size: int) -> None:
    """Check ``work`` on ``size`` and twice as many characters of ``piece`` repeated."""
    texts = [(piece * (length // len(piece) + 1))[:length] for length in (size, 2 * size)]
    for _ in range(TRIES):
        short, long = (_seconds(work, text) for text in texts)
        if long <= 3 * max(short, LEAST):
            return
    raise AssertionError((short, long))


def _seconds(work: Callable[[str], object], text: str) -> float:
    work(text[:2000])
    gc.collect()
    gc.disable()  # what other tests left behind would be gone through, the oftener the more objects the work makes
    try:
        start = time.process_time()
        work(text)
        return time.process_time() - start
    finally:
        gc.enable()
