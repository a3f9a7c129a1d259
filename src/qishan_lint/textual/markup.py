"""HTML source → start tags, end tags, text, entities and comments, each with its exact place."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Protocol

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")

Attributes = dict[str, str]


class Handler(Protocol):
    """What receives the tokens; all offsets count in the source."""

    def start(self, tag: str, attributes: Attributes, start: int, end: int) -> None:
        """A start tag (``<br/>`` included)."""

    def end(self, tag: str, start: int) -> None:
        """An end tag."""

    def data(self, start: int, end: int) -> None:
        """Text that stands for itself."""

    def entity(self, text: str, start: int, end: int) -> None:
        """A character reference."""

    def comment(self, start: int, end: int) -> None:
        """The inside of a comment."""


def parse(source: str, handler: Handler, start: int = 0, end: int | None = None) -> None:
    """Send the tokens of ``source[start:end]`` to ``handler``, in order.

    Broken markup is read as browsers do: what never closes is text, an unclosed comment reaches to the end. The work
    stays linear: text after the last ``>`` and after an unclosed ``<!--`` is not offered to the parser again and again.
    """
    text = source[start:end]
    closed = text.rfind("-->") + 1
    unclosed = text.find("<!--", closed)
    markup = text if unclosed < 0 else text[:unclosed]
    last = markup.rfind(">") + 1
    tokens = _Tokens(source, handler, start)
    tokens.feed(markup[:last])
    tokens.finish(start + last, start + len(markup))
    if unclosed >= 0:
        handler.comment(start + unclosed + 4, start + len(text))


class _Tokens(HTMLParser):
    """The parser of the standard library, told to keep absolute offsets."""

    def __init__(self, source: str, handler: Handler, base: int) -> None:
        super().__init__(convert_charrefs=False)
        self._source = source
        self._handler = handler
        self._base = base
        self._at = base

    def updatepos(self, i: int, j: int) -> int:
        """Called by the parser after each construct, and before the next one is handled."""
        self._at = self._base + max(i, j)
        return j

    def finish(self, last: int, end: int) -> None:
        """Handle what is left: an unfinished construct, and text after the last tag."""
        self._base = self._at
        self.close()
        for match in _REFERENCE.finditer(self._source, last, end):
            if last < match.start():
                self._handler.data(last, match.start())
            self._handler.entity(html.unescape(match[0]), *match.span())
            last = match.end()
        if last < end:
            self._handler.data(last, end)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes: Attributes = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        self._handler.start(tag, attributes, self._at, self._at + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self._handler.end(tag, self._at)

    def handle_data(self, data: str) -> None:
        self._handler.data(self._at, self._at + len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def handle_comment(self, data: str) -> None:
        start = self._source.find(data, self._at, self._at + len(data) + 8) if data else self._at
        self._handler.comment(max(start, self._at), max(start, self._at) + len(data))

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """``<![if !IE]>`` and the like: the parser fails on some with an AssertionError, browsers skip them."""
        try:
            return super().parse_marked_section(i, bool(report))
        except AssertionError:
            return self.rawdata.find(">", i) + 1 or -1

    def _reference(self, written: str) -> None:
        end = self._at + len(written)
        if self._source[end : end + 1] == ";":
            written, end = f"{written};", end + 1
        self._handler.entity(html.unescape(written), self._at, end)
