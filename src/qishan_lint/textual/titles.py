"""Whether the first line of an article without headings is its title."""

from __future__ import annotations

import msgspec

from qishan_lint.model import Part

LONGEST = 60
"""A longer first line is a paragraph, not a title (characters)."""

_ENDS_SENTENCE = ("。", "；", "，", "：", "、", ".", ";", ",", ":", "……")


def is_title(line: str) -> bool:
    """Whether a first line can be a title: short, and no sentence."""
    return 0 < len(line) <= LONGEST and not line.endswith(_ENDS_SENTENCE)


def promoted(part: Part) -> tuple[Part, str]:
    """``part`` with its first block as title, and the title, if it has none and that block can be one."""
    first = part.blocks[0] if part.blocks else None
    if first is None or first.kind != "paragraph" or any(block.kind == "title" for block in part.blocks):
        return part, ""
    line = part.text[first.span.start : first.span.end].strip()
    if not is_title(line):
        return part, ""
    blocks = (msgspec.structs.replace(first, kind="title"), *part.blocks[1:])
    return msgspec.structs.replace(part, blocks=blocks), line
