"""The command line: one module a command, each parse → call → render → exit code, without logic of its own."""

from __future__ import annotations

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the command line ``arguments`` (without the program's name) and return the exit code."""
    from qishan_lint import cycles
    from qishan_lint.cli import app, outcome

    cycles.look_seldom()
    return outcome.guarded(lambda: app.main(arguments))
