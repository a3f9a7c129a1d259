"""The command ``qishan-lint``; ``--version`` is answered before anything else is imported."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line of this process and return its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from qishan_lint import __version__

        print(f"qishan-lint {__version__}")
        return 0
    from qishan_lint.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
