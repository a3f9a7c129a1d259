"""The one writer: standard output and error, in whatever encoding the terminal has, colour when it is wanted."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO


def write(text: str) -> None:
    """Write ``text`` to standard output; characters its encoding lacks become ``?`` instead of an error."""
    _write(text, sys.stdout)


def write_json(value: object) -> None:
    """Write ``value`` as JSON that people can read too."""
    import msgspec

    write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


def write_bytes(data: bytes) -> None:
    """Write ``data`` to standard output unchanged."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_patch(data: bytes) -> None:
    """Write a patch: its very bytes for the program that takes them, readable ones on a terminal."""
    if sys.stdout.isatty():
        write(data.decode("utf-8", "replace"))
    else:
        write_bytes(data)


def note(text: str) -> None:
    """Write ``text`` and a line end to standard error."""
    _write(text + "\n", sys.stderr)


def _write(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding, "replace"))
    stream.flush()


def color(choice: str = "auto") -> bool:
    """Whether to colour standard output: the option, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal.

    An empty variable counts as not set.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """The width of the terminal in cells; 80 when there is none."""
    return max(40, shutil.get_terminal_size((80, 24)).columns) if sys.stdout.isatty() else _columns()


def _columns() -> int:
    columns = os.environ.get("COLUMNS", "")
    return max(40, int(columns)) if columns.isdigit() and len(columns) < 5 else 80
