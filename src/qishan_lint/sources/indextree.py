"""The files of the git index as a tree: what the next commit will hold, whatever the work tree says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from qishan_lint.sources import git
from qishan_lint.sources.tree import ReadError, folders_of

MAX_BYTES = 200 * 1024 * 1024
"""Files above this size are refused unread."""


class IndexTree:
    """Fetches contents in few calls of git: what is held in advance, and all ``bulk`` files once one is needed."""

    def __init__(self, folder: Path, bulk: Callable[[str], bool]) -> None:
        self.entries = git.index(folder)
        self._folder = folder
        self._bulk = bulk
        self._folders = folders_of(self.entries)
        self._held: dict[str, bytes] = {}
        self._bulk_held = False

    def names(self, folder: str) -> Mapping[str, bool]:
        """See Tree."""
        return self._folders.get(folder, {})

    def is_file(self, path: str) -> bool:
        """See Tree."""
        return path in self.entries

    def read(self, path: str, limit: int) -> bytes:
        """See Tree."""
        code = self.refusal(path)
        if not code and path not in self._held:
            self._fetch(path)
            code = "" if path in self._held else "too-large"
        if code:
            raise ReadError(code)
        if len(self._held[path]) > limit:
            raise ReadError("too-large", bytes=str(len(self._held[path])), limit=str(limit))
        return self._held[path]

    def state(self, path: str) -> None:
        """See Tree: nothing here lies on a disk."""

    def hold(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The contents of those of ``paths`` that can be read, fetched at once."""
        wanted = {path for path in paths if not self.refusal(path)}
        missing = wanted - set(self._held)
        found = git.contents(self._folder, (self.entries[path].object for path in missing), MAX_BYTES)
        self._held.update(
            {path: found[self.entries[path].object] for path in missing if self.entries[path].object in found}
        )
        return {path: self._held[path] for path in wanted if path in self._held}

    def refusal(self, path: str) -> str:
        """Why ``path`` is not read: missing, symlink, or nothing."""
        if path not in self.entries:
            return "missing"
        return "symlink" if git.is_link(self.entries[path]) else ""

    def _fetch(self, path: str) -> None:
        if self._bulk(path) and not self._bulk_held:
            self._bulk_held = True
            self.hold(filter(self._bulk, self.entries))
        else:
            self.hold([path])
