"""What one HTML tag carries: the pictures and files it points at, and text in its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qishan_lint.model import Span
from qishan_lint.readers import Reference
from qishan_lint.textual import links

if TYPE_CHECKING:
    from qishan_lint.textual.markup import Attributes

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazyload", "data-echo")
_BACKGROUND = re.compile(r"url\(\s{0,9}[\"']?([^\"')]{1,500})", re.IGNORECASE)
_SIZE = re.compile(r"(?:^|;)\s{0,9}(width|height)\s{0,9}:\s{0,9}(\d{1,5})(?:\.\d{1,3})?px", re.IGNORECASE)
_INVISIBLE = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_MEDIA = frozenset(("source", "video", "audio", "embed"))
_SHORTEST = 6


def is_hidden(attributes: Attributes) -> bool:
    """Whether the tag makes its content invisible."""
    style = attributes.get("style", "")
    return "hidden" in attributes or (bool(style) and _INVISIBLE.search(style) is not None)


def references(tag: str, attributes: Attributes, span: Span) -> Iterator[Reference]:
    """The pictures and files that the tag (at ``span`` of the source) shows or plays, but for links."""
    alt, caption = attributes.get("alt", ""), attributes.get("title", "")
    for target in dict.fromkeys(filter(None, _pictures(tag, attributes))):
        yield Reference("photo", target, "", alt, caption, _shown(attributes), span)
    if tag in _MEDIA and links.kind(attributes.get("src", "")) == "attachment":
        yield Reference("attachment", attributes["src"], "", span=span)


def _pictures(tag: str, attributes: Attributes) -> Iterator[str]:
    """The addresses of pictures; a lazy-loaded one stands for the placeholder in ``src``."""
    if tag == "img":
        yield next((attributes[name] for name in _LAZY if attributes.get(name)), "") or attributes.get("src", "")
    if tag in ("img", "source"):
        yield from _candidates(attributes.get("srcset", ""))
        yield from _candidates(attributes.get("data-srcset", ""))
    if tag == "video":
        yield attributes.get("poster", "")
    if "url(" in attributes.get("style", "").lower():
        yield from _BACKGROUND.findall(attributes["style"])


def texts(tag: str, attributes: Attributes) -> Iterator[str]:
    """The names of the attributes that hold text which the page does not show."""
    for name, value in attributes.items():
        hidden_input = tag == "input" and name == "value" and attributes.get("type", "").lower() == "hidden"
        if value.strip() and (name in ("alt", "title") or hidden_input or (name[:5] == "data-" and _is_text(value))):
            yield name


def colspan(attributes: Attributes) -> int:
    """The number of columns of a table cell, 1 to 1000."""
    written = attributes.get("colspan", "")
    return max(1, min(int(written), 1000)) if written.isascii() and written.isdigit() and len(written) < 6 else 1


def _is_text(value: str) -> bool:
    """Whether a data- attribute holds something to read rather than an address, a flag or a number of pixels."""
    return len(value) >= _SHORTEST and not links.is_remote(value) and not links.suffix(value)


def _candidates(srcset: str) -> list[str]:
    """The addresses of a srcset: "a.jpg 1x, b.jpg 2x"."""
    if not srcset or srcset.startswith("data:"):
        return []
    return [words[0] for words in (piece.split() for piece in srcset.split(",")) if words]


def _shown(attributes: Attributes) -> tuple[int, int] | None:
    """The size in pixels that the page asks for; 0 for a side that it leaves open."""
    sizes = {name.lower(): int(value) for name, value in _SIZE.findall(attributes.get("style", ""))}
    for name in ("width", "height"):
        value = attributes.get(name, "").strip().removesuffix("px")
        if value.isascii() and value.isdigit() and len(value) < 6:
            sizes.setdefault(name, int(value))
    return (sizes.get("width", 0), sizes.get("height", 0)) if sizes else None
