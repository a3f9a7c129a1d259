"""HTML pages: government meta tags, the article without the page around it, pictures, links, hidden text."""

from __future__ import annotations

import re

import msgspec

from qishan_lint import metadata
from qishan_lint.model import Field, Problem, Span
from qishan_lint.readers import Reading, ReadOptions
from qishan_lint.textual import encoding, labels, lines, markup, outline, textparts
from qishan_lint.textual.encoding import Decoded
from qishan_lint.textual.frontmatter import FrontMatter
from qishan_lint.textual.outline import Element, Outline
from qishan_lint.textual.rendering import Rendering

_SITE = re.compile(r"\s{0,9}(?:[_|｜]|\s[-–—]\s|[-–—](?=[^-–—]{2,30}(?:网|网站|政府|平台)$)).{1,200}$")

_CHARSET = re.compile(r"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w-]{2,20})", re.IGNORECASE)
_HEAD = 4_096

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
IN_PROCESS = True


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Read an HTML article."""
    decoded = encoding.decode(data)
    if not decoded.encoding or len(decoded.text) > options.max_text:
        return textparts.refused(decoded, path, options)
    try:
        reading = _read(decoded, path, options)
        return msgspec.structs.replace(reading, problems=(*reading.problems, *_charset(decoded, path)))
    except (AssertionError, RecursionError) as error:
        return Reading(problems=(Problem("unreadable", path, data={"error": type(error).__name__}),))


def _read(decoded: Decoded, path: str, options: ReadOptions) -> Reading:
    source = decoded.text
    known = options.meta_names or metadata.names()
    page = outline.read(source)
    holder = outline.body(page)
    title = next((one for one in page.fields if metadata.field_of(one.name, known) == "title" and one.value), None)
    heading = _heading(page, holder)
    if title is None and heading is None:
        title = _without_site(page.title, source)
    rendering = Rendering(textparts.begin(source, title), source)
    if title is None and heading is not None and not holder.inner <= heading.outer < holder.end:
        _render_title(rendering, source, heading)
    markup.parse(source, rendering, holder.inner, holder.end)
    rendering.finish()
    front = FrontMatter(fields=(*page.fields, *labels.in_page(source, holder.inner, known)))
    reading = textparts.reading(decoded, path, options, front, rendering, title=title)
    return textparts.with_fields(reading, path, source, page.fields, title)


def _charset(decoded: Decoded, path: str) -> tuple[Problem, ...]:
    """A problem when the page declares another encoding than it has; a byte order mark overrides what it declares."""
    declared = _CHARSET.search(decoded.text, 0, _HEAD)
    if declared is None or decoded.bom:
        return ()
    said = declared[1].lower()
    meant = "gb18030" if said in ("gb2312", "gbk", "gb18030") else "utf-8" if said in ("utf-8", "utf8") else said
    if meant == decoded.encoding or decoded.text.isascii():
        return ()
    data = {"declared": declared[1], "encoding": decoded.encoding.upper()}
    return (Problem("charset-mismatch", path, lines.where(decoded.text, declared.start(1)), data=data),)


def _heading(page: Outline, holder: Element) -> Element | None:
    """The h1 that is the article's: the first in its container, else the last above it (a logo comes earlier)."""
    headings = [one for one in page.elements if one.tag == "h1" and one.text]
    inside = [one for one in headings if holder.inner <= one.outer < holder.end]
    above = [one for one in headings if one.outer < holder.inner]
    return inside[0] if inside else above[-1] if above else None


def _without_site(title: Field | None, source: str) -> Field | None:
    """The page's <title> without the site's name after it; as it is where entities stand in it."""
    site = _SITE.search(title.value) if title else None
    if title is None or site is None or not site.start() or title.source_span is None:
        return title
    start = title.source_span.start
    place = Span(start, start + site.start())
    shown = title.value[: site.start()]
    return Field(title.name, shown, place) if source[place.start : place.end] == shown else title


def _render_title(rendering: Rendering, source: str, heading: Element) -> None:
    """The page's h1, which stands outside the article's container, as the first block."""
    rendering.start("h1", {}, heading.outer, heading.inner)
    markup.parse(source, rendering, heading.inner, heading.end)
    rendering.end("h1", heading.end)
