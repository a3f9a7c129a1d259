"""What the readers of text formats share: title, metadata part, hidden part, zones of addresses, refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from qishan_lint import metadata
from qishan_lint.model import Block, Field, Part, Problem, Segment, Span, Zone
from qishan_lint.readers import Reading, ReadOptions, Reference
from qishan_lint.textual import labels, lines, links, pictures
from qishan_lint.textual.assembly import Assembly
from qishan_lint.textual.encoding import Decoded
from qishan_lint.textual.frontmatter import FrontMatter
from qishan_lint.textual.rendering import Rendering

_URL = re.compile(r"(?:https?|ftp)://[!-~]{1,2000}|www\.[a-zA-Z0-9\-]{1,63}\.[!-~]{1,2000}")
_URL_TAIL = ".,;:!?'\")]}>*_"


def refused(decoded: Decoded, path: str, options: ReadOptions) -> Reading:
    """The reading of a file whose characters are unknown or too many: nothing but the problem."""
    if decoded.encoding:
        data = {"characters": str(len(decoded.text)), "limit": str(options.max_text)}
        return Reading(problems=(Problem("too-large", path, data=data),))
    return Reading(problems=(Problem(decoded.problem, path),))


def front_title(front: FrontMatter, known: Mapping[str, str]) -> Field | None:
    """The title among the fields of the front matter."""
    known = known or metadata.names()
    return next(
        (field for field in front.fields if metadata.field_of(field.name, known) == "title" and field.value.strip()),
        None,
    )


def begin(source: str, title: Field | None) -> Assembly:
    """The article's assembly, with ``title`` as its first block."""
    assembly = Assembly(source)
    if title is not None and title.source_span is not None:
        assembly.open("title")
        assembly.stand_in(title.value, title.source_span.start, title.source_span.end)
        assembly.close()
    return assembly


def reading(
    decoded: Decoded,
    path: str,
    options: ReadOptions,
    front: FrontMatter,
    rendering: Rendering,
    *,
    title: Field | None,
) -> Reading:
    """The reading of a document: its article, metadata and hidden parts, references and problems."""
    visible, known = rendering.visible, options.meta_names or metadata.names()
    shown = title.value if title else ""
    if title is None:
        shown = promote_heading(visible)
    else:
        mark_repeated_title(visible, shown)
    article, labelled = labels.in_part(visible.part(path, path, role=options.role), known)
    references = pictures.captioned(rendering.references, article) if rendering.references else ()
    if references:
        article = pictures.with_captions(article, references)
    if "://" in article.text or "www." in article.text:
        article = with_urls(article)
    parts = [article]
    if front.span.end > front.span.start:
        parts.append(metadata_part(decoded.text, path, front, title))
    if rendering.hidden.length:
        parts.append(rendering.hidden.part(f"{path}#hidden", path, role="hidden", where=""))
    inline, linked = pictures.split_inline(place_references(references, decoded.text))
    covers = [_cover(field, shown) for field in front.fields if metadata.field_of(field.name, known) == "image"]
    linked += place_references([cover for cover in covers if links.kind(cover.target) == "photo"], decoded.text)
    return Reading(
        parts=tuple(parts),
        references=linked,
        embedded=inline,
        problems=tuple(problems(decoded, path, front)),
        meta=front.fields + labelled,
        title=shown,
    )


def _cover(field: Field, title: str) -> Reference:
    """The picture that a metadata field names; the title says what it is of."""
    return Reference("photo", field.value, "", title, "", None, field.source_span)


def problems(decoded: Decoded, path: str, front: FrontMatter) -> list[Problem]:
    """What is wrong with the encoding and with the front matter."""
    found = []
    if decoded.problem:
        found.append(Problem(decoded.problem, path, data={"encoding": decoded.encoding.upper()}))
    if front.error:
        found.append(Problem("front-matter", path, f"{front.line}:1", data={"error": front.error}))
    return found


def promote_heading(assembly: Assembly) -> str:
    """Make the first heading of level 1, if it stands first, the title; the title's text, or nothing."""
    assembly.close()
    if not assembly.blocks or assembly.blocks[0].kind != "heading" or assembly.blocks[0].level != 1:
        return ""
    first = assembly.blocks[0]
    assembly.blocks[0] = Block("title", first.span, first.where, first.level)
    return assembly.text_since(0)[first.span.start : first.span.end]


def mark_repeated_title(assembly: Assembly, title: str) -> None:
    """A heading that repeats the title is title too: it is not part of the body that counts."""
    assembly.close()
    for index, block in enumerate(assembly.blocks[1:4], 1):
        if block.kind == "heading" and block.span.end - block.span.start == len(title.strip()):
            text = assembly.text_since(0)[block.span.start : block.span.end]
            if text == title.strip():
                assembly.blocks[index] = Block("title", block.span, block.where, block.level)
            return


def metadata_part(source: str, path: str, front: FrontMatter, title: Field | None) -> Part:
    """The front matter as it stands, without the title, which is part of the article."""
    start, end = front.span.start, front.span.end
    runs = [(start, end)]
    if title is not None and title.source_span is not None:
        runs = [(start, title.source_span.start), (title.source_span.end, end)]
    segments, pieces, length = [], [], 0
    for first, last in runs:
        if first < last:
            segments.append(Segment(length, first, last - first, last - first))
            pieces.append(source[first:last])
            length += last - first
    text = "".join(pieces)
    blocks, position = [], 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        if body:
            blocks.append(Block("field", Span(position, position + len(body))))
        position += len(line)
    part = Part(f"{path}#metadata", path, text, "", "metadata", tuple(blocks), (), (), source, tuple(segments))
    return with_urls(part) if "://" in text else part


def with_urls(part: Part) -> Part:
    """``part`` with a zone on each bare address in its text."""
    zones = list(part.zones)
    for match in _URL.finditer(part.text):
        address = match[0].rstrip(_URL_TAIL)
        if part.in_zone(Span(match.start(), match.start() + 1)) is None:
            zones.append(Zone("url", Span(match.start(), match.start() + len(address))))
    return msgspec.structs.replace(part, zones=tuple(sorted(zones, key=lambda zone: (zone.span.start, zone.span.end))))


def place_references(references: Sequence[Reference], source: str) -> tuple[Reference, ...]:
    """The references in the order of the source, each with its line and column."""
    begins = {id(one): one.span.start if one.span else 0 for one in references}
    ordered = sorted(references, key=lambda one: begins[id(one)])
    return tuple(msgspec.structs.replace(one, where=lines.where(source, begins[id(one)])) for one in ordered)


def with_fields(reading: Reading, path: str, source: str, fields: Sequence[Field], title: Field | None) -> Reading:
    """``reading`` with a metadata part of ``fields`` that stand apart in the source (meta tags), one a block."""
    assembly = Assembly(source)
    for field in fields:
        if field.source_span is not None and field.value and field is not title:
            assembly.open("field")
            assembly.stand_in(field.value, field.source_span.start, field.source_span.end)
            assembly.close()
    if not assembly.length:
        return reading
    part = with_urls(assembly.part(f"{path}#metadata", path, role="metadata"))
    return msgspec.structs.replace(reading, parts=(reading.parts[0], part, *reading.parts[1:]))
