"""The command line: one module a command, each parse → call → render → exit code, without logic of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the command line ``arguments`` (without the program's name) and return the exit code.

    The language is that of ``sys.argv`` and the environment as they are now.
    """
    from qishan_lint import cycles
    from qishan_lint.cli import language

    if language.has_changed():
        _forget()
    from qishan_lint.cli import app, outcome

    cycles.look_seldom()
    return outcome.guarded(lambda: app.main(arguments))


def _forget() -> None:
    """Have the commands imported anew: their help is in the language that was chosen when they were."""
    for name in [name for name in sys.modules if name.startswith(f"{__name__}.")]:
        del sys.modules[name]
        globals().pop(name.removeprefix(f"{__name__}."), None)
