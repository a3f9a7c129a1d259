"""What is checked: an item with its parts, photos and attachments, and what went wrong while reading them."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, Literal

import msgspec

Role = Literal["article", "attachment", "metadata", "hidden"]
"""What a part is to its item: the article's own visible text, the visible text of an attachment,
front matter and document properties, or text that a reader of the page does not see."""


class Span(msgspec.Struct, frozen=True, gc=False):
    """A stretch of characters of one text."""

    start: int
    end: int


class Block(msgspec.Struct, frozen=True):
    """A piece of a part that a person sees as one.

    ``kind`` is one of title, heading, paragraph, list, quote, code, cell, caption, header, footer, note,
    comment, deleted, inserted, field. ``where`` is how a person finds it ("第4段", "表1!B7"); for text formats it
    is empty, because line and column are derived from the source. ``level`` is the heading level, 0 elsewhere.
    """

    kind: str
    span: Span
    where: str = ""
    level: int = 0


class Zone(msgspec.Struct, frozen=True):
    """A stretch inside a block that prose rules leave alone: ``code``, ``url`` or ``quotation``."""

    kind: str
    span: Span


class Cell(msgspec.Struct, frozen=True):
    """A table cell: 0-based row and column, the heading above it, whether it is hidden, its text."""

    row: int
    column: int
    header: str
    hidden: bool
    span: Span


class Table(msgspec.Struct, frozen=True):
    """A table of a part and the name a person knows it by ("表2")."""

    where: str
    cells: Sequence[Cell]


class Segment(msgspec.Struct, frozen=True, gc=False):
    r"""``length`` characters from ``text_start`` of a part's text stand at ``source_start`` of its source.

    ``source_length`` differs from ``length`` where markup stands for text (``&nbsp;``, ``\*``); such a segment
    can be pointed at as a whole, and is never edited in part.
    """

    text_start: int
    source_start: int
    length: int
    source_length: int


class Part(msgspec.Struct, frozen=True):
    """One text of an item: the article itself, a sheet, a header, a comment, a page.

    ``source`` is the decoded text of the file (without BOM, line ends as they are) when ``text`` leads back to it
    through ``segments``, which ascend in both texts; it is None for containers such as Word files.
    """

    id: str
    path: str
    text: str
    where: str = ""
    role: Role = "article"
    blocks: tuple[Block, ...] = ()
    zones: tuple[Zone, ...] = ()
    tables: tuple[Table, ...] = ()
    source: str | None = None
    segments: tuple[Segment, ...] = ()

    @property
    def hidden(self) -> bool:
        """Whether a reader of the published page does not see this text."""
        return self.role == "hidden"

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character at ``offset``."""
        starts = getattr(self.blocks, "starts", None)  # where blocks are built when asked for, a search asks for none
        found = bisect_right(self.blocks, offset, key=_block_start) if starts is None else bisect_right(starts, offset)
        index = found - 1
        if index < 0 or offset >= max(self.blocks[index].span.end, self.blocks[index].span.start + 1):
            return None
        return self.blocks[index]

    def in_zone(self, span: Span) -> str | None:
        """The kind of the first zone that touches ``span``, or None."""
        for zone in self.zones:
            if zone.span.start < span.end and span.start < zone.span.end:
                return zone.kind
        return None

    def source_span(self, span: Span) -> Span | None:
        """Where ``span`` stands in the source, from its first to its last character; None without a source."""
        if self.source is None or not self.segments:
            return None
        start = self._to_source(span.start, at_end=False)
        end = start if span.end <= span.start else self._to_source(span.end, at_end=True)
        return Span(start, max(start, end))

    def editable(self, span: Span) -> bool:
        """Whether the source shows exactly the characters of ``span``, so that replacing them is safe."""
        where = self.source_span(span)
        return (
            where is not None
            and self.source is not None
            and (self.source[where.start : where.end] == self.text[span.start : span.end])
        )

    def _to_source(self, offset: int, *, at_end: bool) -> int:
        probe = offset - 1 if at_end else offset
        index = max(bisect_right(self.segments, probe, key=_segment_start) - 1, 0)
        segment = self.segments[index]
        inside = offset - segment.text_start
        if segment.length == segment.source_length:
            return segment.source_start + max(0, min(inside, segment.length))
        whole = at_end or inside >= segment.length
        return segment.source_start + (segment.source_length if whole else 0)


