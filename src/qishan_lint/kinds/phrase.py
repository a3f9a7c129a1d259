"""Phrase: fixed expressions of several members that are recited with a member missing, changed or out of order.

A list is a tab-separated file with the columns ``name``, ``members`` (in order, separated by 、 or ；) and where needed
``from``, ``until`` and ``note``. A run of members counts as a recital when all of them stand in it, or when the name
stands just before or after it; a mere selection of members is nobody's fault.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Level, Match, Part, Span, Spot, Text

_SEPARATOR = r"[”’]?(?:[、，；,;]|[和与及])?[“‘]?"
_STRANGER = r"[^、，；。！？,;：:\n“”《》（）和与及]{2,14}"
_NEAR = 10
_LISTED = ("、", "，")
_INTRODUCES = r"[”’]?(?:[：:（(，,]|——|即|是指|指的是|是|包括|为)[“‘]?"
_OPEN_END = r"^[”’]?等"


class Phrase(msgspec.Struct, frozen=True, rename={"since": "from"}, forbid_unknown_fields=True):
    """One expression: its name, its members in order, and the publication dates it is right for."""

    name: str
    members: tuple[str, ...]
    since: datetime.date | None = None
    until: datetime.date | None = None
    note: str = ""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The expressions."""

    phrases: tuple[Phrase, ...]


class Run(msgspec.Struct, frozen=True):
    """Members side by side: (index of the member, start, end), a stranger having the index -1."""

    tokens: tuple[tuple[int, int, int], ...]

    @property
    def known(self) -> list[int]:
        """The indices of the members, as they stand."""
        return [index for index, _, _ in self.tokens if index >= 0]

    @property
    def span(self) -> Span:
        """From the first member to the last."""
        return Span(self.tokens[0][1], self.tokens[-1][2])


def resolve(params: dict[str, Any], read: Callable[[str], str]) -> dict[str, Any]:
    """``phrases: list.tsv`` → the expressions of the file."""
    named = params.get("phrases")
    if not isinstance(named, str):
        return params
    lines = read(named).splitlines()
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=False)) for line in lines[1:] if line]
    phrases = [
        {**{key: value for key, value in row.items() if value}, "members": re.split("[、；]", row["members"])}
        for row in rows
    ]
    return {**params, "phrases": phrases}


def literals(params: Params) -> Iterable[str]:
    """Every member followed by the mark that stands in a list."""
    return (f"{member}、" for phrase in params.phrases for member in phrase.members[:-1])


