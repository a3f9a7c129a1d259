"""Likeness: whether two characters are taken for one another, by the model's own table of like sounds and looks.

Only the table is looked at, when the first pair is asked about, and without numpy, whose import takes longer than many
checks; the rest of the model stays untouched.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from qishan_lint.spelling import modelfile
from qishan_lint.spelling.speller import MODEL

_SOUND_OR_LOOK = 1 | 2 | 4 | 16
"""The flags of pairs with the same sound, nearly the same sound, or the same look; 8 says only that keys are near."""


@functools.lru_cache(maxsize=4096)
def alike(one: str, other: str) -> bool:
    """Whether the characters sound or look alike. Characters that the model does not know are like none."""
    numbers, offsets, others, flags = _table()
    first, second = numbers.get(one), numbers.get(other)
    if first is None or second is None:
        return False
    for place in range(offsets[first], offsets[first + 1]):
        if others[place] == second:
            return flags[place] & _SOUND_OR_LOOK > 0
    return False


@functools.cache
def _table() -> tuple[dict[str, int], Sequence[int], Sequence[int], Sequence[int]]:
    """The number of each character; where the row of each begins, the numbers in it, and in what each is alike."""
    arrays, _ = modelfile.stored(Path(str(resources.files("qishan_lint.spelling") / "data")) / MODEL)
    offsets = arrays["confused_at"].content.cast("I")
    others = arrays["confused"].content.cast("H")
    flags = arrays["confused_how"].content
    numbers = {chr(point): number for number, point in enumerate(arrays["alphabet"].content.cast("H"))}
    return numbers, offsets, others, flags
