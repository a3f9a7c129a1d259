"""What a paragraph of a Word file is: title, heading, caption, list item or plain, by its style and by its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qishan_lint.office.styles import Look

_NUMBERED = (
    re.compile(r"\s{0,4}[一二三四五六七八九十]{1,3}、[^。；]{1,40}"),
    re.compile(r"\s{0,4}（[一二三四五六七八九十]{1,3}）[^。；]{1,40}"),
)
_HEADING_STYLE = re.compile(r"(?:heading|标题)\s{0,2}([1-9])")
_CAPTION_STYLES = frozenset(("caption", "题注"))
_TITLE_STYLES = frozenset(("title", "标题"))
_NUMBER_LINE = re.compile(r"[〔\[（(【]\s{0,3}[0-9]{4}\s{0,3}[〕\]）)】]")
_RED_HEAD = re.compile(r".{2,40}文\s{0,4}件")

_LONGEST_CAPTION = 60
_LARGE = 32
"""Half-points: 16 pt (三号) is the size of the body, titles are set in 22 pt (二号)."""

_SEARCHED = 12
_LONGEST_TITLE = 100


def block_kind(text: str, look: Look, after_picture: bool) -> tuple[str, int]:
    """The kind of block that a paragraph is, and its heading level (0 for none)."""
    plain = text.strip()
    if look.style in _CAPTION_STYLES:
        return "caption", 0
    style = _HEADING_STYLE.match(look.style)
    if style:
        return "heading", int(style[1])
    if look.outline:
        return "heading", look.outline
    if after_picture and (look.centred or plain.startswith("图")) and len(plain) <= _LONGEST_CAPTION:
        return "caption", 0
    for level, pattern in enumerate(_NUMBERED, 1):
        if pattern.fullmatch(text.rstrip()):
            return "heading", level
    return ("list" if look.listed else "paragraph"), 0


def title_range(texts: Sequence[str], looks: Sequence[Look]) -> tuple[int, int]:
    """Which of the first paragraphs are the title, as a half-open range; empty when none looks like one.

    A paragraph in the style "Title" is; else the first that is centred or larger than the body, red heads and document
    numbers left out. Lines that go on in the same dress belong to it.
    """
    count = min(len(texts), _SEARCHED)
    for index in range(count):
        if looks[index].style in _TITLE_STYLES:
            return index, _last(index, count, lambda other: looks[other].style in _TITLE_STYLES)
    for index in range(count):
        if _stands_out(texts[index], looks[index]):
            size = looks[index].size
            alike = [_stands_out(text, look) and look.size == size for text, look in zip(texts, looks, strict=True)]
            return index, _last(index, count, alike.__getitem__)
    return 0, 0


def _last(start: int, count: int, goes_on: Callable[[int], bool]) -> int:
    end = start + 1
    while end < min(count, start + 4) and goes_on(end):
        end += 1
    return end


def _stands_out(text: str, look: Look) -> bool:
    plain = text.strip()
    if not plain or len(plain) > _LONGEST_TITLE or plain.endswith(("。", "；", "：")):
        return False
    if _NUMBER_LINE.search(plain) or _RED_HEAD.fullmatch(plain) or plain.startswith(("（", "(")):
        return False
    return look.centred or look.size > _LARGE