def needs_today(params: Params) -> bool:
    """Whether what is wrong depends on the day of publication, which an item without a date has today."""
    return any(one.since or one.until for one in params.phrases)


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield what is wrong in each recital."""
    date = item.published or context.today
    wanted = {(hit.part, hit.literal[:-1]) for hit in context.hits}
    for phrase in rule.params.phrases:
        if (phrase.since and date < phrase.since) or (phrase.until and date >= phrase.until):
            continue
        for number in sorted({part for part, member in wanted if member in phrase.members}):
            part = item.parts[number]
            for run in _runs(part.text, phrase):
                if prose.is_prose(part, run.span.start, run.span.end):
                    yield from _judge(part, phrase, run)


@functools.lru_cache(maxsize=256)
def _member(members: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(member) for member in sorted(members, key=len, reverse=True)))


def _runs(text: str, phrase: Phrase) -> Iterator[Run]:
    pattern, position = _member(phrase.members), 0
    while (first := pattern.search(text, position)) is not None:
        tokens = [(phrase.members.index(first.group()), *first.span())]
        while (following := _next(text, tokens[-1][2], pattern)) is not None:
            for known, start, end in following:
                tokens.append((phrase.members.index(text[start:end]) if known else -1, start, end))
        position = tokens[-1][2]
        if len(tokens) > 1:
            yield Run(tuple(tokens))


def _next(text: str, position: int, pattern: re.Pattern[str]) -> list[tuple[bool, int, int]] | None:
    """The next member after a separator, or a stranger and the member after it."""
    gap = expression(_SEPARATOR).match(text, position)
    start = gap.end() if gap else position
    if start == position:
        return None
    member = pattern.match(text, start)
    if member:
        return [(True, *member.span())]
    stranger = expression(_STRANGER).match(text, start)
    gap = stranger and expression(_SEPARATOR).match(text, stranger.end())
    member = pattern.match(text, gap.end()) if gap else None
    if stranger is None or member is None:
        return None
    return [(False, *stranger.span()), (True, *member.span())]


def _judge(part: Part, phrase: Phrase, run: Run) -> Iterator[Match]:
    known, all_of_it = run.known, tuple(range(len(phrase.members)))
    missing = [index for index in all_of_it if index not in known]
    named = _named(part.text, phrase.name, run.span)
    open_end = expression(_OPEN_END).match(part.text[run.span.end : run.span.end + 2]) is not None
    if len(known) * 2 < len(all_of_it) or len(known) < 2:
        return
    strangers = [one for one in run.tokens if one[0] < 0] or _beside(part.text, run, phrase, missing)
    if len(missing) == 1 and len(strangers) == 1 and _alike(part, strangers[0], phrase.members[missing[0]]):
        _, start, end = strangers[0]
        yield _match(part, phrase, Span(start, end), _CHANGED, phrase.members[missing[0]])
    elif missing and named and len(run.tokens) == len(known) and not open_end:
        lost = "、".join(phrase.members[index] for index in missing)
        yield _match(part, phrase, run.span, Text(f"少了“{lost}”", f"lacks “{lost}”"))
    elif known != sorted(known) and (named or not missing) and len(set(known)) == len(known):
        yield _match(part, phrase, run.span, _ORDER)


def _beside(text: str, run: Run, phrase: Phrase, missing: list[int]) -> list[tuple[int, int, int]]:
    """What stands in the place of a first or last member that is missing."""
    first, last = run.span.start, run.span.end
    if missing == [len(phrase.members) - 1] and (gap := expression(_SEPARATOR).match(text, last)) is not None:
        stranger = expression(_STRANGER).match(text, gap.end()) if gap.end() > last else None
        length = len(phrase.members[-1])
        return [(-1, gap.end(), min(stranger.end(), gap.end() + length))] if stranger else []
    if missing == [0] and text[first - 1 : first] in _LISTED:
        start = first - 1 - len(phrase.members[0])
        return [(-1, start, first - 1)] if start >= 0 else []
    return []


_CHANGED = Text("有一项写错了", "has a wrong member")
_ORDER = Text("顺序不对", "is out of order")


def _match(part: Part, phrase: Phrase, span: Span, problem: Text, right: str | None = None) -> Match:
    """A member written wrong is an error; what is missing or out of order has the level of the rule."""
    whole, found = "、".join(phrase.members), part.text[span.start : span.end]
    return Match(
        Spot(part=part, span=span),
        data={"name": phrase.name, "problem": problem, "expected": right or whole, "found": found},
        level=Level.ERROR if right else None,
        suggestions=(right or whole,),
        replacement=right,
        safe=False,
    )


def _named(text: str, name: str, span: Span) -> bool:
    """Whether the run is introduced by the name (“四风”：, “四风”即) or followed by it at once."""
    before, after = text[max(0, span.start - _NEAR - len(name)) : span.start], text[span.end : span.end + len(name) + 4]
    found = before.rfind(name)
    return (found >= 0 and expression(_INTRODUCES).fullmatch(before, found + len(name)) is not None) or (
        name in after and expression(_OPEN_END).match(after) is None
    )


def _alike(part: Part, stranger: tuple[int, int, int], member: str) -> bool:
    """Whether the stranger is the member with a slip: as long, or one character shorter or longer, mostly the same."""
    written = part.text[stranger[1] : stranger[2]]
    same = sum(1 for char in written if char in member)
    return abs(len(written) - len(member)) <= 1 and same * 2 >= len(member) and len(member) >= 3
