"""Idioms: phrases of four characters of which one is another that sounds like it (任劳任冤, 一丝不够).

Which phrases they are says ``training/spelling/idioms.py``. An idiom is fixed, so that three of its characters
say what the fourth has to be, also where the model has seen too little of it to be sure, or does not take the two for alike.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qishan_lint.spelling import alphabet, grams, modelfile
from qishan_lint.spelling.alphabet import FIRST
from qishan_lint.spelling.modelfile import Model

FILE = "idioms-1.bin"
SIZE = 4
_LEAST_GAIN = -2.0
"""How much likelier (log10) the text must read with the idiom: of rare ones the model knows too little to find them likelier."""
_GOLDEN, _SHIFT = 0x9E3779B1, 14
_SLOTS = 1 << (32 - _SHIFT)
_AROUND = 6
"""Tokens on either side that are read with it."""


@dataclass(frozen=True, slots=True)
class Half:
    """How idioms are found by their first or last two tokens: the ``keys`` of these in order, and the ``rows`` that they are of.

    ``maybe`` says which slots any key has: by it most pairs of a text are told not to be a half. The other two tokens are
    ``rest`` away from these, in the idiom from ``column`` on.
    """

    keys: Any
    rows: Any
    maybe: Any
    rest: int
    column: int


@dataclass(frozen=True, slots=True)
class Idioms:
    """``tokens`` has a row for each idiom, ``sounds`` one for each token: its sounds without tones, as numbers.

    ``sure`` is the confidence (0 to 1) of what is found by them.
    """

    tokens: Any
    sounds: Any
    halves: tuple[Half, Half]
    sure: float


def load(path: Path, table: Any) -> Idioms:
    """The idioms stored at ``path`` as tokens of the ``table`` of an alphabet. Raises ModelError, OSError."""
    import numpy as np

    read = modelfile.read(path)
    stored = read.arrays
    tokens = table[stored["idiom"]].astype(np.int64)
    tokens = tokens[(tokens >= FIRST).all(axis=1)]
    sounds = np.zeros((1 << 16, stored["sound"].shape[1]), stored["sound"].dtype)
    sounds[table[stored["character"]]] = stored["sound"]
    halves = _half(_keys(tokens[:, 0], tokens[:, 1]), 2, 2), _half(_keys(tokens[:, 2], tokens[:, 3]), -2, 0)
    return Idioms(tokens, sounds, halves, read.about["sure"])


def _half(keys: Any, rest: int, column: int) -> Half:
    import numpy as np

    rows = np.argsort(keys, kind="stable")
    maybe = np.zeros(_SLOTS, bool)
    maybe[_slot(keys)] = True
    return Half(keys[rows], rows, maybe, rest, column)


@dataclass(frozen=True, slots=True)
class Slip:
    """The token ``at`` should be ``meant``; the idiom begins at ``first``."""

    first: int
    at: int
    meant: int


def find(idioms: Idioms, model: Model, texts: Sequence[Any]) -> list[list[Slip]]:
    """The slips in each of ``texts`` (tokens, from boundary to boundary), in order of place."""
    import numpy as np

    ids = np.concatenate(texts).astype(np.int64)
    starts = [0, *itertools.accumulate(len(text) for text in texts)]
    found: list[list[Slip]] = [[] for _ in texts]
    for first, at, meant in sorted(set(_near(idioms, ids))):
        if _is_wrong(idioms, model, ids, Slip(first, at, meant)):
            number = bisect.bisect_right(starts, at) - 1
            found[number].append(Slip(first - starts[number], at - starts[number], meant))
    return found


def _keys(one: Any, other: Any) -> Any:
    return (one << 16) | other


def _slot(keys: Any) -> Any:
    """The slot of each key, by Fibonacci hashing."""
    return ((keys * _GOLDEN) & 0xFFFFFFFF) >> _SHIFT


def _near(idioms: Idioms, ids: Any) -> Iterator[tuple[int, int, int]]:
    """(first token of four, place of the one that differs from an idiom, what the idiom has there)."""
    import numpy as np

    pairs = _keys(ids[:-1], ids[1:])
    slots = _slot(pairs)
    for half in idioms.halves:
        some = np.flatnonzero(half.maybe[slots])
        some = some[(some + half.rest >= 0) & (some + half.rest < len(pairs))]
        low, high = (np.searchsorted(half.keys, pairs[some], side) for side in ("left", "right"))
        count = high - low
        same = np.repeat(some, count)
        row = np.arange(len(same)) + np.repeat(high - np.cumsum(count), count)
        rest = same + half.rest
        meant = idioms.tokens[half.rows[row], half.column : half.column + 2]
        differs = ids[rest[:, None] + [0, 1]] != meant
        for one in np.flatnonzero(differs.sum(axis=1) == 1).tolist():
            step = int(differs[one, 1])
            yield int(min(same[one], rest[one])), int(rest[one]) + step, int(meant[one, step])


def _is_wrong(idioms: Idioms, model: Model, ids: Any, slip: Slip) -> bool:
    """Whether the two sound alike, what stands there is no known phrase, and the text reads hardly worse with the idiom."""
    at = slip.at
    four = ids[slip.first : slip.first + SIZE]
    if four.min() < FIRST or not _alike(idioms, int(ids[at]), slip.meant):
        return False
    if any(grams.holds(model.arrays["grams"], four.tolist(), salt) for salt in (SIZE, grams.WORD)):
        return False
    around = ids[max(at - _AROUND, 0) : at + _AROUND + 1]
    corrected = around.copy()
    corrected[min(at, _AROUND)] = slip.meant
    return _cost(model, around) - _cost(model, corrected) >= _LEAST_GAIN


def _alike(idioms: Idioms, one: int, other: int) -> bool:
    """Whether two tokens share a sound."""
    import numpy as np

    mine = idioms.sounds[one]
    return bool(np.isin(mine[mine > 0], idioms.sounds[other]).any())


def _cost(model: Model, ids: Any) -> float:
    read = grams.read(model.arrays["grams"], model.arrays["single"], alphabet.joined([ids]))
    return float(read.cost.sum())
