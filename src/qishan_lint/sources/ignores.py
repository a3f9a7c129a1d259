"""Which files of a tree are left alone: .gitignore and .qishanignore at every level, and the exclusions configured."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qishan_lint.sources.tree import Disk, ReadError, Tree, join

FILES = (".gitignore", ".qishanignore")
_LIMIT = 1_000_000
_LONGEST = 500
_MOST_STARS = 3
_STARS = re.compile(r"\*+")
_NEVER = frozenset(
    (".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox", ".mypy_cache", ".ruff_cache")
)


class Ignores:
    """The rules of a tree, read as its folders are reached; later and deeper ones win, as in git."""

    def __init__(
        self, tree: Tree, exclude: Sequence[str] = (), files: Sequence[str] = FILES, root: Path | None = None
    ) -> None:
        self._tree = tree
        self._files = files
        self._exclude = _spec(exclude) if exclude else None
        self._specs: dict[str, tuple[tuple[int, Any], ...]] = {}
        self._above = list(_above(root, files)) if root is not None else []

    def is_ignored(self, path: str, *, folder: bool = False) -> bool:
        """Whether ``path`` (whose folders are not ignored) is left alone."""
        name = path.rpartition("/")[2]
        if name in _NEVER or is_lock(name):
            return True
        shown = f"{path}/" if folder else path
        if self._exclude is not None and self._exclude.match_file(shown):
            return True
        verdict = None
        for prefix, spec in self._above:
            found = spec.check_file(f"{prefix}/{shown}").include
            verdict = verdict if found is None else found
        for start, spec in self._at(path.rpartition("/")[0]):
            found = spec.check_file(shown[start:]).include
            verdict = verdict if found is None else found
        return bool(verdict)

    def is_ignored_deep(self, path: str) -> bool:
        """Whether ``path`` or one of its folders is left alone."""
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        return any(self.is_ignored(one, folder=True) for one in folders) or self.is_ignored(path)

    def _at(self, folder: str) -> tuple[tuple[int, Any], ...]:
        """The rules for what is in ``folder``, topmost first, each with where its own paths begin."""
        if folder not in self._specs:
            above = self._at(folder.rpartition("/")[0]) if folder else ()
            names = self._tree.names(folder)
            own = [self._load(join(folder, name)) for name in self._files if name in names]
            start = len(folder) + 1 if folder else 0
            self._specs[folder] = (*above, *((start, spec) for spec in own))
        return self._specs[folder]

    def _load(self, path: str) -> Any:
        try:
            data = self._tree.read(path, _LIMIT)
        except ReadError:
            data = b""
        return _of_file(data)


def _above(root: Path, files: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The ignore files in the folders above ``root``, up to the top of its repository, topmost first."""
    folders = [root, *root.parents]
    top = next((number for number, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    for folder in reversed(folders[1 : top + 1]):
        tree = Disk(folder)
        for name in files:
            with contextlib.suppress(ReadError):
                yield root.relative_to(folder).as_posix(), _of_file(tree.read(name, _LIMIT))


def _of_file(data: bytes) -> Any:
    return _spec([line for line in data.decode("utf-8-sig", "replace").splitlines() if _is_tame(line)])


def _is_tame(line: str) -> bool:
    """Whether a pattern can be matched quickly; the file comes from whoever wrote the items.

    A name of 200 letters takes a pattern with three stars 2 ms, one with six minutes. What a wild pattern names is
    checked like any other file.
    """
    stars = (len(_STARS.findall(segment)) for segment in line.split("/"))
    return len(line) <= _LONGEST and max(stars) <= _MOST_STARS and line.count("**") <= _MOST_STARS


def _spec(lines: Sequence[str]) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def is_lock(name: str) -> bool:
    """Whether ``name`` is the lock file of an office program, which is no document."""
    return name.startswith(("~$", ".~lock."))
