"""Parsed data kept in the tool's cache folder as JSON, told apart by the state of the files that it comes from.

Parsing YAML is what a short run would spend most of its time on; a look at names, sizes and times of change costs little.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from qishan_lint import __version__

T = TypeVar("T")

_RECENT = 8
"""How many states of one thing are kept: an editable checkout makes a new one with every change of a file."""


def kept(name: str, state: Iterable[object], type_: type[T], make: Callable[[], T], most: int = _RECENT) -> T:
    """The value called ``name`` (a word) for ``state``, from the cache folder or else by ``make``.

    It went through JSON in both cases, so that it is the same in the first run as in the next. Of one name the ``most``
    that were made last stay.
    """
    from qishan_lint import cache, files

    place = cache.folder()
    file = None if place is None else place / f"{name}-{_digest(state)}.json"
    if file is not None:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(file.read_bytes(), type=type_)
    encoded = msgspec.json.encode(make())
    if file is not None:
        with contextlib.suppress(OSError):
            _forget_older(file, name, most)
            files.write(file, encoded)
    return msgspec.json.decode(encoded, type=type_)


def _digest(state: Iterable[object]) -> str:
    total = hashlib.sha256(__version__.encode())
    for one in state:
        total.update(f"\0{one}".encode("utf-8", "surrogateescape"))
    return total.hexdigest()[:32]


def _forget_older(file: Path, name: str, most: int) -> None:
    known = sorted(file.parent.glob(f"{name}-*.json"), key=lambda one: one.stat().st_mtime)
    for old in known[:-most]:
        old.unlink(missing_ok=True)
