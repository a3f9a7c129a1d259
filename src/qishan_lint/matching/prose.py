"""Running text: which stretches of a part text rules look at, and what surrounds a place in it."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from qishan_lint.matching.expressions import expression
from qishan_lint.model import Block, Part, Span, Zone
from qishan_lint.once import once

BODY_KINDS = frozenset({"heading", "paragraph", "list", "quote", "cell"})
"""The kinds of blocks that are the article's own words: no title, caption, header, code, comment or field."""

_SENTENCE_END = r"[。！？；\n]"
_LONGEST_SENTENCE = 400
_NESTED = 4


def is_prose(part: Part, start: int, end: int) -> bool:
    """Whether ``[start, end)`` is for people to read: neither in code nor in an address. Zones ascend."""
    block = part.block_at(start)
    if block is not None and block.kind == "code":
        return False
    near = bisect_left(part.zones, end, key=_zone_start)
    return not any(
        zone.kind in {"code", "url"} and start < zone.span.end for zone in part.zones[max(0, near - _NESTED) : near]
    )


def _zone_start(zone: Zone) -> int:
    return zone.span.start


def body(part: Part) -> Iterator[Block]:
    """The blocks of the article's own words."""
    return (block for block in part.blocks if block.kind in BODY_KINDS)


def text_of(part: Part, block: Block) -> str:
    """The text of ``block``."""
    return part.text[block.span.start : block.span.end]


@once
def bare(part: Part) -> str:
    """The body as an editor counts its characters: all but white space, the title left out."""
    blocks = (part.text[block.span.start : block.span.end] for block in part.blocks if block.kind != "title")
    return "".join("".join(text.split()) for text in blocks)


@once
def digest(part: Part) -> str:
    """The SHA-256 of the body without white space, in hexadecimal; empty without a body."""
    text = bare(part)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else ""


def sentence(text: str, start: int, end: int) -> Span:
    """The sentence around ``[start, end)``, without its final mark, within the block."""
    first = max(0, start - _LONGEST_SENTENCE)
    marks = list(expression(_SENTENCE_END).finditer(text, first, start))
    after = expression(_SENTENCE_END).search(text, end, end + _LONGEST_SENTENCE)
    last = after.start() if after else min(len(text), end + _LONGEST_SENTENCE)
    return Span(marks[-1].end() if marks else first, last)


def enclosed(text: str, start: int, pairs: Iterable[str]) -> bool:
    """Whether one of ``pairs`` (``《》``) is open at ``start`` within the block."""
    first = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_SENTENCE)
    return any(text.rfind(pair[0], first, start) > text.rfind(pair[1], first, start) for pair in pairs)
