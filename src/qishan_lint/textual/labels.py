"""Labelled lines near the top of an article (发布时间：2024-05-01　来源：县政府办) → metadata fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from qishan_lint import metadata
from qishan_lint.model import Block, Field, Part, Span

NEAR_TOP = 8
"""Blocks from the beginning that may be labelled lines."""

LONGEST = 120
"""A longer block is a paragraph that happens to hold a colon."""

WINDOW = 4_000
"""Characters of a page's source, before its article begins, that are looked through."""

_GAP = r"[ \t\u3000\xa0]{0,20}"
_VALUE = r"[^\s<>|｜【】\[\]（）()&：:]{1,40}"
_LINE = re.compile(rf"([一-鿿]{{2,6}}){_GAP}[：:]{_GAP}({_VALUE}(?:[ T]\d{{1,2}}[:：]\d{{2}})?)")
_PAGE = re.compile(rf"([一-鿿]{{2,6}})\s{{0,9}}[：:]\s{{0,200}}({_VALUE}(?:[ T]\d{{1,2}}[:：]\d{{2}})?)")
_MARKUP = re.compile(r"<[^<>]{0,500}>|&nbsp;")


def in_part(part: Part, known: Mapping[str, str]) -> tuple[Part, tuple[Field, ...]]:
    """The labelled fields among the first blocks of ``part``, and the part with those blocks marked as fields."""
    blocks, fields = list(part.blocks), list[Field]()
    for index, block in enumerate(blocks[:NEAR_TOP]):
        if block.kind not in ("paragraph", "list", "cell") or block.span.end - block.span.start > LONGEST:
            continue
        found = list(_in_block(part, block, known))
        if found:
            fields += found
            blocks[index] = msgspec.structs.replace(block, kind="field")
    return (msgspec.structs.replace(part, blocks=tuple(blocks)), tuple(fields)) if fields else (part, ())


def _in_block(part: Part, block: Block, known: Mapping[str, str]) -> Iterator[Field]:
    """The fields of a block that begins with a label; a label later in a sentence is part of the sentence."""
    start = block.span.start
    while start < block.span.end and part.text[start] in " \t\u3000\xa0（([【":
        start += 1
    if metadata.field_of(_label_at(part.text, start), known):
        for match in _LINE.finditer(part.text, start, block.span.end):
            if metadata.field_of(match[1], known):
                yield Field(match[1], match[2], part.source_span(Span(*match.span(2))))


def _label_at(text: str, start: int) -> str:
    match = _LINE.match(text, start)
    return match[1] if match else ""


def in_page(source: str, before: int, known: Mapping[str, str]) -> tuple[Field, ...]:
    """The labelled fields that stand in a page above its article, which begins at ``before``."""
    start = max(0, before - WINDOW)
    plain = _MARKUP.sub(lambda match: " " * len(match[0]), source[start:before])
    return tuple(
        Field(match[1], match[2], Span(start + match.start(2), start + match.end(2)))
        for match in _PAGE.finditer(plain)
        if metadata.field_of(match[1], known)
    )
