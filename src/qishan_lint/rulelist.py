"""The rules as a list, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from qishan_lint import settings
from qishan_lint.catalog import FAMILIES
from qishan_lint.locale import text
from qishan_lint.model import Level, Text
from qishan_lint.settings import Configuration


class Row(msgspec.Struct, frozen=True, rename="kebab"):
    """One rule as listed; ``on`` says whether the configuration at hand runs it."""

    id: str
    family: str
    kind: str
    level: Level
    on: bool
    waivable: bool
    fixable: bool
    name: Text
    source: str
    aliases: tuple[str, ...]


def rows(configuration: Configuration, selectors: Iterable[str]) -> list[Row]:
    """The rules that ``selectors`` name (all of them by default), family by family. Raises ConfigError."""
    rules = configuration.catalog()
    wanted = set(settings.resolve(selectors, rules)) or set(rules.entries)
    on = configuration.base().rules
    found = [
        Row(
            id=file.id,
            family=file.id.partition("/")[0],
            kind=file.kind,
            level=(on[file.id].level if file.id in on else None) or file.level,
            on=file.id in on,
            waivable=file.waivable,
            fixable=any(example.fixed is not None for example in file.examples),
            name=file.name,
            source=file.source,
            aliases=file.aliases,
        )
        for file in (entry.file for entry in rules.entries.values())
        if file.id in wanted
    ]
    order = {family: number for number, family in enumerate(FAMILIES)}
    return sorted(found, key=lambda row: (order.get(row.family, len(order)), row.id))


def as_json(rows: list[Row]) -> str:
    """The list for programs."""
    return msgspec.json.format(msgspec.json.encode({"schema": 1, "rules": rows})).decode() + "\n"


def as_text(rows: list[Row], lang: str) -> str:
    """The list for people: level, id, name, and what else is special about a rule."""
    levels = [text(f"rules.level.{row.level}", lang) for row in rows]
    first, second = (max(map(len, column), default=0) for column in (levels, [row.id for row in rows]))
    lines = []
    for row, level in zip(rows, levels, strict=True):
        marks = [text("rules.list.fixable", lang)] * row.fixable + [text("rules.not-waivable", lang)] * (
            not row.waivable
        )
        tail = f"  [{' '.join(marks)}]" if marks else ""
        star = "*" if row.on else " "
        lines.append(f"{star} {level:<{first}}  {row.id:<{second}}  {row.name.get(lang)}{tail}")
    return "\n".join(lines) + "\n"
