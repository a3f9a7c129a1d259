"""A rule file as written: the schema of the YAML under ``rules/``."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from qishan_lint.model import Level, Role, Text

Id = Annotated[str, Meta(pattern=r"^[a-z]+/[a-z0-9-]+$")]


class ExampleFile(Struct, frozen=True, forbid_unknown_fields=True):
    """An example as written in a rule file: ``bad`` (with ``fixed``) or ``good``, a text or an item in short."""

    bad: str | dict[str, Any] | None = None
    good: str | dict[str, Any] | None = None
    fixed: str | None = None


class RuleFile(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A rule file. A rule with ``opt-in`` runs only where its own id is selected, never by its family or ``all``."""

    id: Id
    name: Text
    kind: str
    level: Level
    message: Text
    why: Text
    source: Annotated[str, Meta(min_length=2)]
    params: dict[str, Any] = {}
    waivable: bool = True
    opt_in: bool = False
    aliases: tuple[Id, ...] = ()
    since: datetime.date | None = msgspec.field(default=None, name="from")
    until: datetime.date | None = None
    roles: tuple[Role, ...] = ("article",)
    title_level: Level | None = None
    unconfirmed: tuple[str, ...] = ()
    examples: tuple[ExampleFile, ...] = ()
