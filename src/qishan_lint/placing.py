"""Spots → places and excerpts: positions as people and programs name them, text with every secret masked."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from qishan_lint.model import Excerpt, Item, Part, Place, Span, Spot

CONTEXT = 60
"""Characters of an excerpt on each side of the hit; formats may show fewer, never more."""


@dataclass
class Masker:
    """Masks the parts of one item, each at most once: whatever rules are on, no excerpt shows a secret."""

    mask: Callable[[str], str]
    _done: dict[str, str] = field(default_factory=dict)

    def text(self, part: Part) -> str:
        """The text of ``part``, equally long, every sensitive value masked."""
        if part.id not in self._done:
            self._done[part.id] = self.mask(part.text)
        return self._done[part.id]


def place(item: Item, spot: Spot) -> Place:
    """The position of ``spot`` as reported."""
    if spot.part is not None:
        return _in_part(spot.part, spot.span, spot)
    owner = spot.photo or spot.attachment
    path = spot.path or (owner.path if owner else item.path)
    where = spot.where or (owner.where if owner else "")
    return Place(path=path, where=where, box=spot.box, lines=spot.lines)


def _in_part(part: Part, span: Span | None, spot: Spot) -> Place:
    if span is None:
        return Place(path=part.path, where=spot.where or part.where, part=part.id)
    source = part.source_span(span)
    if source is None or part.source is None:
        block = part.block_at(span.start)
        where = spot.where or (block.where if block and block.where else part.where)
        return Place(path=part.path, where=where, part=part.id)
    line, column = _line_column(part.source, source.start)
    end_line, end_column = _line_column(part.source, source.end)
    return Place(
        path=part.path,
        where=spot.where or f"{line}:{column}",
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        start=source.start,
        end=source.end,
        part=part.id,
    )


@functools.lru_cache(maxsize=8)
def _line_starts(source: str) -> tuple[int, ...]:
    starts, position = [0], source.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = source.find("\n", position + 1)
    return tuple(starts)


def _line_column(source: str, offset: int) -> tuple[int, int]:
    from bisect import bisect_right

    starts = _line_starts(source)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def excerpt(part: Part, span: Span, masker: Masker) -> Excerpt:
    """The hit and its surroundings within its block, on one line."""
    text = masker.text(part)
    block = part.block_at(span.start)
    first, last = (block.span.start, block.span.end) if block else (0, len(text))
    before = text[max(first, span.start - CONTEXT) : span.start]
    after = text[span.end : max(span.end, min(last, span.end + CONTEXT))]
    hit = text[span.start : span.end]
    if len(hit) > 2 * CONTEXT:
        hit = f"{hit[:CONTEXT]}…{hit[-CONTEXT:]}"
    return Excerpt(_one_line(before), _one_line(hit), _one_line(after))


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
