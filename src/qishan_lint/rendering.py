"""HTML tokens → blocks, tables, pictures, links, and the text that a reader of the page does not see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qishan_lint import links
from qishan_lint.assembly import Assembly, is_wide
from qishan_lint.markup import Attributes
from qishan_lint.model import Cell, Span
from qishan_lint.readers import Reference

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select", "button", "head", "title", "nav")
)
_KINDS = {
    **dict.fromkeys(("p", "div", "section", "article", "main", "center", "address", "details", "summary", "form"), ""),
    **dict.fromkeys(("header", "footer", "aside", "figure", "fieldset", "table", "thead", "tbody", "tfoot", "tr"), ""),
    **dict.fromkeys(("ul", "ol", "dl"), ""),
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "blockquote": "quote",
    "pre": "code",
}
_CLOSES = {
    "li": ("li", ("ul", "ol")),
    "dt": ("dt", ("dl",)),
    "dd": ("dd", ("dl",)),
    "tr": ("tr", ("table",)),
    "td": ("td", ("tr", "table")),
    "th": ("th", ("tr", "table")),
}
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-echo")
_INVISIBLE = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_BACKGROUND = re.compile(r"url\(\s{0,9}[\"']?([^\"')]{1,500})", re.IGNORECASE)
_WIDTH = re.compile(r"(?:^|;)\s{0,9}(width|height)\s{0,9}:\s{0,9}(\d{1,5})(?:\.\d{1,3})?px", re.IGNORECASE)
_WORDS = re.compile(r"[^ \t\r\n\f]+")
_LINE_END = re.compile(r"[\r\n]")


@dataclass(slots=True)
class _Element:
    tag: str
    kind: str
    hidden: bool
    skipped: bool
    level: int = 0


@dataclass(slots=True)
class _Anchor:
    target: str
    start: int
    offset: int
    assembly: Assembly


class Rendering:
    """Receives tokens (see ``markup.Handler``) and fills an assembly; what is invisible goes to ``hidden``."""

    def __init__(self, visible: Assembly, source: str) -> None:
        self.visible = visible
        self.hidden = Assembly(source)
        self.references: list[Reference] = []
        self._source = source
        self._stack: list[_Element] = []
        self._open: dict[str, int] = {}
        self._skipping = self._hiding = 0
        self._space: tuple[int, int] | None = None
        self._anchors: list[_Anchor] = []
        self._tables: list[_Rows] = []

    @property
    def hiding(self) -> bool:
        """Whether what comes now is invisible."""
        return self._hiding > 0

    # tokens

    def start(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        """A start tag."""
        if tag in _KINDS:
            self._close_implied(tag)
        element = self._element(tag, attributes)
        if not (self._skipping or element.skipped):
            self._content(tag, attributes, start, end)
        if tag in VOID:
            return
        self._stack.append(element)
        self._open[tag] = self._open.get(tag, 0) + 1
        self._skipping += element.skipped
        self._hiding += element.hidden
        if tag in _KINDS and not self._skipping:
            self._begin_block(tag, element, attributes)

    def end(self, tag: str, start: int) -> None:
        """An end tag: closes the innermost element of that name, and whatever is still open in it."""
        if tag == "br" or (tag == "p" and not self._open.get("p")):
            return
        if self._open.get(tag):
            while self._pop(start) != tag:
                pass

    def data(self, start: int, end: int) -> None:
        """Text: white space collapses as in a browser, but between Chinese characters a line end leaves nothing."""
        if self._skipping:
            return
        if self._open.get("pre"):
            self._target().copy(start, end)
            return
        position = start
        for match in _WORDS.finditer(self._source, start, end):
            if match.start() > position:
                self._space = (self._space or (position, position))[0], match.start()
            self._pending_space(self._source[match.start()])
            self._target().copy(*match.span())
            position = match.end()
        if position < end:
            self._space = (self._space or (position, position))[0], end

    def entity(self, text: str, start: int, end: int) -> None:
        """A character reference."""
        if not self._skipping:
            self._pending_space(text[:1])
            self._target().stand_in(text, start, end)

    def comment(self, start: int, end: int) -> None:
        """The inside of a comment: nobody sees it, everybody can read it."""
        stripped = self._source[start:end].strip()
        if stripped:
            first = self._source.find(stripped[0], start)
            self.aside("comment", first, first + len(stripped))

    def refer(self, reference: Reference) -> None:
        """Note a picture or file that the text points at."""
        self.references.append(reference)

    def finish(self) -> None:
        """End everything that is still open."""
        while self._stack:
            self._pop(len(self._source))
        self.visible.close()

    # elements

    def _element(self, tag: str, attributes: Attributes) -> _Element:
        style = attributes.get("style", "")
        hidden = "hidden" in attributes or (bool(style) and _INVISIBLE.search(style) is not None)
        return _Element(tag, _KINDS.get(tag, ""), hidden, tag in _SKIPPED, int(tag[1]) if _is_heading(tag) else 0)

    def _pop(self, at: int) -> str:
        element = self._stack.pop()
        self._open[element.tag] -= 1
        self._skipping -= element.skipped
        self._hiding -= element.hidden
        if element.tag == "a":
            self._end_anchor(at)
        if element.tag in _KINDS and not self._skipping:
            self._end_block(element.tag)
        elif element.hidden:
            self.hidden.close()
        return element.tag

    def _close_implied(self, tag: str) -> None:
        """``<li>`` ends an open ``<li>`` of the same list; any block ends an open ``<p>``."""
        if self._stack and self._stack[-1].tag == "p":
            self._pop(0)
        own, barriers = _CLOSES.get(tag, ("", ()))
        if own in ("td", "th") and not self._open.get(own):
            own = "th" if own == "td" else "td"
        if not self._open.get(own):
            return
        for depth in range(1, min(len(self._stack), 40) + 1):
            inner = self._stack[-depth].tag
            if inner in barriers:
                return
            if inner == own or (own in ("td", "th") and inner in ("td", "th")):
                for _ in range(depth):
                    self._pop(0)
                return

    def _target(self) -> Assembly:
        target = self.hidden if self._hiding else self.visible
        if not target.is_open:
            element = next((one for one in reversed(self._stack[-40:]) if one.kind), None)
            target.open("hidden" if self._hiding else element.kind if element else "paragraph",
                        element.level if element else 0)
        return target

    def _pending_space(self, following: str) -> None:
        """The white space before ``following``, as it shows."""
        space, self._space = self._space, None
        target = self._target()
        if space is None or not target.has_text or target.last == "\n":
            return
        white = self._source[slice(*space)]
        if is_wide(target.last) and is_wide(following) and ("<" in white or _LINE_END.search(white)):
            return
        target.stand_in(" ", *space) if white.isspace() else target.invent(" ")

    def _begin_block(self, tag: str, element: _Element, attributes: Attributes) -> None:
        self._space = None
        (self.hidden if self._hiding else self.visible).close()
        if tag == "table":
            self._tables.append(_Rows())
        elif self._tables and tag == "tr":
            self._tables[-1].next_row()
        elif self._tables and tag in ("td", "th"):
            self._tables[-1].begin(attributes, self.visible.length)

    def _end_block(self, tag: str) -> None:
        self._space = None
        self.visible.close()
        self.hidden.close()
        if self._tables and tag in ("td", "th"):
            self._tables[-1].end(self.visible.length, bool(self._hiding))
        elif self._tables and tag == "table":
            self._tables.pop().finish(self.visible)

    # content of tags

    def _content(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        if tag == "br":
            target = self._target()
            if target.has_text:
                target.invent("\n")
            self._space = None
        elif tag == "img":
            self._image(attributes, start, end)
        elif tag == "a" and attributes.get("href"):
            self._anchors.append(_Anchor(attributes["href"], start, self.visible.length, self.visible))
        elif tag in ("source", "video", "audio", "embed"):
            self._media(attributes, start, end)
        elif tag == "input" and attributes.get("type", "").lower() == "hidden":
            self._attribute("value", attributes, start, end)
        if "style" in attributes and "url(" in attributes["style"].lower():
            for target_ in _BACKGROUND.findall(attributes["style"]):
                self._photo(target_, "", None, start, end)
        for name in attributes:
            if name in ("alt", "title") or (name.startswith("data-") and _is_text(attributes[name])):
                self._attribute(name, attributes, start, end)

    def _image(self, attributes: Attributes, start: int, end: int) -> None:
        lazy = next((attributes[name] for name in _LAZY if attributes.get(name)), "")
        wanted = [lazy or attributes.get("src", ""), *_candidates(attributes.get("srcset", ""))]
        wanted += _candidates(attributes.get("data-srcset", ""))
        for target in dict.fromkeys(filter(None, wanted)):
            self._photo(target, attributes.get("alt", ""), _shown(attributes), start, end, attributes.get("title", ""))

    def _media(self, attributes: Attributes, start: int, end: int) -> None:
        for target in _candidates(attributes.get("srcset", "")):
            self._photo(target, "", None, start, end)
        if attributes.get("poster"):
            self._photo(attributes["poster"], "", None, start, end)
        if links.kind(attributes.get("src", "")):
            self.refer(Reference("attachment", attributes["src"], "", span=Span(start, end)))

    def _photo(
        self, target: str, alt: str, shown: tuple[int, int] | None, start: int, end: int, caption: str = ""
    ) -> None:
        self.refer(Reference("photo", target, "", alt, caption, shown, Span(start, end)))

    def _end_anchor(self, end: int) -> None:
        if not self._anchors:
            return
        anchor = self._anchors.pop()
        kind = links.kind(anchor.target)
        if kind:
            label = " ".join(anchor.assembly.text_since(anchor.offset).split())
            self.refer(Reference(kind, anchor.target, "", label, span=Span(anchor.start, max(end, anchor.start))))

    def _attribute(self, name: str, attributes: Attributes, start: int, end: int) -> None:
        value = attributes[name]
        if not value.strip():
            return
        inside = self._source.find(value, start, end)
        if inside >= 0:
            self.aside(name, inside, inside + len(value))
        else:
            self.hidden.open(name)
            self.hidden.stand_in(value, start, end)
            self.hidden.close()

    def aside(self, kind: str, start: int, end: int) -> None:
        """``[start, end)`` of the source as an invisible text of its own."""
        self.hidden.open(kind)
        self.hidden.copy(start, end)
        self.hidden.close()


class _Rows:
    """The cells of one table while it is read."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self._row, self._column, self._width, self._start = -1, 0, 1, 0

    def next_row(self) -> None:
        self._row += 1
        self._column = 0

    def begin(self, attributes: Attributes, offset: int) -> None:
        span = attributes.get("colspan", "1")
        self._row = max(self._row, 0)
        self._width = min(int(span), 1000) if span.isascii() and span.isdigit() and len(span) < 6 else 1
        self._start = offset

    def end(self, offset: int, hidden: bool) -> None:
        start = self._start + 1 if self._start and offset > self._start else self._start
        self.cells.append(Cell(self._row, self._column, "", hidden, Span(min(start, offset), offset)))
        self._column += self._width

    def finish(self, assembly: Assembly) -> None:
        assembly.add_table(self.cells)


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"


def _is_text(value: str) -> bool:
    """Whether a data- attribute holds something to read rather than an address, a flag or a number of pixels."""
    return len(value) >= 6 and not links.is_remote(value) and not links.suffix(value)


def _candidates(srcset: str) -> list[str]:
    """The addresses of a srcset: "a.jpg 1x, b.jpg 2x"."""
    if not srcset or srcset.startswith("data:"):
        return []
    return [words[0] for words in (piece.split() for piece in srcset.split(",")) if words]


def _shown(attributes: Attributes) -> tuple[int, int] | None:
    """The size in pixels that the page asks for; 0 for a side that it leaves open."""
    sizes = {name.lower(): int(value) for name, value in _WIDTH.findall(attributes.get("style", ""))}
    for name in ("width", "height"):
        value = attributes.get(name, "").strip().removesuffix("px")
        if value.isascii() and value.isdigit() and len(value) < 6:
            sizes.setdefault(name, int(value))
    return (sizes.get("width", 0), sizes.get("height", 0)) if sizes else None

