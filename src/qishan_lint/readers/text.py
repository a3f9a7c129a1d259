"""Plain text: a paragraph a line, the first short line the title, labelled lines (发布时间：…) metadata."""

from __future__ import annotations

import re

from qishan_lint.model import Field, Span
from qishan_lint.readers import Reading, ReadOptions
from qishan_lint.textual import encoding, frontmatter, textparts
from qishan_lint.textual.rendering import Rendering
from qishan_lint.textual.titles import is_title

SUFFIXES = (".txt", ".text")
IN_PROCESS = True

_LINE = re.compile(r"[^\r\n]+")


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Read a plain text article."""
    decoded = encoding.decode(data)
    if not decoded.encoding or len(decoded.text) > options.max_text:
        return textparts.refused(decoded, path, options)
    front = frontmatter.read(decoded.text)
    title = textparts.front_title(front, options.meta_names)
    rendering = Rendering(textparts.begin(decoded.text, title), decoded.text)
    for match in _LINE.finditer(decoded.text, front.body):
        line = match[0].strip()
        if not line:
            continue
        start = match.start() + match[0].index(line[0])
        if title is None and not rendering.visible.blocks and is_title(line):
            title = Field("title", line, Span(start, start + len(line)))
            rendering.visible.open("title")
        else:
            rendering.visible.open("paragraph")
        rendering.visible.copy(start, start + len(line))
        rendering.visible.close()
    return textparts.reading(decoded, path, options, front, rendering, title=title)
