"""The child of a request: it becomes the command that asked, with all that the server has loaded.

A child is forked before it is asked for, where there is time. It looks through a text then: what it shares with the server is
copied page by page as it is used, which takes a good part of a small check.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any

from qishan_lint.serve import protocol

_SAMPLE = """---
title: 关于开展“五一”期间安全生产检查的通知
date: 1999-12-31
url: https://www.example.gov.cn/art/1999/12/31/1.html
---

　　10月8日上午，全县召开会议，部署有关工作（详见附件）。

　　会议要求：1）压实责任；2）加强检查。会议还强调，要压实责任。会议还强调，要压实责任。
"""
"""Invented text that makes the rules load what they need."""
_AGAIN = _SAMPLE.replace("会议要求：", "会上，各镇汇报了隐患排查的进展和存在的困难。会议要求，")
"""Another one: what was found in a text is kept."""


Entry = Callable[[Sequence[str]], int]
"""What runs a command line and returns its exit code."""


def warm(entry: Entry) -> None:
    """Load what a check loads: the command, and the presets that are used without being told, by checking a sample."""
    import yaml  # noqa: F401

    from qishan_lint import cycles
    from qishan_lint.formats import text  # noqa: F401

    with contextlib.redirect_stdout(io.StringIO()):
        entry(["check", "--help"])
    os.chdir("/")
    for preset in ("recommended", "hook"):
        _check(_SAMPLE, preset)
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


def rehearse() -> None:
    """Do in this process what a request will do, as far as it can be done before it comes."""
    _check(_AGAIN, "recommended")


def _check(text: str, preset: str) -> None:
    from qishan_lint import checking
    from qishan_lint.settings import Choice

    day = datetime.date(2000, 1, 1)
    checking.check(
        checking.Request(
            paths=("-",),
            stdin=text.encode(),
            stdin_filename="sample.md",
            today=day,
            choice=Choice(preset=preset),
            jobs=1,
        )
    )


def serve(entry: Entry, channel: socket.socket) -> int:
    """Wait for a request from ``channel``, do it, and tell the client how it ended; the exit code.

    An interruption waits until the work begins. Raises OSError when the server ends, which closes the channel.
    """
    header, streams = protocol.receive(channel, 4)
    channel.close()
    with socket.socket(fileno=streams.pop()) as client:
        try:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
            code = work(entry, header, streams)
        except KeyboardInterrupt:  # before the command had begun
            code = 128 + signal.SIGINT
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing left that could be interrupted
        with contextlib.suppress(OSError):
            client.sendall(b"%d\n" % code)
    return code


def work(entry: Entry, header: dict[str, Any], streams: Sequence[int]) -> int:
    """Run the command line in ``header`` by ``entry``, in its own folder and environment, on its own streams."""
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
