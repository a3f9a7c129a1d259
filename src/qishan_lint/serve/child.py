"""The child of a request: it becomes the command that asked, with all that the server has loaded."""

from __future__ import annotations

import datetime
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

_SAMPLE = "# 关于开展“五一”期间安全生产检查的通知\n\n　　10月8日上午，全县召开会议，部署有关工作（详见附件）。\n"
"""Invented text that makes the rules compile what they need."""


def warm() -> None:
    """Load what a check loads, by checking a sample with each preset that commands use without being told."""
    import typer  # noqa: F401

    from qishan_lint import checking
    from qishan_lint.formats import text  # noqa: F401
    from qishan_lint.settings import Choice

    os.chdir("/")
    day = datetime.date(2000, 1, 1)
    for preset in ("recommended", "hook"):
        choice = Choice(preset=preset)
        checking.check(
            checking.Request(
                paths=("-",), stdin=_SAMPLE.encode(), stdin_filename="sample.md", today=day, choice=choice, jobs=1
            )
        )


def work(entry: str, header: dict[str, Any], streams: Sequence[int]) -> int:
    """Run the command line in ``header`` in its own folder and environment, on its own streams; the exit code.

    ``entry`` names the function that takes a command line, as "module:name".
    """
    os.setpgid(0, 0)  # an interruption reaches this child's own workers too
    os.chdir(header["folder"])
    os.environ.clear()
    os.environ.update(header["environment"])
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = (
        _stream(number, *encoding) for number, encoding in enumerate(header["streams"])
    )
    sys.argv = ["qishan-lint", *header["arguments"]]
    module, _, name = entry.partition(":")
    _forget(module)
    code: int = getattr(importlib.import_module(module), name)(header["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _forget(package: str) -> None:
    """Have ``package`` imported anew: its modules read the server's arguments and language as they were imported."""
    for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
        del sys.modules[name]


def _stream(number: int, encoding: str, errors: str) -> io.TextIOWrapper:
    """A standard stream as the interpreter would have opened it."""
    raw = os.fdopen(number, "rb" if number == 0 else "wb", closefd=False)
    return io.TextIOWrapper(raw, encoding=encoding, errors=errors, line_buffering=number == 2 or os.isatty(number))
