"""Which cell formats of a workbook keep a value from the eye, and which show a number as a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qishan_lint.office.places import NO_DISPLAY, WHITE
from qishan_lint.office.xmlpart import child, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
_DATE_CODE = re.compile(r"[yY]{2}|年|[mM]{1,5}[/\-月][dD]")
_BLANK_CODE = re.compile(r"(?:\s{0,3};\s{0,3}){2,3}")
_WHITES = frozenset(("FFFFFFFF", "00FFFFFF", "FFFFFF"))


@dataclass(frozen=True, slots=True)
class CellStyles:
    """Format number → label of the way it hides; and the numbers of formats for dates."""

    hiding: dict[str, str]
    dates: frozenset[str]


def read(root: _Element | None) -> CellStyles:
    """The formats in ``xl/styles.xml``."""
    if root is None:
        return CellStyles({}, frozenset())
    codes = {one.get("numFmtId", ""): one.get("formatCode", "") for one in _of(root, "numFmts")}
    white = [_is_white(font) for font in _of(root, "fonts")]
    filled = [_is_filled(fill) for fill in _of(root, "fills")]
    hiding: dict[str, str] = {}
    dates = set()
    for number, style in enumerate(_of(root, "cellXfs")):
        format_ = style.get("numFmtId", "0")
        code = codes.get(format_, "")
        if _BLANK_CODE.fullmatch(code):
            hiding[str(number)] = NO_DISPLAY
        elif _at(white, style.get("fontId")) and not _at(filled, style.get("fillId")):
            hiding[str(number)] = WHITE
        if (format_.isdecimal() and int(format_) in _DATE_IDS) or _DATE_CODE.search(code):
            dates.add(str(number))
    return CellStyles(hiding, frozenset(dates))


def _of(root: _Element, name: str) -> list[_Element]:
    found = child(root, name)
    return [] if found is None else [one for one in found if local(one)]


def _is_white(font: _Element) -> bool:
    color = child(font, "color")
    return color is not None and (color.get("rgb", "").upper() in _WHITES or color.get("theme") == "0")


def _is_filled(fill: _Element) -> bool:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return len(fill) > 0
    color = child(pattern, "fgColor")
    white = color is not None and color.get("rgb", "").upper() in _WHITES
    return pattern.get("patternType", "none") not in ("none",) and not white


def _at(flags: list[bool], index: str | None) -> bool:
    number = int(index) if index and index.isdecimal() else 0
    return number < len(flags) and flags[number]
