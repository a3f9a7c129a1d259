"""Pairs: brackets, quotation marks and book-title marks that are not closed, not opened, or closed by another kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from qishan_lint import prose
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Block, Item, Match, Part, Span, Spot, Text

_ORDINAL = re.compile(r"(?:^|[\s，。；：、（(])(?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})$")
_MISSING = Text("没有配对", "has no partner")
_MIXED = Text("前后不配", "is closed by another mark")
_FACES = ("(", "（", ":", "：", ";")


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``pairs`` are two characters each; in a block with more than ``most`` faults only the first is reported."""

    pairs: tuple[str, ...]
    most: int = 1


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each mark without its partner, block by block; a quotation may run over several paragraphs."""
    del context
    params: Params = rule.params
    for part in item.parts:
        if part.role in rule.roles and not _balanced(part.text, params.pairs):
            yield from _in_part(part, params)


def _balanced(text: str, pairs: tuple[str, ...]) -> bool:
    """Whether the text holds each mark as often as its partner and never closes more than it opened: the usual case."""
    stripped = re.sub(_any_mark(pairs, negated=True), "", text)
    before = ""
    while stripped != before:
        before = stripped
        for pair in pairs:
            stripped = stripped.replace(pair, "")
    return not stripped


def _any_mark(pairs: tuple[str, ...], *, negated: bool = False) -> str:
    return f"[{'^' if negated else ''}{re.escape(''.join(pairs))}]{'+' if negated else ''}"


def _in_part(part: Part, params: Params) -> Iterator[Match]:
    marks = re.compile(_any_mark(params.pairs))
    carried = ""
    for block in part.blocks:
        if block.kind == "code" or _balanced(prose.text_of(part, block), params.pairs):
            continue
        faults, carried = _faults(part, block, params.pairs, marks, carried)
        for start, problem in faults[: params.most]:
            if prose.is_prose(part, start, start + 1):
                yield Match(
                    Spot(part=part, span=Span(start, start + 1)), data={"found": part.text[start], "problem": problem}
                )


def _faults(
    part: Part, block: Block, pairs: tuple[str, ...], marks: re.Pattern[str], carried: str
) -> tuple[list[tuple[int, Text]], str]:
    """The faults of one block, and the quotation mark that it leaves open for the next paragraph."""
    closers = {pair[1]: pair[0] for pair in pairs}
    stack: list[tuple[str, int]] = []
    faults: list[tuple[int, Text]] = []
    for found in marks.finditer(part.text, block.span.start, block.span.end):
        mark, at = found.group(), found.start()
        if mark not in closers:
            stack.append((mark, at))
        elif stack and stack[-1][0] == closers[mark]:
            stack.pop()
        elif any(opener == closers[mark] for opener, _ in stack):
            while stack[-1][0] != closers[mark]:
                faults.append((stack.pop()[1], _MISSING))
            stack.pop()
        elif mark in ")）" and _ORDINAL.search(part.text[max(block.span.start, at - 5) : at]):
            continue
        elif mark == carried_closer(carried):
            carried = ""
        else:
            faults.append((at, _MIXED if stack else _MISSING))
            if stack:
                stack.pop()
    carried = next((opener for opener, _ in stack if opener in "“「"), carried)
    faults += [(at, _MISSING) for opener, at in stack if opener not in "“「" or not _continues(part, block)]
    return sorted(faults, key=lambda one: one[0]), carried


def carried_closer(opener: str) -> str:
    """The mark that closes a quotation opened in an earlier paragraph."""
    return {"“": "”", "「": "」"}.get(opener, "")


def _continues(part: Part, block: Block) -> bool:
    """Whether the next paragraph goes on with the quotation: it opens the mark anew, or closes it first."""
    index = part.blocks.index(block) + 1
    if index >= len(part.blocks) or part.blocks[index].kind != block.kind:
        return False
    rest = prose.text_of(part, part.blocks[index])
    opened, closed = rest.find("“"), rest.find("”")
    return opened == 0 or (closed >= 0 and (opened < 0 or closed < opened))
