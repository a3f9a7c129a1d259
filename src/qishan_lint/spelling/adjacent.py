"""Adjacent: two wrong characters side by side, each of which hides what was meant by the other."""

from __future__ import annotations

from typing import Any

from qishan_lint.spelling import grams, hashing
from qishan_lint.spelling.alphabet import FIRST
from qishan_lint.spelling.modelfile import Model

_LIKELY = 1 | 2 | 4 | 16
"""Kinship that counts here: by sound and look, not by a slip of one key."""
_COMMON = 80
"""The most a pair may cost (in steps of the table) to be worth trying: 2.5 in log10."""
_MOST_PAIRS = 4_000_000


def pairs(model: Model, ids: Any, places: Any) -> tuple[Any, Any, Any, Any]:
    """Known pairs of characters that may be meant where a pair is unknown: (place, token, token, flag)."""
    import numpy as np

    starts = _strange(model, ids, places)
    offsets = model.arrays["confused_at"]
    one, two = ids[starts].astype(np.int64) - FIRST, ids[starts + 1].astype(np.int64) - FIRST
    many = (offsets[one + 1] - offsets[one]).astype(np.int64) * (offsets[two + 1] - offsets[two])
    starts = starts[np.cumsum(many) <= _MOST_PAIRS]
    found = [_known(model, int(start), int(ids[start]), int(ids[start + 1])) for start in starts]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.uint8)
    at, new, second, flag = (np.concatenate(column) for column in zip(*found, strict=True))
    return at, new, second, flag


def _strange(model: Model, ids: Any, places: Any) -> Any:
    """Where two suspicious characters form no known pair, nor one of them with its other neighbour."""
    import numpy as np

    starts = places[np.isin(places + 1, places)]
    starts = starts[(starts > 0) & (starts < len(ids) - 2)]
    starts = starts[(ids[starts] >= FIRST) & (ids[starts + 1] >= FIRST)]
    table, key = model.arrays["grams"], grams.keys(ids, 2)
    starts = starts[hashing.look_up(table, key[starts + 1]) == 0]
    outer = (hashing.look_up(table, key[starts]) == 0) | (hashing.look_up(table, key[starts + 2]) == 0)
    return starts[outer]


def _known(model: Model, start: int, one: int, two: int) -> tuple[Any, Any, Any, Any]:
    import numpy as np

    factor, salt = grams.factors()
    first, how_first = _meant(model, one)
    second, how_second = _meant(model, two)
    left = np.repeat(first, len(second))
    right = np.tile(second, len(first))
    found = hashing.look_up(model.arrays["grams"], right * factor[0] + left * factor[1] + salt[2])
    kept = np.flatnonzero((found > 0) & (found <= _COMMON))
    flag = np.repeat(how_first, len(second)) | np.tile(how_second, len(first)) | np.uint8(32)
    return np.full(len(kept), start), left[kept].astype(np.int64), right[kept].astype(np.int64), flag[kept]


def _meant(model: Model, token: int) -> tuple[Any, Any]:
    """What may be meant by one character (uint64 tokens), and how it is alike."""
    import numpy as np

    arrays = model.arrays
    part = slice(int(arrays["confused_at"][token - FIRST]), int(arrays["confused_at"][token - FIRST + 1]))
    flag = arrays["confused_how"][part]
    kept = (flag & _LIKELY) > 0
    return arrays["confused"][part][kept].astype(np.uint64) + np.uint64(FIRST), flag[kept]
