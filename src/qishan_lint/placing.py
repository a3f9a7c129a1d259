"""Spots → places and excerpts: positions as people and programs name them, text with every secret masked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping

from qishan_lint.model import Excerpt, Item, Part, Place, Span, Spot
from qishan_lint.textual import lines

CONTEXT = 60
"""Characters of an excerpt on each side of the hit; formats may show fewer, never more."""


LONG_LINE = 20_000
"""Characters of a line up to which its columns are counted in other units too."""


WHOLE = 100_000
"""Parts up to this length (characters) are masked once as a whole, longer ones around each excerpt."""

REACH = 80
"""Characters looked at beyond an excerpt of a long part, so that a secret cut by its edge is still recognised."""


class Masker:
    """Masks stretches of the parts of one item: whatever rules are on, nothing shown holds a secret.

    ``mask`` replaces every sensitive value in a text, keeping its length. ``known`` are the stretches, by part and
    ascending, that rules reported as sensitive with more context than a text has (a column's heading, say).
    """

    def __init__(self, mask: Callable[[str], str], known: Mapping[str, tuple[Span, ...]] | None = None) -> None:
        self.mask = mask
        self._known = known or {}
        self._wholes: dict[str, str] = {}

    def text(self, part: Part, start: int, end: int) -> str:
        """The characters ``[start, end)`` of ``part``, every sensitive value masked."""
        if len(part.text) <= WHOLE:
            return self._whole(part)[start:end]
        first, last = _widened(part.text, start, end)
        shown = self.mask(part.text[first:last])[start - first : end - first]
        return self._with_known(part, shown, start, end)

    def value(self, part: Part | None, value: str) -> str:
        """``value``, which may quote ``part``, every sensitive value in it masked."""
        if part is not None and len(part.text) <= WHOLE and value in part.text and self._whole(part) == part.text:
            return value
        return self.mask(value)

    def _whole(self, part: Part) -> str:
        if part.id not in self._wholes:
            self._wholes[part.id] = self._with_known(part, self.mask(part.text), 0, len(part.text))
        return self._wholes[part.id]

    def _with_known(self, part: Part, shown: str, start: int, end: int) -> str:
        known = self._known.get(part.id, ())
        if not known:
            return shown
        pieces, at = [], start
        for span in known[max(bisect_right(known, start, key=_start) - 1, 0) :]:
            if span.start >= end:
                break
            low, high = max(span.start, at), min(span.end, end)
            if low < high:
                pieces += [shown[at - start : low - start], "*" * (high - low)]
                at = high
        return "".join([*pieces, shown[at - start :]])


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
    line, column = lines.position(part.source, source.start)
    end_line, end_column = lines.position(part.source, source.end)
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


def _columns(source: str, span: Span, encoding: str, unit: int) -> tuple[int, int]:
    """Columns of both ends in units of ``encoding``; zeros in lines so long that counting would take for ever."""
    first, last = (_column(source, offset, encoding, unit) for offset in (span.start, span.end))
    return (first, last) if first and last else (0, 0)


def _column(source: str, offset: int, encoding: str, unit: int) -> int:
    start = lines.begin(source, offset)
    if offset - start > LONG_LINE:
        return 0
    return len(source[start:offset].encode(encoding, "replace")) // unit + 1


def excerpt(part: Part, span: Span, masker: Masker) -> Excerpt:
    """The hit and its surroundings within its block, on one line."""
    block = part.block_at(span.start)
    first, last = (block.span.start, block.span.end) if block else (0, len(part.text))
    start = max(first, span.start - CONTEXT)
    end = max(span.end, min(last, span.end + CONTEXT))
    text = masker.text(part, start, end)
    before, hit, after = (
        text[: span.start - start],
        text[span.start - start : span.end - start],
        text[span.end - start :],
    )
    if len(hit) > 2 * CONTEXT:
        hit = f"{hit[:CONTEXT]}…{hit[-CONTEXT:]}"
    return Excerpt(_one_line(before), _one_line(hit), _one_line(after))


def _one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
