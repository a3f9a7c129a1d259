"""Files that an article's source names in any way a page may show them by, whether or not the reader understands it.

A browser shows pictures by many elements, styles and templates; a reader that looks for references knows some of them.
A file that is named, exists, and is not among the item's own could be swapped after approval.
"""

from __future__ import annotations

import html
import itertools
import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from qishan_lint.signoff import siblings
from qishan_lint.sources.tree import Tree

ARTICLES = frozenset(("md", "markdown", "htm", "html", "xhtml", "shtml"))
"""Suffixes of articles: a link to another one shows nothing of it."""
MOST = 50_000
"""Names in a source that are looked for; one with more cannot be signed."""
LONGEST = 400
"""Characters of a path."""
MOST_WORDS = 8
"""Words of a path, what parts words between them."""

_EMBEDS = re.compile(
    r"<\s*(?:iframe|frame|object|embed|applet|portal|base)\b|http-equiv\s*=\s*.?refresh", re.IGNORECASE
)
_DELIMITERS = re.compile(r"""["'()<>\[\]{}|=\n\r]|:\s""")
_END = re.compile(r"\.([0-9]?[A-Za-z][A-Za-z0-9]{0,7})(?![A-Za-z0-9])")
_PARTS_WORDS = re.compile(r"[\s;,&?#!@+~^*$:`，。；：、（）《》“”]")
_PLAIN = re.compile(r"[^\s;,，。；：、.]{1,100}")
_ESCAPED = re.compile(
    r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-9A-Fa-f]{1,6})\s?)"  # scripts, then styles
)


class Mentions(msgspec.Struct, frozen=True, array_like=True):
    """What the page that a source makes may show beside what the reader finds.

    ``embeds``: it shows other pages in itself, or counts its paths from elsewhere. ``names``: what may be names of
    files. ``too_many``: they are not all of them.
    """

    embeds: bool
    names: tuple[str, ...]
    too_many: bool


def read(source: str) -> Mentions:
    """What ``source`` mentions, in the order of their names."""
    text = unquote(html.unescape(source))
    pieces = _DELIMITERS.split(text)
    if "\\" in text:  # before the code of a character, or parting the folders of a path
        pieces += _DELIMITERS.split(_ESCAPED.sub(_character, text)) + _DELIMITERS.split(text.replace("\\", "/"))
    found = (name for piece in pieces for name in _names(piece.strip()))
    names = set(itertools.islice(found, MOST))
    embeds = "<" in source and _EMBEDS.search(source) is not None
    return Mentions(embeds, tuple(sorted(names)), next(found, None) is not None)


def unlisted(mentions: Mentions, path: str, files: frozenset[str], tree: Tree) -> Iterator[str]:
    """The existing files that the article at ``path`` ``mentions`` and that are not among ``files``."""
    folder = posixpath.dirname(path)
    beside = siblings.names(tree, folder)
    top = siblings.names(tree, "") if folder else beside
    longest = max(beside.longest, top.longest)

    def may_be(name: str) -> bool:
        """Whether there can be a file of that name: most words are nobody's."""
        if "/" in name or not (beside.listed and top.listed):
            return True
        if len(name) > longest:
            return False
        plain = siblings.folded(name)
        return plain in beside or plain in top

    if mentions.too_many:
        yield path
    for place in {place for name in mentions.names if may_be(name) for place in _places(name, folder)} - files:
        if tree.is_file(place):
            yield place


def _names(piece: str) -> Iterator[str]:
    """What may be the path of a file in ``piece``: it ends with a suffix, or is all of the piece."""
    if _PLAIN.fullmatch(piece):
        yield piece
    for suffix in _END.finditer(piece):
        if suffix[1].lower() not in ARTICLES:
            name = piece[max(0, suffix.end() - LONGEST) : suffix.end()]
            yield name
            parts = [part.end() for part in _PARTS_WORDS.finditer(name)]
            yield from (name[start:] for start in parts[-MOST_WORDS:])


def _places(name: str, folder: str) -> Iterator[str]:
    """Where the file may lie: beside the article or from the root."""
    for place in (posixpath.join(folder, name), name.lstrip("/")):
        found = posixpath.normpath(place)
        if not found.startswith(("../", "/", ".")) and "\0" not in found:
            yield found


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[escaped.lastindex or 0], 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
