"""Office names: one office written two ways, such as 县应急管理局 several times and 县应急管理据 once.

A name is what several times stands before a word for an office (局, 委员会). One that differs by one character of like
sound or look, copied from beside it, left out or doubled is taken for the same name with a slip; levels, numbers and
directions tell one office from another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import prose, variants
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Span

_SHORTEST, _LONGEST = 4, 12
_MOST = 40
"""How many names of a text are looked at, the commonest ones."""
_HAN = r"[一-鿿]"
_KEPT = 3
"""How many characters of a name are not left out by a slip: without one of them it may be the name of another one."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``ends`` are the words for offices; ``levels`` the characters before which a name has not begun yet.

    ``telling`` are characters that tell one office from another, ``linking`` those that may be left out; ``apart`` are
    sets of characters that make different offices (水务局, 税务局), ``other`` words in which an end is none (布局, 局面).
    A name counts from ``times`` on, and what stands at most once for so many of it is doubted.
    """

    ends: tuple[str, ...]
    levels: str
    telling: str
    linking: str
    apart: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    times: int = 2


class Name(msgspec.Struct, frozen=True):
    """A name as it mostly stands, how often, where first, and from which of its characters on a slip may be."""

    text: str
    times: int
    first: int
    begin: int


def literals(params: Params) -> Iterable[str]:
    """The words for offices."""
    return params.ends


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each name of an office that is probably another one of the item, written wrong."""
    params: Params = rule.params
    if len(context.hits) < params.times:
        return
    for number, hits in groupby(context.hits, lambda hit: hit.part):
        part, done = item.parts[number], set[int]()
        for name in _names(part.text, list(hits), params):
            for places in _slips(part.text, name, params):
                for start, end in places:
                    if end not in done and prose.is_prose(part, start, end):
                        done.add(end)
                        first = Span(name.first, name.first + len(name.text))
                        yield variants.match(part, Span(start, end), len(places), first, name.times)


def _names(text: str, hits: Sequence[Hit], params: Params) -> list[Name]:
    """The names that stand often, the commonest first; of names that end alike the longest."""
    ends = [hit.end for hit in hits if not _in_other(text, hit.end, params.other)]
    counts = Counter(text[end - _SHORTEST : end] for end in ends if end >= _SHORTEST)
    ends = [end for end in ends if end >= _SHORTEST and counts[text[end - _SHORTEST : end]] >= params.times]
    for size in range(_SHORTEST + 1, _LONGEST + 1):
        counts.update(text[end - size : end] for end in ends if end >= size)
    found: dict[str, Name] = {}
    for end in ends:
        size = _SHORTEST
        while size < _LONGEST and end > size and counts[text[end - size - 1 : end]] >= params.times:
            size += 1
        written = expression(f"{_HAN}*$").search(text[end - size : end])
        name = _from_level(written.group() if written else "", params.levels)
        if len(name) >= _SHORTEST and name not in found:
            level = name[0] in params.levels
            found[name] = Name(name, counts[name], end - len(name), 1 if level else 2)
    return sorted(found.values(), key=lambda name: (-name.times, name.first))[:_MOST]


def _in_other(text: str, end: int, other: tuple[str, ...]) -> bool:
    """Whether what ends at ``end`` is the end or the beginning of another word."""
    return text.endswith(other, 0, end) or text.startswith(other, end - 1)


def _from_level(name: str, levels: str) -> str:
    """``name`` from its first level on (县应急管理局), if enough is left of it."""
    at = next((at for at in range(len(name) - _SHORTEST + 1) if name[at] in levels), 0)
    return name[at:]


def _slips(text: str, name: Name, params: Params) -> Iterator[list[tuple[int, int]]]:
    """Where ``text`` has something that is ``name`` but for one character: the places of each such name, if few."""
    half = len(name.text) // 2
    head, tail = name.text[:half], name.text[half:]
    found: dict[str, set[tuple[int, int]]] = {}
    for start, end in (*_after(text, head, tail), *_before(text, head, tail)):
        written = text[start:end]
        if written in found or _is_slip(written, name, params):
            found.setdefault(written, set()).add((start, end))
    for places in found.values():
        if len(places) * params.times <= name.times:
            yield sorted(places)


def _after(text: str, head: str, tail: str) -> Iterator[tuple[int, int]]:
    """The stretches that begin with ``head`` and go on with something as long as ``tail``, give or take one."""
    at = text.find(head)
    while at >= 0:
        if not text.startswith(tail, at + len(head)):
            size = len(head) + len(tail)
            yield from ((at, end) for end in (at + size - 1, at + size, at + size + 1) if end <= len(text))
        at = text.find(head, at + 1)


def _before(text: str, head: str, tail: str) -> Iterator[tuple[int, int]]:
    """The stretches that end with ``tail`` and begin with something as long as ``head``, give or take one."""
    at = text.find(tail)
    while at >= 0:
        if not text.endswith(head, 0, at):
            end = at + len(tail)
            yield from ((start, end) for size in (-1, 0, 1) if (start := at - len(head) + size) >= 0)
        at = text.find(tail, at + 1)


def _is_slip(written: str, name: Name, params: Params) -> bool:
    right = name.text
    first = next((at for at, (a, b) in enumerate(zip(written, right, strict=False)) if a != b), -1)
    if first < name.begin or not expression(f"{_HAN}+").fullmatch(written):
        return False
    if len(written) == len(right):
        return written[first + 1 :] == right[first + 1 :] and _replaced(written, right, first, params)
    if len(written) < len(right):
        return (
            first >= _KEPT
            and written[first:] == right[first + 1 :]
            and right[first] not in params.linking + params.telling
        )
    return written[first + 1 :] == right[first:] and written[first] == right[first - 1]


def _replaced(written: str, right: str, at: int, params: Params) -> bool:
    """Whether the character at ``at`` may have been written for the right one."""
    old, new = right[at], written[at]
    if old in params.telling or new in params.telling or any(old in one and new in one for one in params.apart):
        return False
    copied = new in (right[at - 1], right[at + 1 : at + 2]) or written[at - 1 : at + 1] in right
    if copied:
        return True
    from qishan_lint.spelling.likeness import alike  # brings the speller along: only for the few pairs that come so far

    return alike(new, old)
