"""What some tests need beside Python: without it they skip with a reason, or fail where nothing may be missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

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


def as_pdf(file: Path) -> Path:
    """``file`` as LibreOffice prints it, beside it."""
    office = program("soffice")
    home = f"-env:UserInstallation=file://{file.parent}/home"
    command = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return file.with_suffix(".pdf")


def visit(script: str, folder: Path, *names: str) -> dict[str, Any]:
    """What Chromium saw in the pages of ``folder``, as the script in tests/node tells it."""
    node, browser = program("node"), chromium()
    node_module("playwright-core/package.json")
    node_module("axe-core/axe.min.js")
    command = [node, str(NODE / script), browser, str(folder), *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
