"""Pairs: brackets, quotation marks and book-title marks that are not closed, not opened, or closed by another kind."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Block, Item, Match, Part, Span, Spot, Text

_ORDINAL = r"(?:^|[\s，。；：、（(])(?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$"
_LATIN = r"^[A-Za-z0-9]’|’[0-9]"
_MISSING = Text("没有配对", "has no partner")
_MIXED = Text("和前面的不配对", "does not fit the mark that it follows")
_USUAL_DEPTH = 4
_DEEPEST = 64
_FLAT = "“‘「"
_Open = tuple[str, int, int]
_Fault = tuple[int, Text]


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``pairs`` are two characters each, the opening one first."""

    pairs: tuple[str, ...]


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each mark without its partner. A quotation or a bracket may run over several paragraphs."""
    del context
    pairs: tuple[str, ...] = rule.params.pairs
    marks = _marks(pairs)
    for part in item.parts:
        if part.role in rule.roles and not _balanced("".join(marks.findall(part.text)), pairs):
            for at, problem in _faults(part, pairs, marks):
                span = Span(at, at + 1)
                if prose.is_prose(part, span.start, span.end):
                    yield Match(Spot(part=part, span=span), data={"found": part.text[at], "problem": problem})


@functools.cache
def _marks(pairs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(pairs))}]")


def _balanced(marks: str, pairs: tuple[str, ...]) -> bool:
    """Whether the marks cancel out within a few rounds: the usual case, decided fast."""
    for _ in range(_USUAL_DEPTH):
        if not marks:
            return True
        for pair in pairs:
            marks = marks.replace(pair, "")
    return not marks


def _faults(part: Part, pairs: tuple[str, ...], marks: re.Pattern[str]) -> list[_Fault]:
    """The faults of a part: one stack over all its blocks."""
    closers = {pair[1]: pair[0] for pair in pairs}
    stack: list[_Open] = []
    faults: list[_Fault] = []
    for number, block in enumerate(part.blocks):
        if block.kind == "code":
            continue
        for found in marks.finditer(part.text, block.span.start, block.span.end):
            if found.group() in closers:
                mark = (found.group(), found.start(), number)
                faults += _close(part, block, mark, closers[mark[0]], stack)
            else:
                faults += _open(block, (found.group(), found.start(), number), stack)
    faults += [(at, _MISSING) for _, at, _ in stack]
    return sorted(faults, key=lambda one: one[0])


def _open(block: Block, mark: _Open, stack: list[_Open]) -> list[_Fault]:
    """Take the opening mark off the stack; what was opened after it has no partner."""
    if mark[0] not in _FLAT or not stack or stack[-1][0] != mark[0]:
        stack.append(mark)
        return []
    _, at, number = stack.pop()
    if number == mark[2]:
        return [(mark[1], _MIXED)]
    stack.append(mark)
    return [] if mark[1] == block.span.start else [(at, _MISSING)]


def _close(part: Part, block: Block, mark: _Open, wanted: str, stack: list[_Open]) -> list[_Fault]:
    """Take the opening mark off the stack; whatever was opened after it has no partner."""
    char, at, number = mark
    latest = itertools.islice(reversed(stack), _DEEPEST)
    depth = next((depth for depth, one in enumerate(latest) if one[0] == wanted), None)
    if depth is not None:
        lost = [(one[1], _MISSING) for one in stack[len(stack) - depth :]]
        del stack[len(stack) - 1 - depth :]
        return lost
    before = part.text[max(block.span.start, at - 5) : at]
    apostrophe = char == "’" and expression(_LATIN).search(part.text[max(0, at - 1) : at + 2]) is not None
    if apostrophe or (char in ")）" and expression(_ORDINAL).search(before)):
        return []
    if stack and stack[-1][2] == number:
        stack.pop()
        return [(at, _MIXED)]
    return [(at, _MISSING)]
