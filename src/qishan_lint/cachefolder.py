"""Where the tool keeps what it can do without: one folder of its own, by the platform's custom.

``QISHAN_LINT_CACHE_DIR`` wins. Only ``os`` and ``sys`` are imported: the command asks here before anything else.
"""

from __future__ import annotations

import os
import sys

VARIABLE = "QISHAN_LINT_CACHE_DIR"


def path() -> str:
    """The folder's path; it need not exist."""
    named = os.environ.get(VARIABLE)
    if named:
        return named
    home = os.path.expanduser("~")  # noqa: PTH111 (pathlib costs more than all else here)
    if sys.platform == "win32":
        return os.path.join(os.environ.get("LOCALAPPDATA") or f"{home}/AppData/Local", "qishan-lint", "cache")  # noqa: PTH118
    if sys.platform == "darwin":
        return f"{home}/Library/Caches/qishan-lint"
    return f"{os.environ.get('XDG_CACHE_HOME') or home + '/.cache'}/qishan-lint"
