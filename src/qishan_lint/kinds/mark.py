"""Mark: secrecy and internal marks as they are printed, and never the words about secrecy in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import patterns
from qishan_lint.model import Block, Item, Match, Part, Span, Spot

_QUOTED = re.compile(r"[“‘「『]$|(?:例如|譬如|比如|标注为|标为|形如)[:：]?[“‘「『]?$")


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """How the mark looks and where it stands.

    ``patterns`` are checked regular expressions; ``words`` occur in every match (none: the first lines are tried).
    ``line``: the mark is a line of its own.
    ``first``: only among the first so many lines (0: anywhere). ``quoted``: whether a mark quoted as an example counts.
    ``spared-titles``: words in the item's title that tell a text about secrecy.
    """

    patterns: tuple[str, ...]
    words: tuple[str, ...] = ()
    line: bool = False
    first: int = 0
    quoted: bool = False
    spared_titles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse patterns outside the checked subset."""
        for pattern in self.patterns:
            patterns.check(pattern)


def literals(params: Params) -> Iterable[str] | None:
    """The words of the marks."""
    return params.words or None


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each mark once."""
    params: Params = rule.params
    if any(word in item.title for word in params.spared_titles):
        return
    seen: set[tuple[int, int]] = set()
    for hit in context.hits or _first_lines(item, rule, params.first):
        part = item.parts[hit.part]
        block = part.block_at(hit.start)
        if params.first and not _is_early(part, block, params.first):
            continue
        for start, end in _marks(part, block, hit, params):
            if (hit.part, start) not in seen:
                seen.add((hit.part, start))
                yield Match(Spot(part=part, span=Span(start, end)), data={"found": _shown(part.text[start:end])})


def _first_lines(item: Item, rule: Rule, first: int) -> Iterator[Hit]:
    """The beginnings of the first blocks, for marks without a word of their own."""
    for number, part in enumerate(item.parts):
        if part.role in rule.roles:
            for block in part.blocks[:first]:
                yield Hit(number, block.span.start, block.span.start, "")


def _marks(part: Part, block: Block | None, hit: Hit, params: Params) -> Iterator[tuple[int, int]]:
    first, last = (block.span.start, block.span.end) if block else (hit.start - 60, hit.end + 60)
    line = _line(part.text, hit, max(first, 0), min(last, len(part.text)))
    for pattern in params.patterns:
        regex = patterns.compiled(pattern).regex
        found = (
            [regex.fullmatch(part.text, *_trimmed(part.text, *line))]
            if params.line
            else regex.finditer(part.text, *line)
        )
        for match in found:
            if match is not None and match.start() <= hit.start and hit.end <= match.end():
                before = part.text[max(line[0], match.start() - 8) : match.start()]
                if params.quoted or not _QUOTED.search(before):
                    yield match.span()


def _line(text: str, hit: Hit, first: int, last: int) -> tuple[int, int]:
    """The line of the block that the hit stands in, within 200 characters."""
    start = max(text.rfind("\n", first, hit.start) + 1, first, hit.start - 200)
    end = text.find("\n", hit.end, last)
    return start, min(end if end >= 0 else last, hit.end + 200)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_early(part: Part, block: Block | None, first: int) -> bool:
    """Whether the block is among the first ones, or stands where marks are printed."""
    if block is None or block.kind in {"header", "footer"}:
        return True
    return any(block is one for one in part.blocks[:first])


def _shown(text: str) -> str:
    return re.sub(r"\s{1,20}", "", text)[:40]
