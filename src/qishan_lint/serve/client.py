"""A command asks the server to do its work, and does it alone when there is none."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence

from qishan_lint.serve import protocol

_CONNECTING = 1.0
"""Seconds for the server to take the request; a server that is busy dying must not hold anybody up."""


def ask(arguments: Sequence[str]) -> int | None:
    """The exit code of the command line ``arguments`` as the server ran it; None when it has to be run here."""
    wish = os.environ.get(protocol.VARIABLE, "")
    address = None if wish == "off" else protocol.address()
    if address is None or None in (sys.stdin, sys.stdout, sys.stderr):
        return None
    connection = _connected(address)
    if connection is None:
        if wish == "auto":
            start()
        return None
    with connection:
        try:
            _send(connection, arguments)
            return _answer(connection)
        except OSError:
            return None


def start() -> None:
    """Start a server in the background, apart from this process and its terminal."""
    import subprocess

    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-m", "qishan_lint", "serve"]
    subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True, cwd="/")


def _connected(address: str) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_CONNECTING)
    try:
        connection.connect(address)
        if not protocol.is_ours(connection):
            raise OSError(address)
    except OSError:
        connection.close()
        return None
    return connection


def _send(connection: socket.socket, arguments: Sequence[str]) -> None:
    streams = [(stream.encoding, stream.errors) for stream in (sys.stdin, sys.stdout, sys.stderr)]
    header = {
        "identity": protocol.identity(),
        "arguments": list(arguments),
        "folder": os.getcwd(),  # noqa: PTH109
        "environment": dict(os.environ),
        "streams": streams,
    }
    protocol.send(connection, header, (0, 1, 2))


def _answer(connection: socket.socket) -> int | None:
    """The exit code, or None when the server refused, or was gone before it had begun."""
    if connection.recv(1) != protocol.BEGUN:
        return None
    connection.settimeout(None)
    answer = b""
    while not answer.endswith(b"\n"):
        try:
            piece = connection.recv(16)
        except KeyboardInterrupt:
            connection.sendall(protocol.INTERRUPT)
            continue
        if not piece:
            return protocol.LOST
        answer += piece
    return int(answer)
