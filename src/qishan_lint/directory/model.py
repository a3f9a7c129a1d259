"""A directory as the tool keeps it: an area with its entries, in a file that people can read and correct."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True):
    """What must be published: ``row`` of the sheet it came from, the cells as written, ticked channels.

    ``optional`` are channels that may be chosen. ``audience``, ``way`` and ``level`` hold what is ticked of each.
    """

    row: int
    number: str = ""
    first: str = ""
    second: str = ""
    content: str = ""
    basis: str = ""
    limit: str = ""
    body: str = ""
    channels: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    level: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return " / ".join(dict.fromkeys(part for part in (self.first, self.second) if part)) or self.content[:30]


class Directory(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab", omit_defaults=True
):
    """The entries of one ``area``; ``absent`` are columns that the sheet does not have."""

    area: Annotated[str, msgspec.Meta(min_length=1)]
    entries: tuple[Entry, ...]
    absent: tuple[str, ...] = ()

    def code(self, entry: Entry) -> str:
        """The code that an item declares: the area and the entry's number, else its row."""
        return f"{self.area}-{entry.number or f'r{entry.row}'}"


class Library(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All directories of an office."""

    version: Literal[1] = 1
    directories: tuple[Directory, ...] = ()


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """What of a published item matters to directories.

    ``code`` is the entry that it names, ``written`` the day it was made, ``channels`` where it says that it was published.
    """

    id: str
    title: str
    column: str
    path: str
    department: str
    published: datetime.date | None
    written: datetime.date | None
    code: str = ""
    channels: str = ""
