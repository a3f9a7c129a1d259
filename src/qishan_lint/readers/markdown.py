"""Markdown: front matter, blocks, tables, pictures and links, by the events of pyromark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from qishan_lint.model import Cell, Field, Part, Problem, Span
from qishan_lint.readers import Reading, ReadOptions, Reference
from qishan_lint.textual import encoding, frontmatter, lines, links, textparts
from qishan_lint.textual.assembly import Assembly, is_wide
from qishan_lint.textual.rendering import Rendering

_UNREAD = re.compile(r"!?\[[^\[\]\n]{0,200}\]\(([^()\n]{1,300}\.[A-Za-z0-9]{2,5})\)")

_MARKUP = re.compile(r"[\x00-\x09\x0b-\x1f\\`*_\[\]<>&|~]")
_BLOCK = re.compile(r"\n(?:[ #+\-=:]|\d{1,9}[.)](?:[ \n]|\Z))|[ ](?:\n|\Z)")
_LINES = re.compile(r"[^\n]+")

SUFFIXES = (".md", ".markdown")
IN_PROCESS = True

_BLOCKS = {"Paragraph": "paragraph", "Item": "list", "TableCell": "cell"}
_CONTAINERS = {"BlockQuote": "quote", "FootnoteDefinition": "note", "List": "list", "CodeBlock": "code"}


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Read a Markdown article."""
    decoded = encoding.decode(data)
    if not decoded.encoding or len(decoded.text) > options.max_text:
        return textparts.refused(decoded, path, options)
    front = frontmatter.read(decoded.text)
    title = textparts.front_title(front, options.meta_names)
    rendering = _plain(decoded.text, front.body, title) or _walked(decoded.text, front.body, title)
    reading = textparts.reading(decoded, path, options, front, rendering, title=title)
    unread = tuple(_unread_links(reading.parts[0], path)) if "](" in reading.parts[0].text else ()
    return msgspec.structs.replace(reading, problems=reading.problems + unread) if unread else reading


def _plain(source: str, body: int, title: Field | None) -> Rendering | None:
    """The rendering of a body whose lines are paragraphs without markup, as most articles are; None for all others.

    It is what the events would give, at a quarter of their cost.
    """
    if _MARKUP.search(source, body) or _BLOCK.search(source, body) or _BLOCK.match(f"\n{source[body : body + 12]}"):
        return None
    rendering = Rendering(textparts.begin(source, title), source)
    out, last = rendering.visible, body - 2
    for line in _LINES.finditer(source, body):
        start, end = line.span()
        if start - last < 2:
            return None
        out.open("paragraph")
        out.copy(start, end)
        last = end
    rendering.finish()
    return rendering


def _walked(source: str, body: int, title: Field | None) -> Rendering:
    """The rendering by the events of the parser."""
    walk = _Walk(source, body, title)
    if not walk.run(merge=True):
        walk = _Walk(source, body, title)
        walk.run(merge=False)
    return walk.rendering


def _unread_links(article: Part, path: str) -> Iterator[Problem]:
    """Pictures and links that Markdown does not take for such, mostly for a space in the address; readers see signs."""
    for match in _UNREAD.finditer(article.text):
        block = article.block_at(match.start())
        if block is not None and block.kind != "code" and article.in_zone(Span(*match.span())) is None:
            span = Span(*match.span())
            yield Problem("broken-link", path, "", article.id, span, {"file": match[1]})


