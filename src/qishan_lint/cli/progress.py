"""Progress of a long run: counts and time left, on standard error, on a terminal only, from the second second on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from qishan_lint.cli.language import t
from qishan_lint.formats import _width

AFTER = 1.0
"""Seconds without any sign; a quick run shows none."""

EVERY = 0.1


def shown() -> Callable[[int, int], None] | None:
    """What the runner reports its progress to; None when nobody watches."""
    if not sys.stderr.isatty():
        return None
    started = last = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - started < AFTER or (now - last < EVERY and done < total):
            return
        last = now
        left = (now - started) / done * (total - done)
        line = t("progress", done=f"{done:,}", total=f"{total:,}", left=f"{left:,.0f}") if done < total else ""
        sys.stderr.write("\r" + _width.pad(line, 60) + ("\r" if done >= total else ""))
        sys.stderr.flush()

    return show
