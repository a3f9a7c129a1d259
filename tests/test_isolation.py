"""Isolation: a value comes back, and whatever ends a child becomes a Failure in time, with nothing left running."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time

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


def bounded() -> object:
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    return isolation.call(f"{HERE}:double", 21)


def test_lower_limit_of_the_system_is_kept() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0 if bounded() == 42 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
