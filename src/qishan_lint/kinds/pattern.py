r"""Pattern: what can only be told by its form, as checked regular expressions behind literal prefilters.

Each entry of ``patterns`` has ``match``, and where needed ``unless`` (a pattern that spares the match when it occurs in
it or in the dozen characters around it), ``replace`` (a template with ``\g<name>``), ``note``, and its own ``level``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import patterns, prose
from qishan_lint.model import Block, Item, Level, Match, Part, Span, Spot, Text, Value

_MARGIN = 12
_NAMED = 3
"""Matches that are named where many are told of together."""
_Found = dict[tuple[int, int, int], tuple[re.Match[str], "Entry"]]


class Entry(msgspec.Struct, frozen=True, rename={"since": "from"}, forbid_unknown_fields=True):
    """One pattern. The group ``at``, where there is one, is what the finding points at and what is replaced.

    ``needs`` are the literals that its matches hold, worked out when the catalogue is built (one empty: none).
    """

    match: str
    needs: tuple[str, ...] = ()
    replace: str | None = None
    unless: str = ""
    note: str = ""
    level: Level | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``blocks`` limits the rule to some kinds of blocks, ``not-inside`` keeps it out of pairs of marks (``《》``).

    ``starts`` are the characters that a block of an anchored rule can begin with: others are not looked at.
    ``translate`` is two equally long strings: characters of the first become those of the second in the replacement.
    From ``together`` matches in an item on, all say the same: reports show them as one.
    """

    patterns: tuple[Entry, ...]
    blocks: tuple[str, ...] = ()
    starts: str = ""
    safe: bool = True
    translate: tuple[str, str] = ("", "")
    not_inside: tuple[str, ...] = ()
    together: int | None = None

    def __post_init__(self) -> None:
        """Refuse patterns outside the checked subset; those of a built catalogue were checked then."""
        for entry in self.patterns:
            if not entry.needs:
                _checked(entry.match, entry.unless)


def resolve(params: dict[str, Any], read: Callable[[str], str]) -> dict[str, Any]:
    """Check the patterns once and note the literals that they need. Raises PatternError."""
    del read
    entries = params.get("patterns", ())
    if not all(isinstance(entry, dict) and isinstance(entry.get("match"), str) for entry in entries):
        return params
    noted = [{**one, "needs": _checked(one["match"], str(one.get("unless", "")))} for one in entries]
    return {**params, "patterns": noted}


def _checked(match: str, unless: str) -> tuple[str, ...]:
    if unless:
        patterns.compiled(unless)
    return patterns.compiled(match).literals or ("",)


def literals(params: Params) -> Iterable[str] | None:
    """The literals of all patterns; None when one has none, or when only the few places in question are looked at."""
    if set(params.blocks) == {"title"} or all(entry.match.startswith("^") for entry in params.patterns):
        return None
    needed = [literal for entry in params.patterns for literal in _needs(entry)]
    return needed if all(needed) else None


def _needs(entry: Entry) -> tuple[str, ...]:
    return entry.needs or patterns.literals(entry.match) or ("",)


