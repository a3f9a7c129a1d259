"""One story of a Word document (body, header, note) → its visible text, and apart, what is hidden in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from qishan_lint.model import Block, Cell
from qishan_lint.office import places
from qishan_lint.office.draft import Draft
from qishan_lint.office.outline import block_kind
from qishan_lint.office.places import CELL, IN_PLACE, PARAGRAPH, TABLE, TEXT_BOX, cell_name
from qishan_lint.office.styles import Look, Styles
from qishan_lint.office.wordinline import SKIPPED, Piece, chosen, pieces
from qishan_lint.office.xmlpart import attribute, child, local

if TYPE_CHECKING:
    from lxml.etree import _Element

Shelf = Callable[[str], Draft]
"""Gives the draft that collects the hidden text of one sort."""

_KINDS = {places.DELETED: "deleted", places.FIELD: "field"}


@dataclass(slots=True)
class Picture:
    """A picture in the text: relationship, alternative text, where it stands, the caption below it."""

    relation: str
    alt: str
    where: str
    paragraph: _Element
    caption: str = ""


@dataclass(slots=True)
class Story:
    """What was found on the way beside the text itself. ``looks`` has one entry for each paragraph with text."""

    pictures: list[Picture] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    authors: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    revisions: int = 0


class Walker:
    """Walks one story into ``visible``. ``name`` is what people call it; it is empty for the body."""

    def __init__(self, styles: Styles, shelf: Shelf, visible: Draft, name: str = "") -> None:
        self.story = Story()
        self._styles = styles
        self._shelf = shelf
        self._visible = visible
        self._name = name
        self._count = 0
        self._tables = 0
        self._shaded = False
        self._boxes: list[tuple[_Element, str]] = []
        self._uncaptioned: list[Picture] = []

    def walk(self, root: _Element) -> Story:
        """Everything below ``root``; text boxes come last."""
        self._blocks(root)
        while self._boxes:
            element, where = self._boxes.pop(0)
            self._text_box(element, where)
        return self.story

    def _blocks(self, parent: _Element) -> None:
        for element in flat(parent):
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._tables += 1
                self._table(element, self._prefixed(TABLE.format(self._tables)))
            elif name == "altChunk":
                self.story.objects.append(attribute(element, "id") or "")

    def _prefixed(self, where: str) -> str:
        return f"{self._name} {where}" if self._name else where

    def _paragraph(self, element: _Element) -> None:
        look = self._styles.paragraph(element)
        found = list(pieces(element, look, self._styles, shaded=self._shaded))
        has_text = any(piece.kind == "text" and piece.text.strip() for piece in found)
        self._count += has_text
        where = self._name or PARAGRAPH.format(max(self._count, 1))
        start = self._visible.begin()
        self._take(found, where, element)
        text = self._visible.since(start)
        kind, level = block_kind(text, look, after_picture=bool(self._uncaptioned))
        if self._visible.end(start, kind, where, level, element) is not None:
            self.story.texts.append(text)
            self.story.looks.append(_first_look(element, look, self._styles))
            for picture in self._uncaptioned if kind == "caption" else ():
                picture.caption = text.strip()
            self._uncaptioned = []
        self._uncaptioned += [one for one in self.story.pictures if one.paragraph is element]

    def _take(self, found: list[Piece], where: str, paragraph: _Element) -> None:
        """Distribute the pieces of a paragraph or cell."""
        texts = [piece for piece in found if piece.kind == "text"]
        for label, group in groupby(texts, key=lambda piece: piece.label):
            if label:
                self._hide(list(group), label, where)
            else:
                for piece in group:
                    self._visible.write(piece.text, piece.element)
        for piece in found:
            if piece.kind == "picture":
                self.story.pictures.append(Picture(piece.text, piece.extra, where, paragraph))
            elif piece.kind == "object":
                self.story.objects.append(piece.text)
            elif piece.kind == "box" and piece.element is not None:
                self._boxes.append((piece.element, where))
            elif piece.kind == "revision":
                self.story.revisions += 1
                self.story.authors.add(piece.text)

    def _hide(self, group: list[Piece], label: str, where: str) -> None:
        draft = self._shelf(label)
        start = draft.begin()
        for piece in group:
            draft.write(piece.text, piece.element, piece.attribute)
        draft.end(start, _KINDS.get(label, "paragraph"), IN_PLACE.format(label, where), 0, group[0].element)

    def _table(self, table: _Element, name: str) -> None:
        cells: list[Cell] = []
        nested: list[tuple[_Element, str]] = []
        shaded = self._shaded or self._styles.fills(table)
        for row, line in enumerate(named(table, "tr")):
            column = 0
            for index, cell in enumerate(named(line, "tc")):
                where = CELL.format(name, cell_name(row, column))
                nested += [(inner, where) for inner in named(cell, "tbl")]
                written = self._cell(cell, where, "\t" if index else "\n", shaded)
                if written is not None:
                    cells.append(Cell(row, column, "", False, written.span))
                column += width(cell)
        self._visible.add_table(name, cells)
        for inner, where in nested:
            self._table(inner, f"{where} {TABLE.format(1)}")

    def _cell(self, cell: _Element, where: str, separator: str, shaded: bool) -> Block | None:
        start = self._visible.begin(separator)
        shaded = shaded or child(cell, "tcPr", "shd") is not None
        first = True
        for paragraph in named(cell, "p"):
            look = self._styles.paragraph(paragraph)
            if not first:
                self._visible.begin()
            self._take(list(pieces(paragraph, look, self._styles, shaded)), where, paragraph)
            first = False
        return self._visible.end(start, "cell", where, 0, next(named(cell, "p"), cell))

    def _text_box(self, element: _Element, where: str) -> None:
        outer, self._name, self._shaded = self._name, IN_PLACE.format(TEXT_BOX, where), True
        self._blocks(element)
        self._name, self._shaded = outer, False


def flat(parent: _Element) -> Iterator[_Element]:
    """The blocks below ``parent``: what merely wraps them (content controls, revisions) is looked through."""
    for element in parent:
        name = local(element)
        if name in ("p", "tbl", "altChunk"):
            yield element
        elif name not in SKIPPED:
            yield from flat(chosen(element) if name == "AlternateContent" else element)


def named(parent: _Element, wanted: str) -> Iterator[_Element]:
    """The elements called ``wanted`` below ``parent``, none inside another table."""
    for element in parent:
        name = local(element)
        if name == wanted:
            yield element
        elif name not in SKIPPED and name != "tbl":
            yield from named(element, wanted)


def width(cell: _Element) -> int:
    """The number of columns that a cell takes."""
    span = child(cell, "tcPr", "gridSpan")
    value = "1" if span is None else attribute(span, "val") or "1"
    return min(int(value), 1000) if value.isdecimal() else 1


def _first_look(paragraph: _Element, look: Look, styles: Styles) -> Look:
    """The look of a paragraph with the size of its first run with text: titles carry it there."""
    for run in paragraph.iter():
        if local(run) == "r" and any(local(leaf) == "t" and (leaf.text or "").strip() for leaf in run):
            return styles.run(look, child(run, "rPr"))
    return look
