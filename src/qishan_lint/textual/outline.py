"""An HTML page's elements and meta tags, and which element holds the article."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qishan_lint import conventions
from qishan_lint.model import Field, Span
from qishan_lint.textual import markup
from qishan_lint.textual.markup import Attributes
from qishan_lint.textual.rendering import VOID

SCANT = 20
"""Characters below which a known container counts as hardly filled."""

AMPLE = 100
"""Characters outside of links that make an element an article although a known container is hardly filled."""

MOST = 0.7
"""Share of the page's text outside of links that the densest element must hold."""

_SILENT = frozenset(("script", "style", "noscript", "template", "head", "select", "button", "nav", "footer", "svg"))
_ROOT = "#page"
_CANDIDATES = frozenset((_ROOT, "div", "section", "article", "main", "td", "body", "center", "form"))
_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class Element:
    """An element: where its tags begin and end, and how much text it holds itself and in links."""

    tag: str
    names: tuple[str, ...]
    outer: int
    inner: int
    end: int = -1
    parent: int = -1
    own: int = 0
    text: int = 0
    linked: int = 0


@dataclass(slots=True)
class Outline:
    """The elements in the order of their start tags, and the fields of the page's head."""

    elements: list[Element] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    title: Field | None = None


def read(source: str) -> Outline:
    """The outline of the page in ``source``."""
    builder = _Builder(source)
    markup.parse(source, builder)
    return builder.finish()


class _Builder:
    """Receives the tokens of a page (see ``markup.Handler``)."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._outline = Outline([Element(_ROOT, (), 0, 0, len(source))])
        self._stack: list[int] = [0]
        self._open: dict[str, int] = {}
        self._title: list[tuple[str, int, int]] | None = None

    def start(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        """A start tag."""
        if tag == "meta":
            self._meta(attributes, start, end)
        if tag == "title" and self._outline.title is None and self._title is None:
            self._title = []
        if tag in VOID:
            return
        names = f"{attributes.get('id', '')} {attributes.get('class', '')}".lower().split()
        element = Element(tag, tuple(names), start, end, parent=self._stack[-1])
        self._stack.append(len(self._outline.elements))
        self._outline.elements.append(element)
        self._open[tag] = self._open.get(tag, 0) + 1

    def end(self, tag: str, start: int) -> None:
        """An end tag."""
        if tag == "title" and self._title is not None:
            self._end_title()
        if not self._open.get(tag):
            return
        while True:
            element = self._outline.elements[self._stack.pop()]
            self._open[element.tag] -= 1
            element.end = start
            if element.tag == tag:
                return

    def data(self, start: int, end: int) -> None:
        """Text: counted for the element that holds it."""
        if self._title is not None:
            self._title.append((self._source[start:end], start, end))
        length = sum(match.end() - match.start() for match in _WORD.finditer(self._source, start, end))
        self._outline.elements[self._stack[-1]].own += length

    def entity(self, text: str, start: int, end: int) -> None:
        """A character reference."""
        if self._title is not None:
            self._title.append((text, start, end))

    def comment(self, start: int, end: int) -> None:
        """Comments do not shape a page."""

    def finish(self) -> Outline:
        """The outline with the counts of every element summed up."""
        elements = self._outline.elements
        for index in range(len(elements) - 1, -1, -1):
            element = elements[index]
            if element.end < 0:
                element.end = len(self._source)
            element.text += element.own
            if element.tag == "a":
                element.linked = element.text
            if element.parent >= 0 and element.tag not in _SILENT:
                elements[element.parent].text += element.text
                elements[element.parent].linked += element.linked
        return self._outline

    def _meta(self, attributes: Attributes, start: int, end: int) -> None:
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        value = attributes.get("content", "")
        if name and name.lower() not in ("viewport", "renderer", "robots"):
            self._outline.fields.append(Field(name, value.strip(), self._place(value, start, end)))

    def _place(self, value: str, start: int, end: int) -> Span:
        plain = value.strip()
        content = start + self._source[start:end].lower().find("content") if plain else start
        inside = self._source.find(plain, max(content, start), end) if plain else -1
        return Span(inside, inside + len(plain)) if inside >= 0 else Span(start, end)

    def _end_title(self) -> None:
        pieces, self._title = self._title or [], None
        text = "".join(piece[0] for piece in pieces)
        if text.strip():
            start = pieces[0][1] + len(pieces[0][0]) - len(pieces[0][0].lstrip())
            end = pieces[-1][2] - (len(pieces[-1][0]) - len(pieces[-1][0].rstrip()))
            self._outline.title = Field("title", text.strip(), Span(start, max(start, end)))


def body(outline: Outline) -> Element:
    """The element that holds the article: a known container, else <article> or <main>, else the densest one.

    A container with hardly any text gives way to another element only if that one holds an article's worth.
    """
    named = [*_by_name(outline), *_by_tag(outline)]
    filled = next((element for element in named if element.text >= SCANT), None)
    if filled is not None:
        return filled
    dense = _densest(outline)
    return named[0] if named and dense.text - dense.linked < AMPLE else dense


def _by_name(outline: Outline) -> list[Element]:
    rank = {name.lower(): index for index, name in enumerate(conventions.table().body)}
    found = [
        (rank[name], index) for index, element in enumerate(outline.elements) for name in element.names if name in rank
    ]
    return [outline.elements[index] for _, index in sorted(found)]


def _by_tag(outline: Outline) -> list[Element]:
    found = [element for element in outline.elements if element.tag in ("article", "main")]
    return sorted(found, key=lambda element: (element.tag, element.linked - element.text))


def _densest(outline: Outline) -> Element:
    """The smallest element that holds most of the text that is not in links: text density."""
    elements = [element for element in outline.elements if element.tag in _CANDIDATES]
    total = max(element.text - element.linked for element in elements)
    holders = [element for element in elements if element.text - element.linked >= MOST * total]
    return min(holders, key=lambda element: element.end - element.inner)
