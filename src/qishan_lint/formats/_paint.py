"""Colours of a terminal: sixteen ANSI colours by meaning, or none; the words are the same either way."""

from __future__ import annotations

import re
from collections.abc import Callable

Paint = Callable[..., str]

_CODES = {
    "bold": "1",
    "dim": "90",
    "underline": "4",
    "error": "1;91",
    "warning": "1;93",
    "info": "1;94",
    "ok": "1;92",
    "fix": "92",
    "path": "1;96",
    "command": "96",
}
_ANSI = re.compile(r"\x1b\[[0-9;]{0,9}m")


def painter(color: bool) -> Paint:
    """A function ``paint(text, style, ...)``; it returns ``text`` unchanged when there is no colour."""

    def paint(text: str, *styles: str) -> str:
        if not color or not text:
            return text
        codes = ";".join(_CODES[style] for style in styles)
        return f"\x1b[{codes}m{text}\x1b[0m"

    return paint


def plain(text: str) -> str:
    """``text`` without colours."""
    return _ANSI.sub("", text)
