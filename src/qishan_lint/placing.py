"""Spots → places and excerpts: positions as people and programs name them, text with every secret masked."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qishan_lint.model import Excerpt, Item, Part, Place, Span, Spot

CONTEXT = 60
"""Characters of an excerpt on each side of the hit; formats may show fewer, never more."""


LONG_LINE = 20_000
"""Characters of a line up to which its columns are counted in other units too."""


REACH = 80
"""Characters looked at beyond what is shown, so that a secret cut by the edge of an excerpt is still recognised."""


@dataclass(frozen=True)
class Masker:
    """Masks stretches of the parts of one item: whatever rules are on, nothing shown holds a secret.

    ``mask`` replaces every sensitive value in a text, keeping its length. ``known`` are the stretches, by part and
    ascending, that rules reported as sensitive with more context than an excerpt has (a column's heading, say).
    """

    mask: Callable[[str], str]
    known: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def text(self, part: Part, start: int, end: int) -> str:
        """The characters ``[start, end)`` of ``part``, every sensitive value masked."""
        first, last = _widened(part.text, start, end)
        shown = self.mask(part.text[first:last])[start - first : end - first]
        known = self.known.get(part.id, ())
        number = max(bisect_right(known, start, key=_start) - 1, 0)
        while number < len(known) and known[number].start < end:
            low, high = max(known[number].start, start) - start, min(known[number].end, end) - start
            if low < high:
                shown = shown[:low] + "*" * (high - low) + shown[high:]
            number += 1
        return shown


def _start(span: Span) -> int:
    return span.start


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` and its surroundings, not cutting through a number or word within reach."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    floor, ceiling = max(0, first - REACH), min(len(text), last + REACH)
    while first > floor and (text[first - 1].isascii() and not text[first - 1].isspace()):
        first -= 1
    while last < ceiling and (text[last].isascii() and not text[last].isspace()):
        last += 1
    return first, last


def place(item: Item, spot: Spot) -> Place:
    """The position of ``spot`` as reported."""
    if spot.part is not None:
        return _in_part(spot.part, spot.span, spot)
    owner = spot.photo or spot.attachment
    path = spot.path or (owner.path if owner else item.path)
    where = spot.where or (owner.where if owner else "")
    line, column = _numbers(where) if path == item.path else (0, 0)
    return Place(path=path, where=where, line=line, column=column, box=spot.box, lines=spot.lines)


def _numbers(where: str) -> tuple[int, int]:
    """Line and column in a place that a reader of a text format named ("12:3"), else zeros."""
    line, colon, column = where.partition(":")
    return (int(line), int(column)) if colon and line.isdecimal() and column.isdecimal() else (0, 0)


def _in_part(part: Part, span: Span | None, spot: Spot) -> Place:
    if span is None:
        return Place(path=part.path, where=spot.where or part.where, part=part.id)
    source = part.source_span(span)
    if source is None or part.source is None:
        block = part.block_at(span.start)
        where = spot.where or (block.where if block and block.where else part.where)
        return Place(path=part.path, where=where, part=part.id, offset=span.start)
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
        offset=span.start,
        bytes=_columns(part.source, source, "utf-8", 1),
        utf16=_columns(part.source, source, "utf-16-le", 2),
    )


@functools.lru_cache(maxsize=8)
def _line_starts(source: str) -> tuple[int, ...]:
    starts, position = [0], source.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = source.find("\n", position + 1)
    return tuple(starts)


def _line_column(source: str, offset: int) -> tuple[int, int]:
    starts = _line_starts(source)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def _columns(source: str, span: Span, encoding: str, unit: int) -> tuple[int, int]:
    """Columns of both ends in units of ``encoding``; zeros in lines so long that counting would take for ever."""
    columns = []
    for offset in (span.start, span.end):
        _, column = _line_column(source, offset)
        if column > LONG_LINE:
            return (0, 0)
        prefix = source[offset - column + 1 : offset]
        columns.append((len(prefix) if prefix.isascii() else len(prefix.encode(encoding, "replace")) // unit) + 1)
    return columns[0], columns[1]


def excerpt(part: Part, span: Span, masker: Masker) -> Excerpt:
    """The hit and its surroundings within its block, on one line."""
    block = part.block_at(span.start)
    first, last = (block.span.start, block.span.end) if block else (0, len(part.text))
    start = max(first, span.start - CONTEXT)
    end = max(span.end, min(last, span.end + CONTEXT))
    text = masker.text(part, start, end)
    before, hit, after = text[: span.start - start], text[span.start - start : span.end - start], text[span.end - start :]
    if len(hit) > 2 * CONTEXT:
        hit = f"{hit[:CONTEXT]}…{hit[-CONTEXT:]}"
    return Excerpt(_one_line(before), _one_line(hit), _one_line(after))


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
