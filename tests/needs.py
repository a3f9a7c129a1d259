"""What some tests need beside Python: without it they skip with a reason, or fail where nothing may be missing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE = Path(__file__).parent / "node"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def need(found: bool, what: str, remedy: str) -> None:
    """Skip the test when ``found`` is false; fail it when QISHAN_LINT_REQUIRE_ALL=1 allows no skip."""
    if found:
        return
    message = f"{what} is missing; {remedy}"
    if os.environ.get("QISHAN_LINT_REQUIRE_ALL") == "1":
        pytest.fail(f"{message} (QISHAN_LINT_REQUIRE_ALL=1 allows no skip)")
    pytest.skip(message)


def program(name: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    need(found is not None, f"the program {name}", "install it")
    return str(found)


def node_module(path: str) -> Path:
    """A file of one of the packages in tests/node."""
    found = NODE / "node_modules" / path
    need(found.exists(), f"the Node.js package of {path}", "run npm install in tests/node")
    return found


def chromium() -> str:
    """The path of the browser."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    need(found is not None, "the browser Chromium", "install the package chromium")
    return str(found)