def _block_start(block: Block) -> int:
    return block.span.start


def _segment_start(segment: Segment) -> int:
    return segment.text_start


class Photo(msgspec.Struct, frozen=True, eq=False):
    """A picture of an item: a file beside the article, or one embedded in a Word file.

    ``path`` is relative to the root of the check; an embedded picture is written ``稿件.docx!word/media/image1.png``.
    ``where`` is where the article refers to it. ``open`` gives its bytes anew; ``shown`` is the size that HTML asks
    for (pixels). ``digest`` is the SHA-256 of the bytes, in hexadecimal; ``role`` is ``lead`` for the first photo.
    """

    path: str
    where: str
    alt: str
    caption: str
    digest: str
    size: int
    open: Callable[[], BinaryIO]
    shown: tuple[int, int] | None = None
    span: Span | None = None


class Attachment(msgspec.Struct, frozen=True):
    """A file that the article hands out; its texts are parts of the item with the same path."""

    path: str
    where: str
    label: str
    digest: str
    size: int
    span: Span | None = None


class Problem(msgspec.Struct, frozen=True):
    """Something that went wrong while reading, by code (``photo-missing``, ``encrypted`` ...).

    ``part`` is the id of the part that ``span`` counts in; ``data`` fills the rule's message.
    """

    code: str
    path: str
    where: str = ""
    part: str = ""
    span: Span | None = None
    data: Mapping[str, str] = msgspec.field(default_factory=dict)


class Field(msgspec.Struct, frozen=True):
    """One metadata field: the name the file uses, its value as written, and where it stands in the source."""

    name: str
    value: str
    source_span: Span | None = None


UNBOUND = frozenset(
    f"{kind}-{fault}" for kind in ("photo", "attachment") for fault in ("remote", "missing", "outside-root")
) | {"too-many-files", "lfs-pointer"}
"""Problems of reading that leave something of the item outside its files, so that no digest covers it."""


class Item(msgspec.Struct, frozen=True):
    """One article with its metadata, photos and attachments: what is checked, reported and signed.

    ``id`` is the path of the article, or of the folder for a folder item, relative to the root of the check.
    ``files`` are the paths of every file that belongs to it, ``digests`` their SHA-256, or the code of what refused one,
    with a dash before it. ``meta`` holds the fields by their own names
    (title, published, source, author, department, column, column-type, keywords, description, url, event ...).
    ``digest`` is the SHA-256 over the digests of all its files.
    """

    id: str
    path: str
    digest: str
    parts: tuple[Part, ...] = ()
    photos: tuple[Photo, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    meta: Mapping[str, Field] = msgspec.field(default_factory=dict)
    title: str = ""
    published: datetime.date | None = None
    source: str = ""
    department: str = ""
    column: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """The files that hold its own text as text: a Word file holds none."""
        found = (part.path for part in self.parts if part.role == "article" and part.source is not None)
        return tuple(dict.fromkeys(found))

    @property
    def unbound(self) -> tuple[tuple[str, str], ...]:
        """What of it lies outside its files, each with the code of the problem."""
        return tuple((each.data.get("file", each.path), each.code) for each in self.problems if each.code in UNBOUND)

    @property
    def article(self) -> Part | None:
        """The article's own text, None when the item has only attachments."""
        for part in self.parts:  # a loop: two dozen rules ask for each item, and a generator costs three times as much
            if part.role == "article":
                return part
        return None
