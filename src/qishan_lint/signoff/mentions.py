"""Files that an article's source names in any way a page may show them by, whether or not the reader understands it.

A browser shows pictures by many elements, styles and templates; a reader that looks for references knows some of them.
A file that is named, exists, and is not among the item's own could be swapped after approval.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from qishan_lint.sources.tree import Tree

SHOWN = (
    "jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "bmp", "svg", "avif", "heic", "heif", "tif", "tiff", "ico",
    "mp4", "webm", "ogg", "mov", "mp3", "wav", "pdf", "css", "js", "swf",
)  # fmt: skip
"""Suffixes of what a page shows or obeys."""

_DELIMITERS = re.compile(r"""["'()<>\[\]{}|=,\n\r]|:\s|\\""")
_NAMED = re.compile(rf"(.{{0,400}}?\.(?:{'|'.join(SHOWN)}))(?![A-Za-z0-9])", re.IGNORECASE)
MOST_WORDS = 8
"""Words of a file's name, blanks between them."""
MOST = 200_000
"""Pieces of a source that are looked at; one with more cannot be signed."""


def unlisted(source: str, path: str, files: frozenset[str], tree: Tree) -> Iterator[str]:
    """The existing files named in the ``source`` of the article at ``path`` that are not among ``files``."""
    folder = posixpath.dirname(path)
    text = unquote(html.unescape(source))
    seen: set[str] = set()
    pieces = _DELIMITERS.split(text)
    if len(pieces) > MOST:
        yield path
    for piece in pieces[:MOST]:
        named = _NAMED.match(piece.strip())
        if named is None or named[1] in seen:
            continue
        seen.add(named[1])
        for candidate in _candidates(named[1], folder):
            if candidate not in files and tree.is_file(candidate):
                yield candidate


def _candidates(name: str, folder: str) -> Iterator[str]:
    """Where ``name`` may lie: beside the article or from the root, with each of its last words as the beginning."""
    words = name.replace("\\", "/").split(" ")[-MOST_WORDS:]
    for first in range(len(words)):
        plain = " ".join(words[first:])
        for place in (posixpath.join(folder, plain), plain.lstrip("/")):
            found = posixpath.normpath(place)
            if found and not found.startswith(("../", "/")) and "\0" not in found:
                yield found
