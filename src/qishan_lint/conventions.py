"""What readers know by convention about files, pages and lines: the shipped table."""

from __future__ import annotations

import functools

from msgspec import Struct

from qishan_lint import shipped

FILE = "conventions.yaml"
"""The table's file, in the folder of the rules."""


class Conventions(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Suffixes of kinds of files, names of attachments, containers of articles, beginnings of captions."""

    documents: tuple[str, ...]
    pages: tuple[str, ...]
    photos: tuple[str, ...]
    static: tuple[str, ...]
    attachments: tuple[str, ...]
    attachment_names: tuple[str, ...]
    body: tuple[str, ...]
    captions: tuple[str, ...]


@functools.cache
def table() -> Conventions:
    """The shipped table. Raises ConfigError when the file is wrong."""
    return shipped.table(FILE, Conventions)