class _Walk:
    """One pass over the events: bytes become characters as it goes, so that the whole is linear."""

    def __init__(self, source: str, body: int, title: Field | None) -> None:
        self.source = source
        self.rendering = Rendering(textparts.begin(source, title), source)
        self._out = self.rendering.visible
        self._body = body
        self._raw = source[body:].encode("utf-8", "surrogatepass")
        self._byte, self._char = 0, body
        self._containers: list[str] = []
        self._html: list[list[int]] | None = None
        self._links: list[tuple[Any, int, int, int]] = []
        self._alt: list[int] | None = None
        self._images = 0
        self._line_ended = False
        self._line_feeds = 0
        self._cells: list[Cell] = []
        self._row = self._column = 0

    def run(self, *, merge: bool) -> bool:
        """Turn all events into blocks and references.

        Adjacent texts arrive as one with ``merge``, which is quicker; where an escape or an entity stands among
        them, the place of each character is lost: then nothing more is read, and the answer is False.
        """
        import pyromark

        options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_TASKLISTS
        text = lines.without_cr_alone(self.source[self._body :])
        events: Any = pyromark.events_with_range(text, options=options, merge_text=merge)
        for event, place in events:
            if isinstance(event, str):
                self._mark(event)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                start, end = self._at(place["start"]), self._at(place["end"])
                if merge and end - start != len(value) and not self._is_code():
                    return False
                self._text(value, start, end)
            elif name == "Start":
                self._start(value, place)
            elif name == "End":
                self._end(value if isinstance(value, str) else next(iter(value)))
            elif name == "Code":
                self._code(value, self._at(place["start"]), self._at(place["end"]))
            elif name in ("Html", "InlineHtml"):
                self._markup(self._at(place["start"]), self._at(place["end"]))
        self.rendering.finish()
        return True

    def _is_code(self) -> bool:
        return bool(self._containers) and self._containers[-1] == "code"

    def _at(self, byte: int) -> int:
        """The character offset of a byte offset; cheap, because offsets ascend but for the ends of tags."""
        if byte >= self._byte:
            self._char += len(self._raw[self._byte : byte].decode("utf-8", "surrogatepass"))
        else:
            self._char -= len(self._raw[byte : self._byte].decode("utf-8", "surrogatepass"))
        self._byte = byte
        return self._char

    def _target(self) -> Assembly:
        return self.rendering.hidden if self.rendering.hiding else self._out

    # text

    def _text(self, text: str, start: int, end: int) -> None:
        if self._alt is not None:
            self._alt = [self._alt[0] if self._alt else start, end]
            return
        if self._line_ended:
            self._join(text[:1])
        if self._is_code():
            self._code_lines(text, start, end)
        elif end - start == len(text):
            self._target().copy(start, end)
        else:
            self._target().stand_in(text, start, end)

    def _code_lines(self, text: str, start: int, end: int) -> None:
        """Code arrives with line feeds; in the source they may be CRLF, and the last one is no text.

        A tab that the block's indentation cuts through arrives as spaces: what follows it is looked for.
        """
        pieces = text.split("\n")
        for number, line in enumerate(pieces):
            if line:
                if self._line_feeds and self._out.has_text:
                    self._out.invent("\n" * self._line_feeds)
                self._line_feeds = 0
                start = self._code_line(line, start, end)
            self._line_feeds += number < len(pieces) - 1

    def _code_line(self, line: str, start: int, end: int) -> int:
        for shown in (line, line.lstrip()):
            inside = self.source.find(shown, start, end) if shown else -1
            if inside >= 0:
                self._out.invent(line[: len(line) - len(shown)])
                self._out.copy(inside, inside + len(shown))
                return inside + len(shown)
        self._out.invent(line)
        return start

    def _code(self, text: str, start: int, end: int) -> None:
        if self._alt is not None:
            return
        if self._line_ended:
            self._join(text[:1])
        target = self._target()
        inside = self.source.find(text, start, end)
        if inside >= 0:
            target.copy(inside, inside + len(text))
        else:
            target.stand_in(text, start, end)
        target.zone("code", target.length - len(text))

    def _mark(self, event: str) -> None:
        if event == "SoftBreak":
            self._line_ended = self._alt is None
        elif event == "HardBreak" and self._alt is None and self._out.has_text:
            self._target().invent("\n")

    def _join(self, follow: str) -> None:
        """The line end before ``follow``, inside a paragraph: nothing between Chinese characters, a space elsewhere.

        A line that begins with an ideographic space is how clerks begin a paragraph.
        """
        self._line_ended = False
        target = self._target()
        if not target.has_text:
            return
        if follow == "\u3000" and not self._links and target is self._out:
            target.open(self._containers[-1] if self._containers else "paragraph")
        elif not (is_wide(target.last) and is_wide(follow)):
            target.invent(" ")

    # blocks

    def _start(self, tag: Any, place: Any) -> None:
        """A tag opens."""
        name: str
        value: Any
        name, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        if name in _BLOCKS:
            self._start_block(name)
        elif name == "Heading":
            self._containers.append("heading")
            self._out.open("heading", int(value["level"][1]))
        elif name in _CONTAINERS:
            self._line_feeds = 0
            self._containers.append(_CONTAINERS[name])
            self._out.open(_CONTAINERS[name])
        elif name in ("Link", "Image"):
            self._start_reference(name, value, place)
        elif name == "HtmlBlock":
            self._html = []
        elif name == "Table":
            self._cells, self._row = [], -1
        elif name in ("TableHead", "TableRow"):
            self._row, self._column = self._row + 1, -1

    def _start_block(self, name: str) -> None:
        inner = _BLOCKS[name]
        if name == "Paragraph" and self._containers:
            inner = self._containers[-1]
        self._column += name == "TableCell"
        self._containers.append(inner)
        self._out.open(inner)

    def _end(self, name: str) -> None:
        if name in ("Link", "Image"):
            self._end_reference(name)
        elif name == "HtmlBlock":
            self._end_html()
        elif name == "Table":
            self._out.add_table(self._cells)
        elif name in _BLOCKS or name in _CONTAINERS or name == "Heading":
            self._containers.pop()
            block = self._out.close()
            if name == "TableCell" and block is not None:
                self._cells.append(Cell(self._row, self._column, "", False, block.span))

    # pictures, links, HTML

    def _start_reference(self, name: str, value: Any, place: Any) -> None:
        start = self._at(place["start"])
        end = start + len(self._raw[place["start"] : place["end"]].decode("utf-8", "surrogatepass"))
        self._links.append((value, start, end, self._out.length))
        if name == "Image":
            self._images += 1
            self._alt = [] if self._alt is None else self._alt

    def _end_reference(self, name: str) -> None:
        value, start, end, offset = self._links.pop()
        target = value["dest_url"]
        if name == "Image":
            self._end_image(target, value["title"], start, end)
        elif value["link_type"] in ("Autolink", "Email"):
            self._out.zone("url", offset)
        elif links.kind(target):
            label = self._out.text_since(offset).strip()
            self.rendering.refer(Reference(links.kind(target), target, "", label, span=Span(start, end)))

    def _end_image(self, target: str, caption: str, start: int, end: int) -> None:
        self._images -= 1
        alt = self._alt or [start, start]
        if alt[0] < alt[1]:
            self.rendering.aside("alt", alt[0], alt[1])
        text = self.source[alt[0] : alt[1]]
        self.rendering.refer(Reference("photo", target, "", text, caption, span=Span(start, end)))
        self._alt = [] if self._images else None

    def _markup(self, start: int, end: int) -> None:
        if self._html is None:
            self._parse(start, end)
        elif self._html and self._html[-1][1] == start:
            self._html[-1][1] = end
        else:
            self._html.append([start, end])

    def _end_html(self) -> None:
        pieces, self._html = self._html or [], None
        for start, end in pieces:
            self._parse(start, end)
        self._out.close()

    def _parse(self, start: int, end: int) -> None:
        from qishan_lint.textual import markup

        markup.parse(self.source, self.rendering, start, end)
