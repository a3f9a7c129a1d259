"""HTML tokens → blocks, tables, pictures, links, and the text that a reader of the page does not see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from qishan_lint.model import Cell, Span
from qishan_lint.readers import Reference
from qishan_lint.textual import links, tags
from qishan_lint.textual.assembly import Assembly, is_wide

if TYPE_CHECKING:
    from qishan_lint.textual.markup import Attributes

VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "button",
        "head",
        "title",
        "nav",
    )
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
_WORDS = re.compile(r"[^ \t\r\n\f]+")
_LINE_END = re.compile(r"[\r\n]")


class _Anchor(msgspec.Struct):
    target: str
    start: int
    offset: int


class _Element(msgspec.Struct):
    tag: str
    kind: str
    hidden: bool
    skipped: bool
    level: int = 0
    anchor: _Anchor | None = None


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
        if tag == "a" and attributes.get("href") and not self._skipping:
            element.anchor = _Anchor(attributes["href"], start, self.visible.length)
        self._stack.append(element)
        self._open[tag] = self._open.get(tag, 0) + 1
        self._skipping += element.skipped
        self._hiding += element.hidden
        if tag in _KINDS and not self._skipping:
            self._begin_block(tag, attributes)

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
        hidden = bool(attributes) and tags.is_hidden(attributes)
        level = int(tag[1]) if _KINDS.get(tag) == "heading" else 0
        return _Element(tag, _KINDS.get(tag, ""), hidden, tag in _SKIPPED, level)

    def _pop(self, at: int) -> str:
        element = self._stack.pop()
        self._open[element.tag] -= 1
        self._skipping -= element.skipped
        self._hiding -= element.hidden
        if element.anchor is not None:
            self._end_anchor(element.anchor, at)
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
            target.open(
                "hidden" if self._hiding else element.kind if element else "paragraph",
                element.level if element else 0,
            )
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

    def _begin_block(self, tag: str, attributes: Attributes) -> None:
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
        """A line break, the pictures and the unseen text of a tag."""
        if tag == "br":
            self._space = None
            if self._target().has_text:
                self._target().invent("\n")
        if not attributes:
            return
        for reference in tags.references(tag, attributes, Span(start, end)):
            self.refer(reference)
        for name in tags.texts(tag, attributes):
            self._attribute(name, attributes[name], start, end)

    def _end_anchor(self, anchor: _Anchor, end: int) -> None:
        kind = links.kind(anchor.target)
        if kind:
            label = " ".join(self.visible.text_since(anchor.offset).split())
            self.refer(Reference(kind, anchor.target, "", label, span=Span(anchor.start, max(end, anchor.start))))

    def _attribute(self, name: str, value: str, start: int, end: int) -> None:
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
        self._row = max(self._row, 0)
        self._width = tags.colspan(attributes)
        self._start = offset

    def end(self, offset: int, hidden: bool) -> None:
        start = self._start + 1 if self._start and offset > self._start else self._start
        self.cells.append(Cell(self._row, self._column, "", hidden, Span(min(start, offset), offset)))
        self._column += self._width

    def finish(self, assembly: Assembly) -> None:
        assembly.add_table(self.cells)
