"""The one place that writes files: the new content whole, or the old one untouched."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write(path: Path, data: bytes, *, mode: int | None = None, sync: bool = True) -> None:
    """Replace the content of ``path`` by ``data``: temporary file beside it, sync, rename.

    The permissions of an existing file are kept; ``mode`` sets those of a new one (0o666 less the umask by default).
    A symbolic link stays a link; what it points to is replaced. Without ``sync`` a power failure may leave the file
    empty: enough for what can be made again. Raises OSError; then the old content still stands.
    """
    target = Path(os.path.realpath(path))
    with _staged(target, data, _mode(target) if mode is None else mode, sync=sync) as name:
        os.replace(name, target)  # noqa: PTH105 (Path.replace would do the same)


def create(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all. Raises FileExistsError when there is one, OSError otherwise."""
    with _staged(path, data, None, sync=True) as name:
        try:
            path.hardlink_to(name)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            name.rename(path)


@contextlib.contextmanager
def _staged(target: Path, data: bytes, mode: int | None, *, sync: bool) -> Iterator[Path]:
    """A temporary file beside ``target`` that holds ``data``, gone at the end if it still has that name."""
    name = target.parent / f".{target.name[:40]}.{secrets.token_hex(8)}.tmp"
    handle = os.open(name, _NEW, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        if mode is not None:
            name.chmod(mode)  # what the umask took away
        yield name
    finally:
        name.unlink(missing_ok=True)


def _mode(target: Path) -> int | None:
    """The permissions of the file, None without one."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None
