"""Pictures that a text refers to: their captions, and those whose bytes stand in the text itself."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from qishan_lint.conventions import table
from qishan_lint.model import Block, Part, Span
from qishan_lint.readers import Embedded, Reference

LONGEST_CAPTION = 120
"""A longer paragraph after a photo is no caption, however it begins (characters)."""

_DATA = re.compile(r"data:image/([a-z0-9.+-]{1,20})((?:;[^,;]{0,40}){0,4}),", re.IGNORECASE)
_SUFFIX = {"jpeg": "jpg", "svg+xml": "svg", "x-icon": "ico"}


def captioned(references: Sequence[Reference], article: Part) -> tuple[Reference, ...]:
    """The references, each photo without a caption given that of the paragraph after it, when that is one."""
    ordered = sorted(references, key=lambda one: one.span.start if one.span else 0)
    starts = [_source_start(article, block) for block in article.blocks]
    found = []
    for number, reference in enumerate(ordered):
        caption = reference.caption
        if reference.kind == "photo" and not caption and reference.span is not None:
            block = _next_block(article, starts, reference.span.end)
            others = (one.span.start for one in ordered[number + 1 :] if one.span and one.span != reference.span)
            if block is not None and _is_caption(article, block) and _before(article, block, next(others, None)):
                caption = article.text[block.span.start : block.span.end].strip()
        found.append(msgspec.structs.replace(reference, caption=caption) if caption != reference.caption else reference)
    return tuple(found)


def with_captions(article: Part, references: Sequence[Reference]) -> Part:
    """``article`` with the paragraphs that are captions of its photos marked as such."""
    captions = {reference.caption for reference in references if reference.kind == "photo" and reference.caption}
    if not captions:
        return article
    blocks = tuple(
        msgspec.structs.replace(block, kind="caption")
        if block.kind == "paragraph" and article.text[block.span.start : block.span.end].strip() in captions
        else block
        for block in article.blocks
    )
    return msgspec.structs.replace(article, blocks=blocks)


def split_inline(references: Sequence[Reference]) -> tuple[tuple[Embedded, ...], tuple[Reference, ...]]:
    """The pictures whose bytes stand in the text (``data:image/png;base64,...``), and the other references."""
    inline: list[Embedded] = []
    linked: list[Reference] = []
    for reference in references:
        match = _DATA.match(reference.target) if reference.target[:5].lower() == "data:" else None
        if match is None:
            linked.append(reference)
            continue
        kind = match[1].lower()
        name = f"data-{len(inline) + 1}.{_SUFFIX.get(kind, kind)}"
        data = _decoded(reference.target[match.end() :], "base64" in match[2].lower())
        inline.append(Embedded(name, reference.where, data, reference.alt, reference.caption))
    return tuple(inline), tuple(linked)


def _decoded(text: str, is_base64: bool) -> bytes:
    """The bytes of a data address; nothing when it is broken, which no picture is."""
    import base64
    import binascii
    from urllib.parse import unquote_to_bytes

    raw = unquote_to_bytes(text)
    try:
        return base64.b64decode(raw) if is_base64 else raw
    except (binascii.Error, ValueError):
        return b""


def _source_start(article: Part, block: Block) -> int:
    place = article.source_span(Span(block.span.start, block.span.start + 1))
    return place.start if place else 0


def _next_block(article: Part, starts: Sequence[int], after: int) -> Block | None:
    """The block that begins next in the source; the title, which may stand elsewhere, is passed over."""
    first = 1 if article.blocks and article.blocks[0].kind == "title" else 0
    index = bisect_left(starts, after, lo=min(first, len(starts)))
    return article.blocks[index] if index < len(starts) else None


def _is_caption(article: Part, block: Block) -> bool:
    text = article.text[block.span.start : block.span.end].strip()
    if block.kind == "caption":
        return True
    return block.kind == "paragraph" and len(text) <= LONGEST_CAPTION and text.startswith(table().captions)


def _before(article: Part, block: Block, other: int | None) -> bool:
    """Whether ``block`` stands before the next picture (at ``other`` in the source)."""
    return other is None or _source_start(article, block) < other
