"""Earlier versions of signed texts and photos, to show what changed: kept on this machine, else found in git's history.

A version is told by its digest alone, so that what is found is what was signed.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from qishan_lint import files
from qishan_lint.errors import UsageError
from qishan_lint.signoff.statement import text_digest
from qishan_lint.sources import git
from qishan_lint.sources.tree import ReadError, Tree

MOST_BYTES = 1 << 20
"""The largest file that is kept."""
MOST_KEPT = 5_000
"""Files that are kept on a machine; the oldest go first."""
REVISIONS = 50
"""Revisions of a file that are looked at in git."""

_FOLDER = "signed"
_PICTURE = ".jpg"


def keep(folder: Path | None, tree: Tree, paths: Iterable[str]) -> None:
    """Keep the files at ``paths`` of ``tree`` below the cache ``folder``; what cannot be kept is left out."""
    for path in paths if folder is not None else ():
        with contextlib.suppress(ReadError):
            data = tree.read(path, MOST_BYTES)
            _keep(folder, text_digest(data), data)


def keep_picture(folder: Path | None, digest: str, jpeg: bytes) -> None:
    """Keep a small picture of the photo with ``digest`` below the cache ``folder``."""
    _keep(folder, f"{digest}{_PICTURE}", jpeg)


def picture(folder: Path | None, digest: str) -> bytes | None:
    """The small picture of the photo with ``digest``, None when this machine has none."""
    if folder is None:
        return None
    try:
        return (folder / _FOLDER / f"{digest}{_PICTURE}").read_bytes()
    except OSError:
        return None


def _keep(folder: Path | None, name: str, data: bytes) -> None:
    if folder is None:
        return
    target = folder / _FOLDER / name
    with contextlib.suppress(OSError):
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            files.write(target, data, mode=0o600, sync=False)
            if name.startswith("00"):  # one of 256: a look at all of them costs too much each time
                _forget_oldest(target.parent)


def find(folder: Path | None, root: Path, path: str, digest: str) -> bytes | None:
    """The version of the file at ``path`` below ``root`` that has ``digest``, as a signature states it."""
    if folder is not None:
        with contextlib.suppress(OSError):
            data = (folder / _FOLDER / digest).read_bytes()
            if digest in _digests(data):
                return data
    with contextlib.suppress(UsageError):
        return next((data for data in git.versions(root, path, REVISIONS) if digest in _digests(data)), None)
    return None


def _digests(data: bytes) -> tuple[str, str]:
    return text_digest(data), hashlib.sha256(data).hexdigest()


def _forget_oldest(place: Path) -> None:
    with contextlib.suppress(OSError):
        known = sorted(place.iterdir(), key=lambda one: one.stat().st_mtime)
        for old in known[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
