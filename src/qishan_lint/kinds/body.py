"""Body: an article without words of its own: empty, only a pointer to an attachment, a placeholder, its title again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import patterns, prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Block, Item, Match, Part, Span, Spot
from qishan_lint.once import once

_UNSAID = r"[\s\u3000。，．.！!：:；;、（）()【】《》“”\"'…—_\-]+"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Which bodies are none.

    ``empty``: a body without a character. ``whole``: patterns that fit all of it (marks and blanks left out);
    ``title``: the patterns are tried on the title too. ``repeats-title``: the body only says the title again.
    ``with`` asks for ``attachments`` or ``photos`` that the item must have, or ``nothing`` (neither).
    """

    empty: bool = False
    whole: tuple[str, ...] = ()
    title: bool = False
    repeats_title: bool = False
    needs: str = msgspec.field(default="", name="with")
    checked: bool = False

    def __post_init__(self) -> None:
        """Refuse patterns outside the checked subset; those of a built catalogue were checked then."""
        if not self.checked:
            for one in self.whole:
                patterns.compiled(one)


def resolve(params: dict[str, Any], read: Callable[[str], str]) -> dict[str, Any]:
    """Check the patterns once. Raises PatternError."""
    del read
    whole = params.get("whole", ())
    if not isinstance(whole, list) or not all(isinstance(one, str) for one in whole):
        return params
    for one in whole:
        patterns.compiled(one)
    return {**params, "checked": True}


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match for the body, and one for the title, that say nothing."""
    del context
    params: Params = rule.params
    if not _concerned(item, params.needs):
        return
    part = item.article
    blocks = _short_body(part)
    if blocks is not None and _says_nothing(part, blocks, item.title, params):
        yield Match(_spot(item, part, blocks), data={"found": _text(part, blocks)[:40]})
    if params.title and item.title and _fits(_bare(item.title), params.whole):
        yield Match(_spot(item, part, _titles(part)), data={"found": item.title[:40]})


@once
def _short_body(part: Part | None) -> list[Block] | None:
    """The blocks of the body, None when it is too long to say nothing."""
    blocks, length = list[Block](), 0
    for block in prose.body(part) if part is not None else ():
        blocks.append(block)
        length += block.span.end - block.span.start
        if length > patterns.MOST_WIDTH:
            return None
    return blocks


def _concerned(item: Item, needs: str) -> bool:
    if needs == "nothing":
        return not item.attachments and not item.photos
    return not needs or bool(item.attachments if needs == "attachments" else item.photos)


def _says_nothing(part: Part | None, blocks: list[Block], title: str, params: Params) -> bool:
    text = _bare(_text(part, blocks))
    if not text:
        return params.empty
    return _fits(text, params.whole) or (params.repeats_title and text == _bare(title))


def _fits(text: str, whole: tuple[str, ...]) -> bool:
    return len(text) <= patterns.MOST_WIDTH and any(
        patterns.compiled(one).regex.fullmatch(text) is not None for one in whole
    )


def _bare(text: str) -> str:
    return expression(_UNSAID).sub("", text)


def _text(part: Part | None, blocks: list[Block]) -> str:
    return "" if part is None else "".join(prose.text_of(part, block) for block in blocks)


def _titles(part: Part | None) -> list[Block]:
    return [] if part is None else [block for block in part.blocks if block.kind == "title"]


def _spot(item: Item, part: Part | None, blocks: list[Block]) -> Spot:
    if part is None or not blocks:
        return Spot(path=item.path)
    return Spot(part=part, span=Span(blocks[0].span.start, blocks[-1].span.end))
