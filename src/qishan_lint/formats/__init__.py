"""Formats: a Report → what a person or a program reads. One module a format, named as ``--format`` names it.

A format is a module with ``BINARY`` (bool), ``SUFFIX`` (for ``--output`` without ``--format``), optionally ``EXTRA``
(the optional extra it needs), and ``render(report, options) -> str | bytes``. Formats only arrange what the report
holds; they compute no finding, open no file, and print nothing.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable
from typing import Protocol, cast

import msgspec

from qishan_lint.model import Report


class RenderOptions(msgspec.Struct, frozen=True):
    """How to render: language, width in terminal cells, colour, width of ambiguous characters (1 or 2).

    ``statistics`` adds counts and times a rule. ``command`` is the command line as typed, for next steps.
    ``thumbnail`` gives a small JPEG of a photo by its path, or None when it cannot be had. ``times`` are seconds by
    kind. ``columns`` is what SARIF counts columns in: unicodeCodePoints or utf16CodeUnits.
    """

    lang: str = "zh"
    width: int = 80
    color: bool = False
    ambiguous_width: int = 1
    statistics: bool = False
    command: tuple[str, ...] = ()
    columns: str = "unicodeCodePoints"
    thumbnail: Callable[[str], bytes | None] | None = None
    times: tuple[tuple[str, float], ...] = ()


class Format(Protocol):
    """The interface of a format's module."""

    BINARY: bool
    SUFFIX: str

    def render(self, report: Report, options: RenderOptions) -> str | bytes:
        """The report as text, or bytes when ``BINARY``."""
        ...


def names() -> tuple[str, ...]:
    """The names of all formats, found by the files in this folder."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")))


@functools.cache
def load(name: str) -> Format:
    """The format called ``name``; raises LookupError when there is none."""
    if name not in names():
        raise LookupError(name)
    return cast(Format, importlib.import_module(f"{__name__}.{name}"))
