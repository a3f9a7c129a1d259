"""The command ``qishan-lint``; ``--version`` and a running server answer before anything else is imported."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line of this process and return its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from qishan_lint import __version__

        print(f"qishan-lint {__version__}")
        return 0
    if sys.argv[1:2] == ["check"]:
        from qishan_lint.serve import client

        code = client.ask(sys.argv[1:])
        if code is not None:
            os._exit(code)  # nothing is open here, and leaving in good order takes as long as asking
    from qishan_lint.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
