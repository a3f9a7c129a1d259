"""Expressions: the regular expressions of the code itself, compiled when they are first used.

Compiling all of them at import would cost every run more than most runs need.
"""

from __future__ import annotations

import functools
import re


@functools.cache
def expression(source: str) -> re.Pattern[str]:
    """The compiled form of ``source``."""
    return re.compile(source)
