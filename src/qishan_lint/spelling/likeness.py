"""Likeness: whether two characters are taken for one another, by the model's own table of like sounds and looks.

Only the table is mapped, when the first pair is asked about; the rest of the model stays untouched.
"""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path
from typing import Any

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
    start, end = int(offsets[first]), int(offsets[first + 1])
    found = (others[start:end] == second) & ((flags[start:end] & _SOUND_OR_LOOK) > 0)
    return bool(found.any())


@functools.cache
def _table() -> tuple[dict[str, int], Any, Any, Any]:
    model = modelfile.read(Path(str(resources.files("qishan_lint.spelling") / "data")) / MODEL)
    arrays = model.arrays
    numbers = {chr(point): number for number, point in enumerate(arrays["alphabet"].tolist())}
    return numbers, arrays["confused_at"], arrays["confused"], arrays["confused_how"]
