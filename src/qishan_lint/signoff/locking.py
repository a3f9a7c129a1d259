"""One writer at a time to the records of an office."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from qishan_lint import extras
from qishan_lint.errors import UsageError
from qishan_lint.model import Text

PATIENCE = 10.0
"""Seconds that a writer waits for another one."""


@contextlib.contextmanager
def held(root: Path) -> Iterator[None]:
    """Keep other processes from writing to the records below ``root`` meanwhile.

    The operating system holds the lock for the process, so that it ends with it, however that comes about; the empty
    file stays. Who holds the lock holds it once more for nothing, so that a batch takes it once. Raises UsageError when
    another process does not finish in time, or no lock can be had.
    """
    path = root / ".qishan" / "lock"
    if path in _own():
        yield
        return
    extras.need("sign", "filelock")
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path, timeout=PATIENCE)
        lock.acquire()
    except Timeout:
        raise UsageError(
            Text("别的进程正在写签审记录", "another process is writing the records of sign-offs"),
            where=str(path),
            remedy=Text("等它结束再试", "wait for it to finish, then try again"),
        ) from None
    except OSError as error:
        raise UsageError(
            Text(f"锁不住签审记录：{error.strerror}", f"the records cannot be locked: {error.strerror}"),
            where=str(path),
        ) from None
    _own().add(path)
    try:
        yield
    finally:
        _own().discard(path)
        lock.release()


_held = threading.local()


def _own() -> set[Path]:
    """The locks that this thread holds."""
    if not hasattr(_held, "paths"):
        _held.paths = set()
    paths: set[Path] = _held.paths
    return paths
