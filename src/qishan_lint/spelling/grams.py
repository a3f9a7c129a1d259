"""Grams: how likely official Chinese is to go on as a text does, from a hashed table of n-grams of up to five tokens.

Keys are linear in the tokens, so the key of a changed n-gram is the old one plus one product.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qishan_lint.spelling import hashing
from qishan_lint.spelling.alphabet import BOUNDARY, Texts

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
class Reading:
    """Texts as the table knows them.

    For each token, ``length`` is that of the longest known n-gram that ends there (1 to 5), ``cost`` is -log10 p,
    backing off included (0 between the texts), and ``stored`` what the table answers for the known one of each length (a
    column a length; 0: none).
    """

    texts: Texts
    length: Any
    cost: Any
    stored: Any

    @property
    def reach(self) -> Any:
        """How long a context the token after each one has at most."""
        return _reach(self.texts.ids, self.length)


@dataclass(frozen=True, slots=True)
class Matches:
    """``length`` and ``cost`` as in :class:`Reading`, of windows, a row each."""

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


def holds(table: Any, tokens: Sequence[int], salt: int) -> bool:
    """Whether the table knows ``tokens``: as an n-gram where ``salt`` is their number, as a word of the dictionary by ``WORD``."""
    import numpy as np

    factor, salts = factors()
    wide = np.array(tokens[::-1], dtype=np.uint64)
    key = (wide * factor[: len(tokens)]).sum(keepdims=True) + salts[salt : salt + 1]
    return bool(hashing.look_up(table, key)[0])


def read(table: Any, single: Any, texts: Texts) -> Reading:
    """What the table knows of ``texts``; ``single`` is -log10 p of each token by itself."""
    import numpy as np

    ids = texts.ids
    length = np.ones(len(ids), dtype=np.int8)
    stored = np.zeros((len(ids), ORDER + 1), dtype=np.uint16)
    open_ = np.flatnonzero(texts.first < np.arange(len(ids)))
    for size in range(2, ORDER + 1):
        # What an n-gram begins with is known where the n-gram is.
        open_ = open_[length[open_ - 1] >= size - 1]
        found = hashing.look_up(table, keys(ids, size)[open_])
        open_ = open_[found > 0]
        stored[open_, size] = found[found > 0]
        length[open_] = size
    reach = np.ones(len(ids), dtype=np.int8)
    reach[1:] = _reach(ids, length)[:-1]
    byte = stored[np.arange(len(ids)), length]
    cost = np.where(texts.first < texts.last, costs(single[ids], byte, length, reach), np.float32(0))
    return Reading(texts, length, cost, stored)


def _reach(ids: Any, length: Any) -> Any:
    import numpy as np

    return np.where(ids == BOUNDARY, 1, np.minimum(length, ORDER - 1)).astype(np.int8)


def costs(single: Any, byte: Any, length: Any, reach: Any) -> Any:
    """-log10 p (float32): the stored one of the longest known n-gram, plus a fixed price for each step backed off."""
    import numpy as np

    stored = np.where(length > 1, (byte - np.float32(1)) * np.float32(STEP), single)
    return stored + np.float32(BACK_OFF) * np.maximum(reach - length + 1, 0)


def reread(table: Any, single: Any, reading: Reading, at: Any, windows: Any) -> Matches:
    """What the table knows of a text with changes, each by itself: a row each, from the changed token on.

    ``windows`` are the tokens around the places ``at``, from four before to four after the changed ones. Of n-grams
    that do not reach back to a change, ``reading`` tells what is known.
    """
    import numpy as np

    factor, salt = factors()
    width = windows.shape[1] - (ORDER - 1)
    changed = width - (ORDER - 1)
    columns = np.arange(width)
    where = np.minimum(at[:, None] + columns, len(reading.texts.ids) - 1)
    length = np.minimum(reading.length[where], np.maximum(columns - changed + 1, 1)).astype(np.int8)
    byte = reading.stored.ravel().take(where * (ORDER + 1) + length)
    known = np.empty((len(at), width + 1), dtype=np.int8)
    known[:, 0], known[:, 1:] = reading.length[at - 1], length
    wide, span = windows.astype(np.uint64).ravel(), windows.shape[1]
    for size in range(2, ORDER + 1):
        end = min(size + changed - 1, width)
        # What an n-gram begins with, and what it ends with, is known where the n-gram is.
        row, column = np.nonzero((known[:, 1 : end + 1] == size - 1) & (known[:, :end] >= size - 1))
        last = row * span + (column + ORDER - 1)
        key = wide[last] * factor[0] + salt[size]
        for distance in range(1, size):
            key += wide[last - distance] * factor[distance]
        found = hashing.look_up(table, key)
        hit = found > 0
        row, column = row[hit], column[hit]
        byte[row, column] = found[hit]
        known[row, column + 1] = size
    tail = windows[:, ORDER - 1 :]
    reach = np.empty_like(length)
    reach[:, 0] = reading.reach[at - 1]
    reach[:, 1:] = _reach(tail[:, :-1], known[:, 1:-1])
    return Matches(known[:, 1:], costs(single[tail], byte, known[:, 1:], reach))