def needs_today(params: Params) -> bool:
    """Whether what is wrong depends on the day of publication, which an item without a date has today."""
    return any(one.since or one.until for one in params.patterns)


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield every stretch that one of the patterns matches, each stretch once."""
    params: Params = rule.params
    if params.together is None:
        yield from _matches(item, rule, context)
        return
    found = list(_matches(item, rule, context))
    said = _of_all(found) if len(found) >= params.together else None
    yield from (one if said is None else msgspec.structs.replace(one, data=said) for one in found)


def _of_all(found: list[Match]) -> dict[str, Value]:
    """What is said of many matches in an item."""
    first = [one.data for one in found[:_NAMED]]
    note = Text(f"等，共{len(found)}处", f" and others, {len(found)} in all")
    named = {key: "、".join(str(data[key]) for data in first) for key in ("found", "expected")}
    return {**named, "note": note}


def _matches(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    params: Params = rule.params
    date = item.published or context.today
    found = _behind_hits(item, params, context) if context.hits else _everywhere(item, rule, params)
    reached = (-1, -1)
    for (part_index, start, _), (match, entry) in sorted(found.items(), key=lambda one: (*one[0][:2], -one[0][2])):
        part = item.parts[part_index]
        if (entry.since and date < entry.since) or (entry.until and date >= entry.until):
            continue
        if (part_index, start) >= reached and _stands(part, match, entry, params):
            reached = (part_index, match.end())
            yield _report(part, match, entry, params)


def _behind_hits(item: Item, params: Params, context: Context) -> _Found:
    found: _Found = {}
    entries = _by_literal(params)
    for hit in context.hits:
        for entry in entries[hit.literal]:
            for match in patterns.find(patterns.compiled(entry.match), item.parts[hit.part].text, (hit.start, hit.end)):
                found.setdefault((hit.part, *match.span()), (match, entry))
    return found


def _by_literal(params: Params) -> dict[str, list[Entry]]:
    known = _TABLES.get(id(params))
    if known is not None and known[0] is params:
        return known[1]
    table: dict[str, list[Entry]] = {}
    for entry in params.patterns:
        for literal in dict.fromkeys(_needs(entry)):
            table.setdefault(literal, []).append(entry)
    _TABLES[id(params)] = (params, table)
    return table


_TABLES: dict[int, tuple[Params, dict[str, list[Entry]]]] = {}


def _everywhere(item: Item, rule: Rule, params: Params) -> _Found:
    found: _Found = {}
    for number, part in enumerate(item.parts):
        blocks = list(_blocks(part, params)) if part.role in rule.roles else []
        for entry in params.patterns if blocks else ():
            for match in _in_part(part, entry, blocks, whole=not params.blocks):
                found.setdefault((number, *match.span()), (match, entry))
    return found


def _blocks(part: Part, params: Params) -> Iterator[Block]:
    """The blocks that the rule is about and that begin as its patterns do."""
    for block in part.blocks:
        if (not params.blocks or block.kind in params.blocks) and (
            not params.starts or part.text[block.span.start] in params.starts
        ):
            yield block


def _in_part(part: Part, entry: Entry, blocks: list[Block], *, whole: bool) -> Iterator[re.Match[str]]:
    pattern = patterns.compiled(entry.match)
    at_start = patterns.anchored(entry.match)
    if whole and not at_start:
        yield from patterns.find(pattern, part.text)
        return
    for block in blocks:
        if at_start:
            match = pattern.regex.match(part.text, block.span.start, block.span.end)
            if match is not None and match.end() > match.start():
                yield match
        else:
            yield from pattern.regex.finditer(part.text, block.span.start, block.span.end)


def _stands(part: Part, match: re.Match[str], entry: Entry, params: Params) -> bool:
    start, end = match.span()
    if not prose.is_prose(part, start, end):
        return False
    block = part.block_at(start)
    if params.blocks and (block is None or block.kind not in params.blocks):
        return False
    if params.not_inside and prose.enclosed(part.text, start, params.not_inside):
        return False
    if not entry.unless:
        return True
    first, last = (block.span.start, block.span.end) if block else (0, len(part.text))
    around = part.text[max(first, start - _MARGIN) : min(last, end + _MARGIN)]
    return patterns.compiled(entry.unless).regex.search(around) is None


def _report(part: Part, match: re.Match[str], entry: Entry, params: Params) -> Match:
    start, end = match.span("at" if "at" in match.groupdict() else 0)
    right = None if entry.replace is None else match.expand(entry.replace)
    if right is not None:
        right = right.translate(str.maketrans(*params.translate))
    return Match(
        Spot(part=part, span=Span(start, end)),
        data={"found": part.text[start:end], "expected": right or "", "note": entry.note and f"（{entry.note}）"},
        level=entry.level,
        suggestions=() if right is None else (right,),
        replacement=right,
        safe=params.safe,
    )
