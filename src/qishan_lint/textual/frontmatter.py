"""Front matter of a text file (YAML or TOML) → fields with the exact place of each value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from qishan_lint.model import Field, Span
from qishan_lint.textual import lines

MAX_CHARACTERS = 65_536
"""Longer front matter is not parsed; its lines then count as body."""

_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_OPENING = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_SIMPLE = re.compile(
    r"([A-Za-z_一-鿿][\w.-]{0,60})[ \t]*:[ \t]+"
    r"(?:\"([^\"\\\r\n]*)\"|'([^'\r\n]*)'|([^\s\"'\[\]{}&*!|>%@`#,?:\-](?:(?!:[ \t\r\n]|[ \t]#)[^\r\n])*))"
    r"[ \t]*(?:\r?\n|\Z)"
)
_TOML_LINE = re.compile(r"^[ \t]*(?:\"([^\"\r\n]{1,60})\"|([\w-]{1,60}))[ \t]*=[ \t]*([^\r\n]*)", re.MULTILINE)


EMPTY = Span(0, 0)


class _BrokenError(Exception):
    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


class FrontMatter(msgspec.Struct, frozen=True):
    """The fields, the span of the front matter between its fences, where the body begins.

    ``error`` says what is wrong with it, ``line`` where (from 1 for the file's first line); the fields are then those
    of the lines that can be read by themselves.
    """

    fields: tuple[Field, ...] = ()
    span: Span = EMPTY
    body: int = 0
    error: str = ""
    line: int = 0


def read(source: str) -> FrontMatter:
    """The front matter at the beginning of ``source``; without any, ``body`` is 0."""
    if source[:3] not in ("---", "+++"):
        return FrontMatter()
    source = lines.without_cr_alone(source)
    opening = _OPENING.match(source)
    if opening is None:
        return FrontMatter()
    yaml = opening[1] == "---"
    closing = (_YAML_END if yaml else _TOML_END).search(source, opening.end(), opening.end() + MAX_CHARACTERS)
    if closing is None:
        return FrontMatter()
    span = Span(opening.end(), closing.start())
    fields = _simple(source, span) if yaml else None
    if fields is not None:
        return FrontMatter(fields, span, closing.end())
    try:
        fields = tuple(_yaml(source, span) if yaml else _toml(source, span))
    except _BrokenError as error:
        return FrontMatter(tuple(_salvaged(source, span)), span, closing.end(), error.problem, error.line)
    return FrontMatter(fields, span, closing.end())


def _simple(source: str, span: Span) -> tuple[Field, ...] | None:
    """The fields when every line is a plain ``key: value``, which needs no YAML parser; None otherwise."""
    fields, position = [], span.start
    while position < span.end:
        match = _SIMPLE.match(source, position, span.end)
        if match is None:
            return None
        group = match.lastindex or 4
        start, end = match.span(group)
        value = match[group]
        if group == 4:
            value = value.rstrip()
            end = start + len(value)
        fields.append(Field(match[1], value, Span(start, end)))
        position = match.end()
    return tuple(fields)


def _salvaged(source: str, span: Span) -> Iterator[Field]:
    """The fields of the lines that are plain ``key: value``, when the whole cannot be read."""
    position = span.start
    while position < span.end:
        end = source.find("\n", position, span.end) + 1 or span.end
        yield from _simple(source, Span(position, end)) or ()
        position = end


def _yaml(source: str, span: Span) -> Iterator[Field]:
    """The top-level fields by the parser's events: no tree is built, so nesting and aliases cost nothing."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = source[span.start : span.end]
    depth, key, values = 0, "", list[Any]()
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                line = event.start_mark.line + 2 if event.start_mark else 1
                raise _BrokenError("anchors and aliases are not supported", line)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.ScalarEvent) and depth == 1 and not key:
                key = event.value
                continue
            elif isinstance(event, yaml.ScalarEvent):
                values.append(event)
            if depth == 1 and key:
                yield _field(key, values, span.start)
                key, values = "", []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _BrokenError(str(getattr(error, "problem", None) or error), mark.line + 2 if mark else 1) from None


def _field(key: str, scalars: list[Any], base: int) -> Field:
    if not scalars:
        return Field(key, "")
    value = "、".join(scalar.value for scalar in scalars)
    start, end = base + scalars[0].start_mark.index, base + scalars[-1].end_mark.index
    if len(scalars) == 1 and scalars[0].style in ("'", '"'):
        start, end = start + 1, end - 1
    return Field(key, value, Span(start, end))


def _toml(source: str, span: Span) -> Iterator[Field]:
    import tomllib

    text = source[span.start : span.end]
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _BrokenError(str(error), 1) from None
    places = {match[1] or match[2]: match for match in reversed(tuple(_TOML_LINE.finditer(text)))}
    for key, value in table.items():
        shown = "、".join(map(str, value)) if isinstance(value, list) else "" if isinstance(value, dict) else str(value)
        place = places.get(key)
        if place is None or isinstance(value, dict):
            yield Field(key, shown)
            continue
        inside = place[3].find(shown) if shown else -1
        start = span.start + place.start(3) + max(inside, 0)
        yield Field(key, shown, Span(start, start + (len(shown) if inside >= 0 else len(place[3]))))
