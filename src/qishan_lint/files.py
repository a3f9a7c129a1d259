"""The one place that writes files: the new content whole, or the old one untouched."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Replace the content of ``path`` by ``data``: temporary file beside it, sync, rename.

    The permissions of an existing file are kept; ``mode`` sets those of a new one (0o644 less the umask by default).
    A symbolic link stays a link; what it points to is replaced. Raises OSError; then the old content still stands.
    """
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(target, mode))
        os.replace(name, target)  # noqa: PTH105 (Path.replace would do the same)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path, mode: int | None) -> int:
    if mode is not None:
        return mode
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        current = os.umask(0)
        os.umask(current)
        return 0o666 & ~current
