"""The installed command, run in a folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def lint(folder: Path, *arguments: str, code: int = 0) -> str:
    """What ``qishan-lint`` with ``arguments`` says; it must end with ``code``."""
    done = subprocess.run(
        (sys.executable, "-m", "qishan_lint", *arguments), cwd=folder, capture_output=True, check=False
    )
    output = (done.stdout + done.stderr).decode()
    assert done.returncode == code, output
    return output
