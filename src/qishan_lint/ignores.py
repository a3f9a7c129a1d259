"""Which files of a tree are left alone: .gitignore and .qishanignore at every level, and the exclusions configured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qishan_lint.tree import ReadError, Tree, join

FILES = (".gitignore", ".qishanignore")
_LIMIT = 1_000_000
_NEVER = frozenset(
    (".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox", ".mypy_cache", ".ruff_cache")
)


class Ignores:
    """The rules of a tree, read as its folders are reached; later and deeper ones win, as in git."""

    def __init__(self, tree: Tree, exclude: Sequence[str] = (), files: Sequence[str] = FILES) -> None:
        self._tree = tree
        self._files = files
        self._exclude = _spec(exclude) if exclude else None
        self._specs: dict[str, list[Any]] = {}

    def is_ignored(self, path: str, *, folder: bool = False) -> bool:
        """Whether ``path`` (whose folders are not ignored) is left alone."""
        name = path.rpartition("/")[2]
        if name in _NEVER or is_lock(name):
            return True
        shown = f"{path}/" if folder else path
        if self._exclude is not None and self._exclude.match_file(shown):
            return True
        verdict = None
        base = ""
        for part in ("", *path.split("/")[:-1]):
            base = join(base, part) if part else base
            for spec in self._at(base):
                found = spec.check_file(shown[len(base) + 1 :] if base else shown).include
                verdict = verdict if found is None else found
        return bool(verdict)

    def is_ignored_deep(self, path: str) -> bool:
        """Whether ``path`` or one of its folders is left alone."""
        parts = path.split("/")
        folders = ("/".join(parts[:count]) for count in range(1, len(parts)))
        return any(self.is_ignored(one, folder=True) for one in folders) or self.is_ignored(path)

    def _at(self, folder: str) -> list[Any]:
        if folder not in self._specs:
            names = self._tree.names(folder)
            self._specs[folder] = [self._load(join(folder, name)) for name in self._files if name in names]
        return self._specs[folder]

    def _load(self, path: str) -> Any:
        try:
            data = self._tree.read(path, _LIMIT)
        except ReadError:
            data = b""
        return _spec(data.decode("utf-8-sig", "replace").splitlines())


def _spec(lines: Sequence[str]) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def is_lock(name: str) -> bool:
    """Whether ``name`` is the lock file of an office program, which is no document."""
    return name.startswith(("~$", ".~lock."))
