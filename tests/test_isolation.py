"""Isolation: a value comes back, and whatever ends a child becomes a Failure in time, with nothing left running."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from qishan_lint import isolation
from qishan_lint.isolation import Failure, Limits

HERE = "tests.test_isolation"


def double(number: int) -> int:
    return 2 * number


def sleep() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def eat() -> int:
    return len(bytearray(1 << 30))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ValueError("610323189305121019")


def unpicklable() -> object:
    return lambda: None


def test_value_comes_back() -> None:
    assert isolation.call(f"{HERE}:double", 21) == 42


@pytest.mark.parametrize(
    ("function", "limits", "reason"),
    [
        ("sleep", Limits(seconds=0.3), "time"),
        ("spin", Limits(seconds=20, cpu_seconds=1), "time"),
        ("eat", Limits(memory=64 << 20), "memory"),
        ("die", Limits(), "crash"),
        ("fail", Limits(), "crash"),
        ("unpicklable", Limits(), "crash"),
        ("missing", Limits(), "crash"),
    ],
)
def test_what_ends_a_child_is_told(
    function: str, limits: Limits, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    started = time.monotonic()
    found = isolation.call(f"{HERE}:{function}", limits=limits)
    assert isinstance(found, Failure)
    assert found.reason == reason
    assert "610323189305121019" not in found.detail + "".join(capfd.readouterr())
    assert time.monotonic() - started < 10
    assert multiprocessing.active_children() == []


def fill() -> int:
    filled = b"x" * (200 << 20)
    time.sleep(20)
    return len(filled)


def test_memory_is_watched_where_the_system_does_not_limit_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_LIMITS_ADDRESSES", False)
    found = isolation.call(f"{HERE}:fill", limits=Limits(seconds=15, memory=64 << 20))
    assert isinstance(found, Failure)
    assert found.reason == "memory"


def tell_and_sleep(path: str) -> None:
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see whether a process runs")
def test_child_ends_with_its_parent(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    parent = os.fork()
    if parent == 0:
        isolation.call(f"{HERE}:tell_and_sleep", str(told))
        os._exit(0)
    wait_until(lambda: told.exists() and told.read_text(encoding="ascii") != "")
    child = int(told.read_text(encoding="ascii"))
    assert is_running(child)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    wait_until(lambda: not is_running(child))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def bounded() -> object:
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    return isolation.call(f"{HERE}:double", 21)


def test_lower_limit_of_the_system_is_kept() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0 if bounded() == 42 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="addresses are limited on Linux only")
def test_a_worker_whose_memory_shrinks_meanwhile_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1 << 34, 0, -(1 << 20)))
    monkeypatch.setattr(isolation, "_in_use", lambda: next(now))
    pid = os.fork()
    if pid == 0:
        try:
            isolation.bound_process.__wrapped__(1 << 32)
        except BaseException:
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
