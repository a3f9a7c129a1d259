"""The names in a folder, as a system takes them that ignores case or the Unicode form."""

from __future__ import annotations

import functools
import os
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from qishan_lint.signoff.statement import nfc
from qishan_lint.sources.held import RECENT
from qishan_lint.sources.tree import Disk, Tree

_SHRINKS = 4
"""How many characters Unicode composes into one at most."""


class Names:
    """The names in a folder: how many of them such a system takes for one.

    ``longest``: what has more characters is none of them, however it is written. ``listed`` is false for a folder whose
    names could not be had: any may be there.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._counts = Counter(map(folded, names))
        self.listed = bool(self._counts)
        self.longest = _SHRINKS * max(map(len, self._counts), default=0)

    def __contains__(self, plain: str) -> bool:
        """Whether there is a name that is ``folded`` to ``plain``."""
        return plain in self._counts

    def count(self, name: str) -> int:
        """How many there are that may be ``name``."""
        return self._counts[folded(name)] if len(name) <= self.longest else 0


def names(tree: Tree, folder: str) -> Names:
    """The names in ``folder``."""
    if not isinstance(tree, Disk):
        return Names(tree.names(folder))
    try:
        changed = os.stat(f"{tree.root}/{folder}").st_mtime_ns  # noqa: PTH116 (asked for each item)
    except (OSError, ValueError):
        return Names(())
    if changed > time.time_ns() - RECENT:  # what comes now may not change the folder's time once more
        return _list(tree.root, folder)
    return _listed(tree.root, folder, changed)


def _list(root: str, folder: str) -> Names:
    return Names(Disk(Path(root)).names(folder))


@functools.lru_cache(maxsize=256)  # a folder holds many items, and is gone through once while nothing comes or goes
def _listed(root: str, folder: str, changed: int) -> Names:
    del changed
    return _list(root, folder)


def folded(name: str) -> str:
    """What all names become that such a system takes for ``name``."""
    return name.casefold() if name.isascii() else nfc(nfc(name).casefold())
