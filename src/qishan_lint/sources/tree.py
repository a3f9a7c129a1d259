"""Where files come from: a folder on disk, or memory (the git index, standard input), by paths relative to one root."""

# os functions on strings: an article is read in 0.2 ms, of which pathlib would take a tenth.
# ruff: noqa: PTH114, PTH118

from __future__ import annotations

import errno
import functools
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from qishan_lint.sources.held import State

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = (
    os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)

_EXACT_NAMES = sys.platform == "linux"

MAX_FILE = 200 << 20
"""Bytes of a file above which nothing reads it."""
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1"


class ReadError(Exception):
    """A file that is not read; ``code`` is the problem's: missing, symlink, unreadable, too-large, lfs-pointer."""

    def __init__(self, code: str, **data: str) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


class Tree(Protocol):
    """Files below a root. Paths are relative, with slashes; nothing outside the root is ever opened."""

    def names(self, folder: str) -> Mapping[str, bool]:
        """The names in ``folder`` ("" for the root), each with whether it is a folder; empty when there is none."""
        ...

    def is_file(self, path: str) -> bool:
        """Whether ``path``, in exactly this spelling, is a file (or a symbolic link, which is not followed)."""
        ...

    def read(self, path: str, limit: int) -> bytes:
        """The content of the file at ``path``. Raises ReadError, also above ``limit`` bytes."""
        ...

    def state(self, path: str) -> State | None:
        """The state of the regular file at ``path`` on a disk, None for anything else."""
        ...


class Disk:
    """The files below a folder as they are on disk. One instance sees each folder as it was first looked at."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self._real = _real(self.root)
        self._names: dict[str, dict[str, bool]] = {}
        self._inside: dict[str, bool] = {}

    def names(self, folder: str) -> Mapping[str, bool]:
        """See Tree. Symbolic links count as files, so that reading them tells what they are."""
        if folder not in self._names:
            found: dict[str, bool] = {}
            if self._is_inside(folder):
                try:
                    with os.scandir(os.path.join(self._real, folder)) as entries:
                        found = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
                except OSError:
                    found = {}
            self._names[folder] = found
        return self._names[folder]

    def is_file(self, path: str) -> bool:
        """See Tree. Only Linux is sure to tell names apart by case; elsewhere the folder's listing decides."""
        folder, _, name = path.rpartition("/")
        if not _EXACT_NAMES or folder in self._names:
            return self.names(folder).get(name) is False
        try:
            return self._is_inside(folder) and not stat.S_ISDIR(os.lstat(f"{self._real}/{path}").st_mode)
        except (OSError, ValueError):
            return False

    def read(self, path: str, limit: int) -> bytes:
        """See Tree."""
        if not self._is_inside(path.rpartition("/")[0]):
            raise ReadError("symlink")
        full = f"{self._real}/{path}"
        if not _NO_FOLLOW and os.path.islink(full):
            raise ReadError("symlink")
        try:
            handle = os.open(full, _FLAGS)
        except OSError as error:
            raise _refusal(error) from None
        try:
            return _content(handle, limit)
        finally:
            os.close(handle)

    def state(self, path: str) -> State | None:
        """See Tree."""
        if not self._is_inside(path.rpartition("/")[0]):
            return None
        try:
            found = os.lstat(f"{self._real}/{path}")
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev

    def _is_inside(self, folder: str) -> bool:
        """Whether ``folder`` is below the root without a symbolic link on the way."""
        if folder not in self._inside:
            self._inside[folder] = not folder or _is_straight(self._real, folder)
        return self._inside[folder]


def _is_straight(root: str, folder: str) -> bool:
    """Whether the way from ``root``, a real path, to ``folder`` neither turns back nor follows a link."""
    if os.name != "posix":  # junctions and short names are more than links
        full = os.path.join(root, folder.replace("/", os.sep))
        return os.path.normcase(os.path.realpath(full)) == os.path.normcase(full)
    place = root.rstrip("/")
    for name in folder.split("/"):
        if name in ("", ".", ".."):
            return False
        place = f"{place}/{name}"
        try:
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return False
        except OSError:  # not there: whoever opens what is in it finds out
            return True
    return True


@functools.lru_cache(maxsize=16)
def _real(root: str) -> str:
    return os.path.realpath(root)


def _refusal(error: OSError) -> ReadError:
    if isinstance(error, FileNotFoundError):
        return ReadError("missing")
    if error.errno == errno.ELOOP:
        return ReadError("symlink")
    return ReadError("unreadable", error=error.strerror or type(error).__name__)


def _content(handle: int, limit: int) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("unreadable", error="not a regular file")
    if status.st_size > limit:
        raise ReadError("too-large", bytes=str(status.st_size), limit=str(limit))
    pieces, size = [], 0
    try:
        while piece := os.read(handle, min(max(status.st_size + 1 - size, 65_536), 1 << 24)):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise ReadError("too-large", bytes=str(size), limit=str(limit))
    except OSError as error:
        raise _refusal(error) from None
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class Memory:
    """Files held in memory, in front of those of ``behind`` when there is one.

    ``refused`` are files that exist but are not read, each with the code of the reason.
    """

    def __init__(
        self, files: Mapping[str, bytes], behind: Tree | None = None, refused: Mapping[str, str] | None = None
    ) -> None:
        self.files = files
        self._refused = refused or {}
        self._behind = behind
        self._folders: dict[str, dict[str, bool]] | None = None

    def names(self, folder: str) -> Mapping[str, bool]:
        """See Tree."""
        if self._folders is None:
            self._folders = folders_of((*self.files, *self._refused))
        own = self._folders.get(folder, {})
        return own if self._behind is None else {**self._behind.names(folder), **own}

    def is_file(self, path: str) -> bool:
        """See Tree."""
        if path in self.files or path in self._refused:
            return True
        return self._behind is not None and self._behind.is_file(path)

    def read(self, path: str, limit: int) -> bytes:
        """See Tree."""
        if path in self._refused:
            raise ReadError(self._refused[path])
        data = self.files.get(path)
        if data is None:
            if self._behind is None:
                raise ReadError("missing")
            return self._behind.read(path, limit)
        if len(data) > limit:
            raise ReadError("too-large", bytes=str(len(data)), limit=str(limit))
        return data

    def state(self, path: str) -> State | None:
        """See Tree."""
        if path in self.files or path in self._refused or self._behind is None:
            return None
        return self._behind.state(path)


def folders_of(paths: Iterable[str]) -> dict[str, dict[str, bool]]:
    """The folders that hold ``paths``: for each the names in it, with whether they are folders."""
    found: dict[str, dict[str, bool]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        found.setdefault(folder, {})[name] = False
        while folder:
            folder, _, name = folder.rpartition("/")
            found.setdefault(folder, {})[name] = True
    return found


def locate(tree: Tree, path: str) -> str | None:
    """``path`` as the file is really called, None when there is no such file.

    The spelling must agree in case on every system; composed and decomposed characters count as the same.
    """
    if tree.is_file(path):
        return path
    folder, _, name = path.rpartition("/")
    if name.isascii():
        return None
    wanted = unicodedata.normalize("NFC", name)
    names = tree.names(folder)
    found = next((other for other in names if unicodedata.normalize("NFC", other) == wanted), None)
    return None if found is None or names[found] else join(folder, found)


def join(folder: str, name: str) -> str:
    """The path of ``name`` in ``folder``."""
    return f"{folder}/{name}" if folder else name


def normal(path: str) -> str | None:
    """``path`` without "." and ".."; None when it leaves the root."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
