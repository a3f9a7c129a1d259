"""The language of this run: ``--lang``, else ``QISHAN_LINT_LANG``, else Chinese; the locale is never read.

It must be known before the commands are defined, because their help is text as well.
"""

from __future__ import annotations

import functools
import os
import sys
from typing import Any

from qishan_lint import locale

LANGUAGES = ("zh", "en")


@functools.cache
def chosen() -> str:
    """``zh`` or ``en``, as it was when it was first asked for. An unknown value counts as Chinese here."""
    return _wanted()


def has_changed() -> bool:
    """Whether ``chosen`` is not what arguments and environment ask for now: in a process that serves many."""
    return chosen() != _wanted()


def _wanted() -> str:
    arguments = sys.argv[1:]
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and number + 1 < len(arguments):
            value = arguments[number + 1]
        if value is not None:
            return value if value in LANGUAGES else "zh"
    wanted = os.environ.get("QISHAN_LINT_LANG", "zh")
    return wanted if wanted in LANGUAGES else "zh"


def t(key: str, **values: Any) -> str:
    """The command line's text for ``key`` (``<command>.<name>``, or a name of its main texts) in this run's language."""
    command, dot, name = key.partition(".")
    area = f"cli/{command}" if dot else "cli/main"
    return locale.text(f"{area}.{name or command}", chosen(), **values)
