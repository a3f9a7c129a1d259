"""What client and server say to each other over a socket that only their user can open.

The client sends one header (its length in four bytes, then a Python literal in ASCII) together with its three standard
streams. Afterwards it may send ``INTERRUPT``. The server answers ``REFUSED`` when it cannot serve: then the command runs by
itself; else ``BEGUN`` and, in the end, the exit code and a line end. Only modules of the standard library that load in a
moment are imported here: JSON would take the client as long as all the others.
"""

from __future__ import annotations

import errno
import os
import socket
import struct
import sys
from collections.abc import Sequence

from qishan_lint import __version__, cachefolder

TYPE_CHECKING = (
    False  # what type checkers take for true; the client does not load ``typing``, and ``re`` with it, for a name
)
if TYPE_CHECKING:
    from typing import Any

INTERRUPT = b"!"
REFUSED, BEGUN = b"-", b"+"
LOST = 4
"""The exit code when the work was not done to its end: an internal error, since part of the output may be out."""
LONGEST_HEADER = 1 << 20
LONGEST_PATH = 100
"""Bytes that the address of a local socket may have on every system (Linux allows 107, macOS 103)."""

VARIABLE = "QISHAN_LINT_SERVER"
"""``off``: run alone; ``auto``: start a server for the next time when none runs."""


def address() -> str | None:
    """The path of the socket, in the tool's own cache folder; None where local sockets do not exist or cannot be there."""
    path = f"{cachefolder.path()}/serve.sock"
    usable = hasattr(socket, "AF_UNIX") and hasattr(os, "fork") and len(os.fsencode(path)) <= LONGEST_PATH
    return path if usable else None


def identity() -> list[str]:
    """What must be equal for a server to stand in for a command: version, environment, and where the package lies."""
    return [__version__, sys.prefix, sys.version, os.path.dirname(os.path.dirname(__file__))]  # noqa: PTH120


def user_of(connection: socket.socket) -> int:
    """The user id of the process at the other end, as the kernel tells it; -1 where it does not."""
    if hasattr(socket, "SO_PEERCRED"):
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", credentials)[1])
    if sys.platform == "darwin":
        credentials = connection.getsockopt(0, 1, 76)  # SOL_LOCAL, LOCAL_PEERCRED: version, user, groups
        return int(struct.unpack_from("2I", credentials)[1])
    return -1


def is_ours(connection: socket.socket) -> bool:
    """Whether the other end runs as this user."""
    return user_of(connection) == os.getuid()


def send(connection: socket.socket, header: dict[str, Any], streams: Sequence[int] = ()) -> None:
    """Send ``header``, made of plain values, and open files with it. Raises OSError."""
    data = ascii(header).encode("ascii")
    socket.send_fds(connection, [struct.pack(">I", len(data))], streams)
    connection.sendall(data)


def receive(connection: socket.socket, most: int) -> tuple[dict[str, Any], list[int]]:
    """A header and the open files that came with it, at most ``most``.

    Raises OSError when the other end is gone, and ValueError for what is no header.
    """
    start, streams, _, _ = socket.recv_fds(connection, 4, most)
    try:
        if len(start) < 4:
            raise OSError(errno.EPIPE, "gone")
        return _read_header(connection, struct.unpack(">I", start)[0]), streams
    except BaseException:
        for stream in streams:
            os.close(stream)
        raise


def _read_header(connection: socket.socket, length: int) -> dict[str, Any]:
    import ast

    if length > LONGEST_HEADER:
        raise ValueError(length)
    data = bytearray()
    while len(data) < length:
        piece = connection.recv(length - len(data))
        if not piece:
            raise OSError(errno.EPIPE, "gone")
        data += piece
    try:
        header = ast.literal_eval(data.decode("ascii"))
    except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ValueError("no header") from error
    if not isinstance(header, dict):
        raise ValueError("no header")
    return header
