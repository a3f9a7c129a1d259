"""An HTML page's elements and meta tags, and which element holds the article."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qishan_lint import markup, yamlfile
from qishan_lint.markup import Attributes
from qishan_lint.model import Field, Span
from qishan_lint.rendering import VOID

FILE = "html.yaml"
"""Names of containers, in the folder of the rules."""

_SILENT = frozenset(("script", "style", "noscript", "template", "head", "select", "button", "nav", "footer", "svg"))
_CANDIDATES = frozenset(("div", "section", "article", "main", "td", "body", "center", "form"))
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
        self._outline = Outline()
        self._stack: list[int] = []
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
        parent = self._stack[-1] if self._stack else -1
        self._stack.append(len(self._outline.elements))
        self._outline.elements.append(Element(tag, tuple(names), start, end, parent=parent))
        self._open[tag] = self._open.get(tag, 0) + 1

    def end(self, tag: str, start: int) -> None:
        """An end tag."""
        if tag == "title" and self._title is not None:
            self._end_title()
        if not self._open.get(tag):
            return
        while self._stack:
            element = self._outline.elements[self._stack.pop()]
            self._open[element.tag] -= 1
            element.end = start
            if element.tag == tag:
                return

    def data(self, start: int, end: int) -> None:
        """Text: counted for the element that holds it."""
        if self._title is not None:
            self._title.append((self._source[start:end], start, end))
        if self._stack:
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
        content = self._source.lower().find("content", start, end) if plain else -1
        inside = self._source.find(plain, max(content, start), end) if plain else -1
        return Span(inside, inside + len(plain)) if inside >= 0 else Span(start, end)

    def _end_title(self) -> None:
        pieces, self._title = self._title or [], None
        text = "".join(piece[0] for piece in pieces)
        if text.strip():
            start = pieces[0][1] + len(pieces[0][0]) - len(pieces[0][0].lstrip())
            end = pieces[-1][2] - (len(pieces[-1][0]) - len(pieces[-1][0].rstrip()))
            self._outline.title = Field("title", text.strip(), Span(start, max(start, end)))


@functools.cache
def names() -> Mapping[str, tuple[str, ...]]:
    """The shipped table: ``body`` containers, best first."""
    from qishan_lint.catalog import rules_folder

    text = (rules_folder() / FILE).read_text(encoding="utf-8")
    return yamlfile.read(text, dict[str, tuple[str, ...]], f"rules/{FILE}")


def body(outline: Outline, minimum: int = 20) -> Element | None:
    """The element that holds the article: a known container, else <article> or <main>, else the densest one.

    ``minimum`` is the text (characters) below which a known container counts as empty.
    """
    return _by_name(outline, minimum) or _by_tag(outline, minimum) or _densest(outline)


def _by_name(outline: Outline, minimum: int) -> Element | None:
    wanted = names()["body"]
    rank = {name.lower(): index for index, name in enumerate(wanted)}
    found = [
        (rank[name], index)
        for index, element in enumerate(outline.elements)
        for name in element.names
        if name in rank and element.text >= minimum
    ]
    return outline.elements[min(found)[1]] if found else None


def _by_tag(outline: Outline, minimum: int) -> Element | None:
    for tag in ("article", "main"):
        found = [element for element in outline.elements if element.tag == tag and element.text >= minimum]
        if found:
            return max(found, key=lambda element: element.text - element.linked)
    return None


def _densest(outline: Outline) -> Element | None:
    """The smallest element that holds most of the text that is not in links: text density."""
    elements = [element for element in outline.elements if element.tag in _CANDIDATES]
    if not elements:
        return None
    total = max(element.text - element.linked for element in elements)
    holders = [element for element in elements if element.text - element.linked >= 0.7 * total]
    return min(holders, key=lambda element: element.end - element.inner)
