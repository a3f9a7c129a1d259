"""Items made of text alone, for the tests of text kinds: one block a line."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

import msgspec

from qishan_lint import kinds, plan
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Attachment, Block, Field, Item, Level, Match, Part, Photo, Role, Segment, Span, Text, Zone
from qishan_lint.settings import Settings

TODAY = datetime.date(2026, 11, 25)
PHOTO = Photo("a.jpg", "", "", "", "0", 1, open=lambda: io.BytesIO(b""))
ATTACHMENT = Attachment("a.csv", "", "附件", "0", 1)


def part(
    *lines: str, title: str = "", kind: str = "paragraph", role: Role = "article", zones: tuple[Zone, ...] = ()
) -> Part:
    """A part with a title, if one is given, and one block of ``kind`` a line."""
    blocks, position = list[Block](), 0
    written = [*([title] if title else []), *lines]
    for number, line in enumerate(written):
        if line:
            named = "title" if title and number == 0 else kind
            blocks.append(Block(named, Span(position, position + len(line))))
        position += len(line) + 1
    text = "\n".join(written)
    segments = (Segment(0, 0, len(text), len(text)),)
    return Part(role, "稿件.md", text, role=role, blocks=tuple(blocks), zones=zones, source=text, segments=segments)


def item(
    *lines: str,
    title: str = "",
    published: str = "",
    column: str = "",
    meta: dict[str, str] | None = None,
    parts: tuple[Part, ...] = (),
    **more: Any,
) -> Item:
    """An item whose article has ``lines``; ``published`` is written 2026-11-25."""
    return Item(
        id="稿件.md",
        path="稿件.md",
        digest="0",
        parts=parts or (part(*lines, title=title),),
        title=title,
        published=datetime.date.fromisoformat(published) if published else None,
        column=column,
        meta={name: Field(name, value) for name, value in (meta or {}).items()},
        **more,
    )


def rule(
    kind: str,
    more: dict[str, Any] | None = None,
    *,
    roles: tuple[Role, ...] = ("article",),
    level: Level = Level.WARNING,
    **params: Any,
) -> Rule:
    """A rule of ``kind`` with ``params`` (and ``more``) as a rule file writes them."""
    module = kinds.load(kind)
    resolve = getattr(module, "resolve", None)
    given = {name.replace("_", "-"): value for name, value in {**params, **(more or {})}.items()}
    resolved = resolve(given, _no_file) if resolve else given
    text = Text("某规则", "a rule")
    return Rule(
        id="wording/test",
        kind=kind,
        level=level,
        params=msgspec.convert(resolved, module.Params),
        name=text,
        message=text,
        why=text,
        source="test",
        roles=roles,
    )


def _no_file(name: str) -> str:
    raise AssertionError(f"no file {name}")


def matches(one: Item, tested: Rule, today: datetime.date = TODAY) -> list[Match]:
    """What ``tested`` reports about ``one``, literals and all."""
    return list(_matches(one, tested, today))


def _matches(one: Item, tested: Rule, today: datetime.date) -> Iterator[Match]:
    assembled = plan.assemble(Settings(rules={}), [tested], "")
    (step,) = assembled.steps
    hits = assembled.hits(one.parts)
    if assembled.due(one, hits):
        yield from step.kind.check(one, tested, Context(today, tuple(hits.get(0, ()))))


def found(one: Item, tested: Rule, today: datetime.date = TODAY) -> list[str]:
    """The stretches that ``tested`` points at, in order."""
    return [hit(match) for match in matches(one, tested, today)]


def hit(match: Match) -> str:
    """The stretch that ``match`` points at; empty for the item as a whole."""
    where, span = match.spot.part, match.spot.span
    return where.text[span.start : span.end] if where is not None and span is not None else ""
