"""Hashing: a static table from 64-bit keys to one byte each, read by three gathers a key (an xor filter with values).

A key that was never stored answers "absent" but once in 256 times. Source: Botelho, Pagh and Ziviani 2007; Graf and
Lemire 2020 (xor filters).
"""

from __future__ import annotations

from typing import Any

_M1, _M2, _M3 = 0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0x9E3779B97F4A7C15
_LOW = 0xFFFFFFFF
_CHUNK = 1 << 13
"""So many keys at a time that all steps stay within the processor's cache."""


def mixed(keys: Any) -> Any:
    """``keys`` (uint64) with every bit spread over all others (the finaliser of MurmurHash3)."""
    import numpy as np

    keys = keys ^ (keys >> np.uint64(33))
    keys *= np.uint64(_M1)
    keys ^= keys >> np.uint64(33)
    keys *= np.uint64(_M2)
    keys ^= keys >> np.uint64(33)
    return keys


def slots(keys: Any, block: int) -> tuple[Any, Any, Any, Any]:
    """The three places of each key in a table of three ``block``-sized thirds, and its 8-bit check."""
    import numpy as np

    size, shift, low = np.uint64(block), np.uint64(32), np.uint64(_LOW)
    one = mixed(keys)
    two = one * np.uint64(_M3)
    first = ((one >> shift) * size) >> shift
    second = (((one & low) * size) >> shift) + size
    third = (((two >> shift) * size) >> shift) + size + size
    return first, second, third, ((two >> np.uint64(8)) & np.uint64(0xFF)).astype(np.uint16)


def look_up(table: Any, keys: Any) -> Any:
    """The byte stored for each key plus one (uint16), 0 where the key is absent."""
    import numpy as np

    found = np.empty(len(keys), dtype=np.uint16)
    for start in range(0, len(keys), _CHUNK):
        found[start : start + _CHUNK] = _look_up(table, keys[start : start + _CHUNK])
    return found


def _look_up(table: Any, keys: Any) -> Any:
    import numpy as np

    first, second, third, check = slots(keys, len(table) // 3)
    word = table.take(first.view(np.int64))
    word ^= table.take(second.view(np.int64))
    word ^= table.take(third.view(np.int64))
    return ((word & np.uint16(0xFF)) + np.uint16(1)) * ((word >> np.uint16(8)) == check)
