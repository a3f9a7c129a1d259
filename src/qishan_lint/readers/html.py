"""HTML pages: government meta tags, the article without the page around it, pictures, links, hidden text."""

from __future__ import annotations

from qishan_lint import encoding, markup, metadata, outline, textparts
from qishan_lint.encoding import Decoded
from qishan_lint.frontmatter import FrontMatter
from qishan_lint.model import Field, Problem
from qishan_lint.outline import Outline
from qishan_lint.readers import Reading, ReadOptions
from qishan_lint.rendering import Rendering

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
DOCUMENT = True


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Read an HTML article."""
    decoded = encoding.decode(data)
    if not decoded.encoding or len(decoded.text) > options.max_text:
        return textparts.refused(decoded, path, options)
    try:
        return _read(decoded, path, options)
    except (AssertionError, RecursionError) as error:
        return Reading(problems=(Problem("unreadable", path, data={"error": type(error).__name__}),))


def _read(decoded: Decoded, path: str, options: ReadOptions) -> Reading:
    source = decoded.text
    page = outline.read(source)
    holder = outline.body(page)
    start, end = (holder.inner, holder.end) if holder else (0, len(source))
    title = _title(page, options)
    rendering = Rendering(textparts.begin(source, title), source)
    markup.parse(source, rendering, start, end)
    rendering.finish()
    labelled = textparts.labels(source, start, options.meta_names)
    front = FrontMatter(fields=(*page.fields, *labelled))
    reading = textparts.reading(decoded, path, options, front, rendering, title)
    return textparts.with_fields(reading, path, source, page.fields, title)


def _title(page: Outline, options: ReadOptions) -> Field | None:
    """The title: the meta tag, else the first h1, else the page's <title>."""
    known = options.meta_names or metadata.names()
    for field in page.fields:
        if metadata.field_of(field.name, known) == "title" and field.value:
            return field
    return None if any(element.tag == "h1" and element.text for element in page.elements) else page.title
