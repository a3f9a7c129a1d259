"""Text that is safe to show: nothing from an article can steer a terminal, hide, reorder or break XML."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 and C1: cursor movement, colours, titles, line ends
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # unseen, or changing the direction
    "\U000e0000-\U000e0fff\ud800-\udfff]"  # tags, and halves of a character
)
_SELECTORS = re.compile("[\ufe00-\ufe0f]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TAB = 4


def visible(text: str) -> str:
    """``text`` on one line; unsafe characters written out (``<U+202E>``), tabs and line ends as spaces."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_written_out, _SELECTORS.sub("", text))


def _written_out(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\t":
        return " " * TAB
    if character in "\r\n\u2028\u2029":
        return " "
    return f"<U+{ord(character):04X}>"


def valid_xml(text: str) -> str:
    """``text`` without the characters that no XML 1.0 document may hold."""
    return _NOT_XML.sub("\ufffd", text)
