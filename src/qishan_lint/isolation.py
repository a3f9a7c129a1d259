"""Work that may crash, hang or eat memory runs in a child that can be killed; what dies becomes a Failure.

The child is forked where the system can, else started anew, and ends with its parent. Limits: wall time everywhere; CPU
time on Linux and macOS; memory as address space on Linux, as watched use on macOS, not on Windows. The result comes
back over a pipe, pickled: the child is this program, not a stranger.
"""

from __future__ import annotations

import contextlib
import faulthandler
import functools
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import IO, Any, Literal

import msgspec


class Limits(msgspec.Struct, frozen=True):
    """Bounds of one call: wall seconds, CPU seconds, bytes of memory beyond what the process has."""

    seconds: float = 60.0
    cpu_seconds: int = 60
    memory: int = 2 << 30


class Failure(msgspec.Struct, frozen=True):
    """Why a call has no value: it took too long, wanted too much memory, or crashed; ``detail`` is technical."""

    reason: Literal["time", "memory", "crash"]
    detail: str = ""


DEFAULT = Limits()

_LIMITS_ADDRESSES = sys.platform == "linux"
_TOO_LARGE = 73
"""The exit code of a child that was found to use too much memory."""


def call(function: str, *arguments: Any, limits: Limits = DEFAULT) -> Any:
    """The value of ``function`` ("module:name") for ``arguments``, computed in a child, or a Failure.

    An exception in the child is a Failure as well: its type is told, never its text, which may quote content.
    """
    context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(function, arguments, limits, there), daemon=True)
    child.start()
    there.close()
    outcome: tuple[Any] | Failure | None = None
    try:
        outcome = _received(here, limits.seconds)
    finally:
        here.close()
        if not isinstance(outcome, tuple):
            child.kill()
        child.join()
    if isinstance(outcome, tuple):
        return outcome[0]
    return outcome if isinstance(outcome, Failure) else _reason(child.exitcode)


@contextlib.contextmanager
def watched() -> Iterator[Callable[[float], None]]:
    """A function that ends this whole process, whatever it hangs in, unless it is called again within so many seconds.

    The end of the body ends the watch. A step may take a twentieth more time than was said. One at a time in a process.
    """
    until = 0.0

    def allow(seconds: float) -> None:
        nonlocal until
        now, most = time.monotonic(), seconds * 1.05
        if not seconds <= until - now <= most:  # every start of the clock starts a thread
            until = now + most
            faulthandler.dump_traceback_later(most, exit=True, file=_nowhere())

    try:
        yield allow
    finally:
        faulthandler.cancel_dump_traceback_later()


@functools.cache
def bound_process(memory: int) -> None:
    """Let this process take at most ``memory`` bytes beyond what it has, where the system can see to that."""
    if _LIMITS_ADDRESSES:
        import resource

        _lower(resource.RLIMIT_CORE, 0, 0)
        most = _in_use() + memory  # asked once: it may shrink, and a limit above its ceiling is refused
        _lower(resource.RLIMIT_AS, most, most)


@functools.cache
def _nowhere() -> IO[str]:
    return open(os.devnull, "w", encoding="ascii")  # noqa: PTH123 (stays open as long as the process)


def _received(pipe: Connection, seconds: float) -> tuple[Any] | Failure | None:
    """A 1-tuple with the value, a Failure, or None when the child died without a word."""
    if not pipe.poll(seconds):
        return Failure("time", f"> {seconds:g} s")
    try:
        message = pickle.loads(pipe.recv_bytes())  # noqa: S301 (our own child)
    except (EOFError, OSError):
        return None
    return message if isinstance(message, Failure) else (message,)


def _reason(exitcode: int | None) -> Failure:
    if exitcode is not None and -exitcode == getattr(signal, "SIGXCPU", 24):
        return Failure("time", "CPU")
    if exitcode == _TOO_LARGE:
        return Failure("memory")
    return Failure("crash", f"exit {exitcode}")


def _can_fork() -> bool:
    """Forking is safe in a process with one thread, and quick; macOS and Windows start the child anew."""
    return sys.platform == "linux" and threading.active_count() == 1


def _work(function: str, arguments: tuple[Any, ...], limits: Limits, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        threading.Thread(target=_watch, args=(limits.memory,), daemon=True).start()
        _bound(limits)
        module, _, name = function.partition(":")
        message = pickle.dumps(getattr(importlib.import_module(module), name)(*arguments))
    except MemoryError:
        message = pickle.dumps(Failure("memory", f"> {limits.memory >> 20} MiB"))
    except BaseException as error:
        message = pickle.dumps(Failure("crash", type(error).__name__))
    pipe.send_bytes(message)
    pipe.close()
    os._exit(0)


def _watch(memory: int) -> None:
    """End this child when its parent has gone, or, where the system does not see to that, when it uses too much."""
    parent = multiprocessing.parent_process()
    before = 0 if _LIMITS_ADDRESSES else _peak()
    while parent is not None:
        if wait([parent.sentinel], None if _LIMITS_ADDRESSES else 0.05):
            os._exit(1)
        if _peak() - before > memory:
            os._exit(_TOO_LARGE)


def _peak() -> int:
    """The most memory that this process has used, in bytes; 0 where that cannot be told."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _bound(limits: Limits) -> None:
    try:
        import resource
    except ImportError:
        return

    _lower(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2)
    _lower(resource.RLIMIT_CORE, 0, 0)
    if _LIMITS_ADDRESSES:
        memory = _in_use() + limits.memory
        _lower(resource.RLIMIT_AS, memory, memory)


def _lower(what: int, soft: int, hard: int) -> None:
    """Set a limit, but never above one that the system set already, which would be refused."""
    import resource

    ceiling = resource.getrlimit(what)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(what, (soft, hard))


def _in_use() -> int:
    """The address space that the process has already, which the limit must not count."""
    with open("/proc/self/statm", encoding="ascii") as lines:  # noqa: PTH123 (one read of a virtual file)
        return int(lines.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
