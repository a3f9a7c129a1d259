"""The one place that writes files: the new content whole, or the old one untouched."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def write(path: Path, data: bytes, *, mode: int | None = None, sync: bool = True) -> None:
    """Replace the content of ``path`` by ``data``: temporary file beside it, sync, rename.

    The permissions of an existing file are kept; ``mode`` sets those of a new one (0o666 less the umask by default).
    A symbolic link stays a link; what it points to is replaced. Without ``sync`` a power failure may leave the file
    empty: enough for what can be made again. Raises OSError; then the old content still stands.
    """
    target = Path(os.path.realpath(path))
    name = target.parent / f".{target.name[:40]}.{secrets.token_hex(8)}.tmp"
    known = _mode(target) if mode is None else mode
    handle = os.open(name, _NEW, 0o666 if known is None else known)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if sync:
                stream.flush()
                os.fsync(stream.fileno())
        if known is not None:
            name.chmod(known)  # what the umask took away
        os.replace(name, target)  # noqa: PTH105 (Path.replace would do the same)
    except BaseException:
        name.unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int | None:
    """The permissions of the file, None without one."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        return None
