"""What else points to one person or household: passports and permits, plates, addresses down to the door."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qishan_lint.identity import around
from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Identity, mask
from qishan_lint.identity.words import label

_PASSPORT = re.compile(r"(?<![A-Za-z0-9])([EeGgDdSsPpHhMmCcWwLlTt][A-Za-z]?\d{7,10})(?![A-Za-z0-9])")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\- ]?"
    r"(?:[DABCEFGHJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[DABCEFGHJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]))(?![A-Za-z0-9])"
)
_DOOR = re.compile(
    r"[一-鿿0-9]{2,40}?(?:路|街|巷|道|村|社区|小区|花园|家园|苑|里|弄)[一-鿿0-9\-]{0,20}?"
    r"(?P<door>\d{1,4}(?:号楼|栋|幢)(?:\d{1,2}单元)?\d{1,4}(?:室|号|户)|\d{1,2}单元\d{3,4}(?:室|号)?"
    r"|[一二三四五六七八九十0-9]{1,3}组\d{1,4}号|\d{1,4}号\d{1,3}-\d{1,3}-\d{2,4})"
)
_NEAR_DOOR = re.compile(r"\d(?:号楼|栋|幢|单元)|[一二三四五六七八九十0-9]组\d|\d号\d")
"""What every address of a household holds; much quicker to look for than the address itself."""


def documents(folded: Folded, known: Columns) -> Iterator[Identity]:
    """Travel documents, where they are called so."""
    for match in _PASSPORT.finditer(folded.text):
        heading = around.column(folded, known, match.start())
        if around.is_labelled(folded, match.start(), label("passport"), heading):
            yield _identity("passport", folded, match.span(1), mask(match[1], 1, 3), match[1])


def plates(folded: Folded, known: Columns) -> Iterator[Identity]:
    """Plates of vehicles."""
    del known
    for match in _PLATE.finditer(folded.text):
        yield _identity("plate", folded, match.span(1), mask(match[1], 2, 1), match[1])


def doors(folded: Folded, known: Columns) -> Iterator[Identity]:
    """Addresses of households."""
    del known
    for match in _DOOR.finditer(folded.text) if _NEAR_DOOR.search(folded.text) else ():
        door = match.start("door") - match.start()
        yield _identity("address", folded, match.span(), match[0][:door] + "*" * (len(match[0]) - door), match[0])


def _identity(kind: str, folded: Folded, span: tuple[int, int], masked: str, value: str) -> Identity:
    first, last = folded.span(*span)
    if last - first != len(masked):
        masked = "*" * (last - first)
    return Identity(kind, first, last, masked, 0.8, value, labelled=True)
