"""Grams: how likely official Chinese is to go on as a text does, from a hashed table of n-grams of up to five tokens.

Keys are linear in the tokens, so the key of a changed n-gram is the old one plus one product.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from qishan_lint.spelling import hashing
from qishan_lint.spelling.alphabet import BOUNDARY

ORDER = 5
WORD = 6
"""The table also holds words of two to four characters, under a salt of their own."""
STEP = 1 / 32
"""The table stores -log10 p in bytes of this size."""
_SEED = 0x51A3C0DE
BACK_OFF = 0.45


def _constants(count: int) -> Any:
    import numpy as np

    state = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(_SEED)
    return hashing.mixed(state) | np.uint64(1)


@functools.cache
def factors() -> tuple[Any, Any]:
    """The factor of each token by its distance from the last one, and the salt of each length."""
    constants = _constants(ORDER + WORD + 1)
    return constants[:ORDER], constants[ORDER:]


@dataclass(frozen=True, slots=True)
class Matches:
    """What the table knows of the n-grams that end at each token.

    ``length`` is that of the longest known one (1 to 5); ``cost`` is -log10 p, backing off included.
    """

    length: Any
    cost: Any


def keys(ids: Any, length: int) -> Any:
    """The key of the n-gram of ``length`` tokens that ends at each token (meaningless at the first ones)."""
    import numpy as np

    factor, salt = factors()
    wide = ids.astype(np.uint64)
    total = wide * factor[0] + salt[length]
    for distance in range(1, length):
        total[distance:] += wide[:-distance] * factor[distance]
    return total


def match(table: Any, single: Any, ids: Any) -> Matches:
    """The longest known n-gram at each token of ``ids`` and what the token costs there.

    ``single`` is -log10 p of each token by itself.
    """
    import numpy as np

    length = np.ones(len(ids), dtype=np.int8)
    byte = np.zeros(len(ids), dtype=np.uint16)
    open_ = np.arange(1, len(ids))
    for size in range(2, ORDER + 1):
        open_ = open_[open_ >= size - 1]
        found = hashing.look_up(table, keys(ids, size)[open_])
        open_ = open_[found > 0]
        byte[open_] = found[found > 0]
        length[open_] = size
    reach = np.ones(len(ids), dtype=np.int8)
    reach[1:] = np.where(ids[:-1] == BOUNDARY, 1, np.minimum(length[:-1], ORDER - 1))
    return Matches(length, costs(single[ids], byte, length, reach))


def costs(single: Any, byte: Any, length: Any, reach: Any) -> Any:
    """-log10 p (float32): the stored one of the longest known n-gram, plus a fixed price for each step backed off."""
    import numpy as np

    stored = np.where(length > 1, (byte - np.float32(1)) * np.float32(STEP), single)
    return stored + np.float32(BACK_OFF) * np.maximum(reach - length + 1, 0)


def match_windows(table: Any, single: Any, windows: Any, before: Any) -> Matches:
    """The same for many short windows at once, a row each; only columns from ``ORDER - 1`` on are reckoned.

    ``before`` is the reach at column ``ORDER - 2``, which the change of a window cannot have altered.
    """
    import numpy as np

    factor, salt = factors()
    wide = windows.astype(np.uint64)
    width = windows.shape[1] - (ORDER - 1)
    tail = windows[:, ORDER - 1 :]
    total = wide[:, ORDER - 1 :] * factor[0]
    length = np.ones(tail.shape, dtype=np.int8)
    byte = np.zeros(tail.shape, dtype=np.uint16)
    open_ = np.arange(tail.size)
    for size in range(2, ORDER + 1):
        start = ORDER - size
        total += wide[:, start : start + width] * factor[size - 1]
        found = hashing.look_up(table, total.ravel()[open_] + salt[size])
        known = found > 0
        open_ = open_[known]
        byte.ravel()[open_] = found[known]
        length.ravel()[open_] = size
    reach = np.empty_like(length)
    reach[:, 0] = before
    reach[:, 1:] = np.where(tail[:, :-1] == BOUNDARY, 1, np.minimum(length[:, :-1], ORDER - 1))
    return Matches(length, costs(single[tail], byte, length, reach))
