"""The child of a request: it becomes the command that asked, with all that the server has loaded."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

_SAMPLE = """---
title: 关于开展“五一”期间安全生产检查的通知
date: 1999-12-31
url: https://www.example.gov.cn/art/1999/12/31/1.html
---

　　10月8日上午，全县召开会议，部署有关工作（详见附件）。

　　会议要求：1）压实责任；2）加强检查。会议还强调，要压实责任。会议还强调，要压实责任。
"""
"""Invented text that makes the rules load what they need."""


Entry = Callable[[Sequence[str]], int]
"""What runs a command line and returns its exit code."""


def warm(entry: Entry) -> None:
    """Load what a check loads: the command, and the presets that are used without being told, by checking a sample."""
    import yaml  # noqa: F401

    from qishan_lint import checking, cycles
    from qishan_lint.formats import text  # noqa: F401
    from qishan_lint.settings import Choice

    with contextlib.redirect_stdout(io.StringIO()):
        entry(["check", "--help"])
    os.chdir("/")
    day = datetime.date(2000, 1, 1)
    for preset in ("recommended", "hook"):
        choice = Choice(preset=preset)
        checking.check(
            checking.Request(
                paths=("-",), stdin=_SAMPLE.encode(), stdin_filename="sample.md", today=day, choice=choice, jobs=1
            )
        )
    _compile_patterns()
    cycles.look_seldom()  # looking would copy, in each child, the memory that it shares with the server


def _compile_patterns() -> None:
    """Compile every shipped pattern: the sample calls for few of them, and a child would compile its own again and again."""
    from qishan_lint import catalog
    from qishan_lint.matching import patterns

    for entry in catalog.load().entries.values():
        if entry.file.kind == "pattern":
            for one in catalog.compile_rule(entry, level=None, params={}).params.patterns:
                patterns.compiled(one.match)
                patterns.compiled(one.unless)


def work(entry: Entry, header: dict[str, Any], streams: Sequence[int]) -> int:
    """Run the command line in ``header`` by ``entry``, in its own folder and environment, on its own streams."""
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
    code = entry(header["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _stream(number: int, encoding: str, errors: str) -> io.TextIOWrapper:
    """A standard stream as the interpreter would have opened it."""
    raw = os.fdopen(number, "rb" if number == 0 else "wb", closefd=False)
    return io.TextIOWrapper(raw, encoding=encoding, errors=errors, line_buffering=number == 2 or os.isatty(number))
