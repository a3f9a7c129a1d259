"""Limits: the classes of columns with their clocks, and what is said of columns, as the shipped table has them."""

from __future__ import annotations

import datetime
import functools
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from qishan_lint import shipped
from qishan_lint.model import Level, Statement, Text

Veto = Literal["", "home", "columns", "long", "new-media"]
"""What an overdue column counts for in an inspection: the home page, the columns of news, notices and policies,
columns that should have been updated and were not, or an official account."""


class Class(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A class of columns: overdue after ``days`` without a dated item, due soon with ``soon`` days left.

    ``months`` (calendar months) is the inspection's measure where it differs; ``deadline`` (MM-DD) replaces ``days`` for
    columns that need one item a year. ``confirmed`` tells that a national document fixes the limit, ``soon_level`` how
    serious it is to be due soon.
    """

    id: str
    title: Text
    source: str
    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    days: int | None = None
    soon: int = 0
    soon_level: Level = Level.INFO
    months: int | None = None
    deadline: Annotated[str, Meta(pattern=r"^\d\d-\d\d$")] | None = None
    veto: Veto = ""
    confirmed: bool = False


class Case(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A column in short: its class, the day of its newest item (None: no date), the day of the audit, its items; or a
    text in short: the day on which it was ``first`` out, and the one that it carries now.
    """

    kind: str = field(default="", name="class")
    latest: datetime.date | None = None
    as_of: datetime.date | None = None
    items: int = 1
    first: datetime.date | None = None
    published: datetime.date | None = None


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """An executed example: what the statement must be made of, or must not."""

    bad: Case | None = None
    good: Case | None = None


class Proven(Statement, frozen=True, forbid_unknown_fields=True):
    """What can be said of a column or beside an earlier audit, with executed examples."""

    examples: tuple[Example, ...]


class Table(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The shipped table ``rules/columns.yaml``; texts of fewer than ``least_text`` characters tell nothing by being equal."""

    least_text: int

    classes: tuple[Class, ...]
    findings: dict[str, Proven]


@functools.cache
def table() -> Table:
    """The shipped table. Raises ConfigError when it is wrong."""
    return shipped.table("columns.yaml", Table)


def named(id_: str) -> Class | None:
    """The class of this name."""
    return next((each for each in table().classes if each.id == id_), None)


def guessed(name: str, type_: str = "") -> Class | None:
    """The class of a column called ``name``, by its type first, then by the words in its name."""
    for each in table().classes:
        if type_ and type_ in each.types:
            return each
    return next((each for each in table().classes if any(word in name for word in each.names)), None)
