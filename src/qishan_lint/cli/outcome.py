"""The one place that turns exceptions into exit codes.

0 clean · 1 findings · 2 usage or configuration · 3 trust · 4 internal error · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from qishan_lint.cli import console
from qishan_lint.cli.language import chosen, t
from qishan_lint.errors import TrustError, UsageError

CLEAN, FINDINGS, USAGE, TRUST, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 130


def guarded(command: Callable[[], int]) -> int:
    """The exit code of ``command``; what it raises becomes a message on standard error."""
    try:
        return command()
    except UsageError as error:
        _report(error)
        return TRUST if isinstance(error, TrustError) else USAGE
    except KeyboardInterrupt:
        console.note(t("interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone; nothing can be said any more, and Python must not try at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INTERNAL
    except Exception as error:
        _crash(error)
        return INTERNAL


def _report(error: UsageError) -> None:
    lang = chosen()
    place = f"{error.where}: " if error.where else ""
    console.note(f"{t('error')}{place}{error.message.get(lang)}")
    if error.remedy is not None:
        console.note(f"{t('remedy')}{error.remedy.get(lang)}")


def _crash(error: Exception) -> None:
    """Name the fault and where it happened, without values: a traceback's text may hold what was being checked."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    console.note(t("crash", kind=type(error).__name__))
    for frame in frames[-6:]:
        console.note(f"  {frame.filename}:{frame.lineno} {frame.name}")
