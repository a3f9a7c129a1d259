"""An item as readers will see it, with every finding at its place and every personal value masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qishan_lint import identity
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._evidence import Mark, marked
from qishan_lint.formats.html._markup import Markup
from qishan_lint.model import Block, Item, Part, Photo, Span, Table
from qishan_lint.placing import Masker

MOST_BLOCKS = 3_000
MOST_LINES = 200
"""Lines of one attachment that are shown; its findings say where the others are."""


EMPTY = Markup()


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading, list entry, table row (``cells``) or photo of the article."""

    kind: str
    content: Markup = EMPTY
    cells: tuple[Markup, ...] = ()
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text that the page does not show or an attachment holds: where it is, whether it is hidden, its first lines."""

    path: str
    where: str
    hidden: bool
    lines: tuple[Markup, ...]
    left: int


class Reader:
    """Reads the parts of ``item`` for people; ``entries`` are its findings as the page numbers them."""

    def __init__(self, item: Item, entries: Sequence[Entry], lang: str) -> None:
        self._item = item
        self._lang = lang
        self._marks: dict[str, list[Mark]] = {}
        known: dict[str, list[Span]] = {}
        for entry in entries:
            for number, hit in enumerate(entry.group.hits):
                place, length = hit.place, len(hit.excerpt.hit) if hit.excerpt else 0
                if place.offset >= 0 and length:
                    mark = Mark(place.offset, place.offset + length, entry, first=number == 0)
                    self._marks.setdefault(place.part, []).append(mark)
                    if hit.sensitive:
                        known.setdefault(place.part, []).append(Span(mark.start, mark.end))
        spans = {part: tuple(sorted(found, key=lambda span: span.start)) for part, found in known.items()}
        self._masker = Masker(identity.mask_text, spans)

    def text(self) -> str:
        """The article's text, masked: what versions are compared by."""
        part = self._item.article
        return self._masker.text(part, 0, len(part.text)) if part else ""

    def pieces(self) -> Iterator[Piece]:
        """The article from its first block to its last, photos where the article has them, else at its end."""
        part = self._item.article
        photos = list(self._item.photos)
        for block in part.blocks[:MOST_BLOCKS] if part else ():
            yield from self._photos_before(photos, part, block)
            yield from self._block(part, block)
        yield from (_figure(photo) for photo in photos)

    def others(self) -> Iterator[Hidden]:
        """The texts of attachments, and what nobody sees in the article's own file."""
        for part in self._item.parts:
            if part.role == "attachment" or part.hidden:
                lines = [block for block in part.blocks if block.span.end > block.span.start]
                shown = tuple(self._line(part, block) for block in lines[:MOST_LINES])
                yield Hidden(part.path, part.where, part.hidden, shown, max(0, len(lines) - MOST_LINES))

    def _photos_before(self, photos: list[Photo], part: Part | None, block: Block) -> Iterator[Piece]:
        place = part.source_span(block.span) if part else None
        while place and photos and (span := photos[0].span) is not None and span.start < place.start:
            yield _figure(photos.pop(0))

    def _block(self, part: Part | None, block: Block) -> Iterator[Piece]:
        if part is None:
            return
        if block.kind == "cell":
            table = next((one for one in part.tables if _begins(one, block)), None)
            if table is not None:
                yield from self._rows(part, table)
            elif any(_holds(one, block) for one in part.tables):
                return
            else:
                yield Piece("paragraph", self._stretch(part, block.span))
        elif part.text[block.span.start : block.span.end].strip():
            kind = block.kind if block.kind in ("title", "heading", "list", "quote", "code", "caption") else "paragraph"
            yield Piece(kind, self._stretch(part, block.span))

    def _rows(self, part: Part, table: Table) -> Iterator[Piece]:
        rows: dict[int, list[Markup]] = {}
        for cell in table.cells[: MOST_LINES * 10]:
            rows.setdefault(cell.row, []).append(self._stretch(part, cell.span))
        for cells in rows.values():
            yield Piece("row", cells=tuple(cells))

    def _line(self, part: Part, block: Block) -> Markup:
        content = self._stretch(part, block.span)
        return (
            Markup(f"{marked(block.where, 0, len(block.where), (), self._lang)}　{content}") if block.where else content
        )

    def _stretch(self, part: Part, span: Span) -> Markup:
        text = self._masker.text(part, span.start, span.end)
        marks = [
            Mark(mark.start - span.start, min(mark.end, span.end) - span.start, mark.entry, mark.first)
            for mark in self._marks.get(part.id, ())
            if span.start <= mark.start < span.end
        ]
        ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
        return marked(text, 0, len(text), ordered, self._lang)


def _figure(photo: Photo) -> Piece:
    return Piece(
        "photo", marked(photo.caption or photo.alt, 0, len(photo.caption or photo.alt), (), "zh"), photo=photo.path
    )


def _begins(table: Table, block: Block) -> bool:
    return bool(table.cells) and table.cells[0].span.start == block.span.start


def _holds(table: Table, block: Block) -> bool:
    return bool(table.cells) and table.cells[0].span.start <= block.span.start < table.cells[-1].span.end + 1
