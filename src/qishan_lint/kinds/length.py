"""Length: the body or the title is too short or too long, counted as an editor's word processor counts.

Each Chinese character and each Chinese mark counts one, a run of Latin letters, digits and their marks counts one
(``5.2%``), white space nothing.
The body is the article's own words: title, captions, code, notes, and the lines that name source, author or
attachments are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import columns, prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Block, Item, Level, Match, Part, Span, Spot, Text, Value

_FEWER = Text("少于", "fewer than")
_MORE = Text("多于", "more than")
_COUNTED = r"[!-~À-ɏ]+|\S"


class Limits(columns.Selector, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The limits of a class of items; None leaves the rule's own."""

    minimum: int | None = None
    severe_minimum: int | None = None
    maximum: int | None = None
    severe_maximum: int | None = None


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Fewer than ``minimum`` or more than ``maximum`` characters are a finding, 0 switches a limit off.

    Beyond ``severe-minimum`` or ``severe-maximum`` it is an error. ``classes`` hold other limits for some columns;
    ``photo-minimum`` is the minimum for an item with ``photos`` photos or more. ``leave-out`` lists the beginnings of
    lines that are not counted, ``least`` is the length from which on the rule speaks (shorter: another rule does).
    """

    what: Literal["body", "title"]
    minimum: int = 0
    severe_minimum: int = 0
    maximum: int = 0
    severe_maximum: int = 0
    least: int = 1
    photos: int = 0
    photo_minimum: int = 0
    classes: tuple[Limits, ...] = ()
    leave_out: tuple[str, ...] = ()


def count(text: str) -> int:
    """The number of characters as a word processor shows it."""
    return len(expression(_COUNTED).findall(text))


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match when the length lies outside the limits of the item's class."""
    del context
    params: Params = rule.params
    part = item.article
    if part is None or (params.what == "body" and _ample(part, 4 * max(params.minimum, params.photo_minimum))):
        return
    if params.what == "title":
        blocks = [block for block in part.blocks[:6] if block.kind == "title"][:1]
        text = prose.text_of(part, blocks[0]) if blocks else item.title
    else:
        blocks = list(counted(part, params.leave_out))
        text = "\n".join(prose.text_of(part, block) for block in blocks)
    minimum, severe_minimum, maximum, severe_maximum = _limits(item, params)
    number = count(text)
    if params.least <= number < minimum:
        yield _match(part, blocks, number, (_FEWER, minimum), Level.ERROR if number < severe_minimum else None)
    elif maximum and number > maximum:
        yield _match(part, blocks, number, (_MORE, maximum), Level.ERROR if 0 < severe_maximum < number else None)


def _ample(part: Part, characters: int) -> bool:
    """Whether the body is so long that there is no need to count."""
    if part.text.isascii():
        return False
    length = 0
    for block in prose.body(part):
        length += block.span.end - block.span.start
        if length > characters:
            return True
    return False


def counted(part: Part, leave_out: tuple[str, ...]) -> Iterator[Block]:
    """The blocks of the body, without the lines that only name source, author, date or attachments."""
    for block in prose.body(part):
        if not prose.text_of(part, block).lstrip("　 （(【").startswith(leave_out):
            yield block


def _limits(item: Item, params: Params) -> tuple[int, int, int, int]:
    """Minimum, severe minimum, maximum and severe maximum for the class of the item."""
    number = columns.first(params.classes, item)
    own = Limits() if number is None else params.classes[number]
    minimum = params.minimum if own.minimum is None else own.minimum
    severe = params.severe_minimum if own.severe_minimum is None else own.severe_minimum
    if params.photos and len(item.photos) >= params.photos:
        minimum, severe = min(minimum, params.photo_minimum), min(severe, params.photo_minimum)
    maximum = params.maximum if own.maximum is None else own.maximum
    return minimum, severe, maximum, params.severe_maximum if own.severe_maximum is None else own.severe_maximum


def _match(part: Part, blocks: list[Block], number: int, limit: tuple[Text, int], level: Level | None) -> Match:
    """Point at the first block: a whole body as an excerpt helps nobody."""
    span = blocks[0].span if blocks else Span(0, 0)
    data: dict[str, Value] = {"found": number, "relation": limit[0], "limit": limit[1]}
    return Match(Spot(part=part, span=span), data=data, level=level)
