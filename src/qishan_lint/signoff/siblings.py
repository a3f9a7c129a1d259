"""The names in a folder, as a system takes them that ignores case or the Unicode form."""

from __future__ import annotations

import functools
import os
from collections import Counter
from pathlib import Path

from qishan_lint.signoff.statement import nfc
from qishan_lint.sources.tree import Disk, Tree


def alike(tree: Tree, folder: str) -> Counter[str]:
    """How many names of ``folder`` such a system takes for one, by what they are ``folded`` to."""
    if not isinstance(tree, Disk):
        return Counter(map(folded, tree.names(folder)))
    try:
        changed = os.stat(f"{tree.root}/{folder}").st_mtime_ns  # noqa: PTH116 (asked for each item)
    except (OSError, ValueError):
        return Counter()
    return _listed(tree.root, folder, changed)


@functools.lru_cache(maxsize=256)  # a folder holds many items, and is gone through once while nothing comes or goes
def _listed(root: str, folder: str, changed: int) -> Counter[str]:
    del changed
    return Counter(map(folded, Disk(Path(root)).names(folder)))


def folded(name: str) -> str:
    """What all names become that such a system takes for ``name``."""
    return name.casefold() if name.isascii() else nfc(nfc(name).casefold())
