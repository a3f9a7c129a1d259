"""Help with ``qishan-lint.yaml``: its mistakes, and what can stand at a place of it, from the schema of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint import catalog, config, settings
from qishan_lint.catalog import FAMILIES, Catalog
from qishan_lint.errors import ConfigError
from qishan_lint.settings import Choice
from qishan_lint.shipped import rules_folder

_KEY = re.compile(r"(?P<indent> {0,80})(?P<dash>- {1,4})?(?P<key>[\w/.-]{1,100})\s{0,4}:")
_RULE_LISTS = frozenset({"select", "enable", "ignore"})
_RULE_KEYS = frozenset({"levels", "rules"})

Proposal = tuple[str, str]
"""What may be written, and a word about it."""


def is_settings(path: Path) -> bool:
    """Whether ``path`` is a configuration file of this tool's own."""
    return path.name in config.NAMES


def mistake(text: str, path: Path) -> tuple[ConfigError, int] | None:
    """The first mistake in a configuration file, and its line from 0."""
    try:
        config.parse(text, path)
    except ConfigError as error:
        line = error.where.rpartition(":")[2]
        return error, int(line) - 1 if line.isdecimal() and line != "0" else 0
    return None


def rules(path: Path) -> Catalog:
    """The rules that the configuration file can use, its packs' included; the shipped ones alone while it is wrong."""
    settings.forget()  # files of rules may have changed since
    try:
        return settings.for_folder(path.parent, Choice(), path).catalog()
    except ConfigError:
        return catalog.load()


def proposals(lines: list[str], line: int, known: Catalog, lang: str) -> list[Proposal]:
    """What can stand in ``line`` (from 0) of the file: keys, rules, presets or the values of a choice."""
    above = _path(lines, line)
    current = lines[line] if line < len(lines) else ""
    found = _KEY.match(current)
    if found is not None and found.end() <= len(current.rstrip()):
        return list(_values((*above, found["key"])))
    is_item = current.lstrip().startswith("-")
    if is_item and above and above[-1] in (*_RULE_LISTS, "extends"):
        return list(_rules(known, lang)) if above[-1] in _RULE_LISTS else list(_presets())
    if above and above[-1] in _RULE_KEYS:
        return list(_rules(known, lang))
    return list(_keys(known, above))


def rule_at(line: str, column: int) -> str:
    """The id of the rule that stands at ``column`` (characters) of a line, empty when there is none."""
    for found in re.finditer(r"[a-z]{2,20}/[a-z0-9-]{1,80}", line):
        if found.start() <= column <= found.end():
            return found[0]
    return ""


def _path(lines: list[str], line: int) -> tuple[str, ...]:
    """The keys that lead to ``line``, outermost first, told by indentation."""
    current = lines[line] if line < len(lines) else ""
    indent = len(current) - len(current.lstrip(" "))
    path: list[str] = []
    if current.lstrip().startswith("- "):
        indent += 1  # an item of a list may stand under its key without indentation
    for before in reversed(lines[:line]):
        found = _KEY.match(before)
        if found is None:
            continue
        own = len(found["indent"]) + len(found["dash"] or "")
        if own < indent:
            path.append(found["key"])
            indent = len(found["indent"]) + (1 if found["dash"] else 0)
            if indent == 0:
                break
    return tuple(reversed(path))


def _schema_at(path: tuple[str, ...]) -> dict[str, Any]:
    """The part of the schema for the values under ``path``; empty when anything may stand there."""
    document: dict[str, Any] = msgspec.json.decode(config.schema())
    current = _resolved(document, document)
    for step in path:
        inner = current.get("properties", {}).get(step) or current.get("additionalProperties")
        current = _resolved(inner, document) if isinstance(inner, dict) else {}
    return current


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """A schema without references: of several forms the first that has keys, of a list its items."""
    while True:
        if "$ref" in schema:
            schema = document["$defs"][schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = next((one for one in schema["anyOf"] if "$ref" in one or "enum" in one), schema["anyOf"][0])
        elif schema.get("type") == "array":
            schema = schema.get("items", {})
        else:
            return schema


def _keys(known: Catalog, path: tuple[str, ...]) -> Iterator[Proposal]:
    if len(path) >= 2 and path[-2] == "rules":
        yield from _parameters(known, path[-1])
        return
    for key, value in _schema_at(path).get("properties", {}).items():
        yield key, value.get("description", "")


def _parameters(known: Catalog, rule: str) -> Iterator[Proposal]:
    entry = known.entries.get(rule)
    if entry is not None:
        for key, value in msgspec.json.decode(entry.params).items():
            yield key, str(value)[:80]


def _values(path: tuple[str, ...]) -> Iterator[Proposal]:
    if path[-1] == "extends":
        yield from _presets()
        return
    for value in _schema_at(path).get("enum", ()):
        if value is not None:
            yield str(value), ""


def _presets() -> Iterator[Proposal]:
    for file in sorted((rules_folder() / "presets").glob("*.yaml")):
        yield file.stem, ""


def _rules(known: Catalog, lang: str) -> Iterator[Proposal]:
    for family in FAMILIES:
        yield family, ""
    for id_, entry in known.entries.items():
        yield id_, entry.file.name.get(lang)
