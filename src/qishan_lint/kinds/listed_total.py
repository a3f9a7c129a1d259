"""Listed total: “共三项：一是……二是……” that announces another number of items than it lists.

Only lists of one paragraph count that begin right behind the announcement and whose ordinals run from the first to the
last without a gap; where an ordinal comes twice there is a list within the list, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Block, Item, Match, Part, Span, Spot

_HAN = "一二三四五六七八九十"
_ORDINALS = (
    r"(?:^|[。；，：:,;\n])(?P<n>[一二三四五六七八九十])(?:是|要)",
    r"(?:^|[。；：:,;\n])第(?P<n>[一二三四五六七八九十])[，、,]",
    r"(?:^|[。；：:,;\n])其(?P<n>[一二三四五六七八九十])[，,]",
    r"[（(](?P<n>[一二三四五六七八九十]|\d)[）)]",
)
"""How the items of a list are numbered; a list keeps to one way."""
_HEAD = (
    r"(?<![第十百千\d.])(?P<n>[二两三四五六七八九十]|[2-9]|10)(?:个|大|条|项|点)?(?:{nouns})"
    r"[^。；！？\n\d二两三四五六七八九十]{{0,8}}[：:]"
)


_FURTHER = 3000


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``nouns`` are what is counted (方面, 任务, 措施): the list must follow its number, noun and colon."""

    nouns: tuple[str, ...]


def literals(params: Params) -> Iterable[str]:
    """What is counted."""
    return params.nouns


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each announced number that its list contradicts."""
    params: Params = rule.params
    head = expression(_HEAD.format(nouns="|".join(map(re.escape, params.nouns))))
    done: set[tuple[int, int]] = set()
    for hit in context.hits:
        part = item.parts[hit.part]
        block = part.block_at(hit.start)
        if block is None or (hit.part, block.span.start) in done:
            continue
        done.add((hit.part, block.span.start))
        yield from _in_block(part, block, head)


def _in_block(part: Part, block: Block, head: re.Pattern[str]) -> Iterator[Match]:
    found = list(head.finditer(part.text, block.span.start, block.span.end))
    for match, following in zip_longest(found, found[1:]):
        end = following.start() if following else block.span.end
        listed = _listed(part.text[match.end() - 1 : end], part.text[end : end + _FURTHER])
        if listed and listed != _number(match["n"]) and prose.is_prose(part, match.start(), match.end()):
            yield Match(
                Spot(part=part, span=Span(match.start(), match.end() - 1)),
                data={"found": match.group()[:-1], "announced": str(_number(match["n"])), "listed": str(listed)},
            )


def _listed(text: str, further: str) -> int:
    """How many items the list that ``text``, a colon first, begins with has; 0 where that is not plain.

    A list that goes on in the paragraphs ``further`` down is not plain.
    """
    for ordinal in map(expression, _ORDINALS):
        places = list(ordinal.finditer(text))
        if places and places[0].start() <= 1:
            numbers = [_number(place["n"]) for place in places]
            whole = len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
            after = ordinal.search(further)
            goes_on = after is not None and _number(after["n"]) != 1
            return len(numbers) if whole and not goes_on else 0
    return 0


def _number(written: str) -> int:
    if written.isascii():
        return int(written)
    return 2 if written == "两" else _HAN.index(written) + 1
