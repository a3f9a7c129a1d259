"""How often the interpreter looks for objects that refer to one another in circles."""

from __future__ import annotations

import gc

_THRESHOLDS = (100_000, 50, 100)


def look_seldom() -> None:
    """Look for circles seldom: a check makes hardly any, and looking took a tenth of its time.

    For processes that are ours alone: the command, the workers that it starts, those of a cluster.
    """
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
