"""Table: builds the static table that ``qishan_lint.spelling.hashing`` reads, by peeling in rounds."""

from __future__ import annotations

from typing import Any

import numpy as np

from qishan_lint.spelling import hashing


def build(keys: Any, values: Any) -> Any:
    """The uint16 table for distinct uint64 ``keys`` and their byte ``values``.

    Raises ValueError when the keys cannot be placed (practically: when they are not distinct).
    """
    block = int(len(keys) * 1.23 / 3) + 32
    first, second, third, check = hashing.slots(keys, block)
    places = np.stack([first, second, third]).astype(np.int64)
    order = _peel(places, 3 * block)
    table = np.zeros(3 * block, dtype=np.uint16)
    word = (check << np.uint16(8)) | values.astype(np.uint16)
    for peeled, free in reversed(order):
        mine = places[:, peeled]
        table[free] = 0
        table[free] = word[peeled] ^ table[mine[0]] ^ table[mine[1]] ^ table[mine[2]]
    return table


def _peel(places: Any, size: int) -> list[tuple[Any, Any]]:
    """Rounds of (keys, the slot that is free for each): a key goes when one of its slots is its alone."""
    degree = np.zeros(size, dtype=np.int32)
    owner = np.zeros(size, dtype=np.int64)
    numbers = np.arange(places.shape[1])
    for row in places:
        degree += np.bincount(row, minlength=size).astype(np.int32)
        np.bitwise_xor.at(owner, row, numbers)
    rounds, left = [], places.shape[1]
    candidates = np.flatnonzero(degree == 1)
    while len(candidates):
        keys, index = np.unique(owner[candidates], return_index=True)
        rounds.append((keys, candidates[index]))
        left -= len(keys)
        touched = places[:, keys].ravel()
        np.subtract.at(degree, touched, 1)
        np.bitwise_xor.at(owner, touched, np.tile(keys, 3))
        touched = np.unique(touched)
        candidates = touched[degree[touched] == 1]
    if left:
        raise ValueError(f"{left} keys cannot be placed")
    return rounds
