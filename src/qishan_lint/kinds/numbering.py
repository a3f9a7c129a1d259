"""Numbering: ordinals at the beginnings of paragraphs that skip a number or use one twice.

Levels are 一、 （一） 1. （1）; a higher level begins the lower ones anew, and a list may begin again with its first
number.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Part, Span, Spot, Text

_HAN = "一二三四五六七八九"
_ORDINAL = (
    r"[ \u3000]*(?:(?P<a>[一二三四五六七八九十]{1,3})、|[（(](?P<b>[一二三四五六七八九十]{1,3})[）)]"
    r"|(?P<c>[1-9]\d?)[.．、](?!\d)|[（(](?P<d>[1-9]\d?)[）)])"
)
_FIRST = frozenset("一二三四五六七八九十（(123456789 \u3000")


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``levels`` that are looked at, of a (一、), b (（一）), c (1.) and d (（1）)."""

    levels: str = "abcd"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each ordinal that does not follow the one before it."""
    del context
    part = item.article
    if part is None:
        return
    last: dict[str, int] = {}
    for level, number, span in _ordinals(part):
        for lower in "abcd"["abcd".index(level) + 1 :]:
            last.pop(lower, None)
        before = last.get(level)
        if before is not None and number not in (1, before + 1) and level in rule.params.levels:
            problem = _REPEATED if number <= before else _SKIPPED
            found = part.text[span.start : span.end]
            yield Match(Spot(part=part, span=span), data={"found": found, "problem": problem})
        last[level] = number


_SKIPPED = Text("跳号", "skips a number")
_REPEATED = Text("重号或倒序", "was used before")


def _ordinals(part: Part) -> Iterator[tuple[str, int, Span]]:
    for block in part.blocks:
        start = block.span.start
        if block.kind not in {"heading", "paragraph"} or part.text[start : start + 1] not in _FIRST:
            continue
        found = expression(_ORDINAL).match(part.text, start, block.span.end)
        if found and found.lastgroup:
            yield found.lastgroup, _number(found[found.lastgroup]), Span(start, found.end())


def _number(written: str) -> int:
    if written.isascii():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (_HAN.find(tens) + 1 if tens else 1) * (10 if ten else 0) + (_HAN.find(ones) + 1 if ones else 0)
