"""A look at a workbook before a quick reader gets it: what such a reader would lay out in memory must be small.

Readers that fill whole rectangles die of two cells in opposite corners, and take a part's size on trust. Here each
member is unpacked once under caps that count the bytes really read, and the names of its cells are searched for the
furthest row and column.
"""

from __future__ import annotations

import re

from qishan_lint.office.budget import Budget
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused

MOST_CELLS = 5_000_000
"""Cells that the rectangle of a sheet may span. A ledger of 100,000 rows and 40 columns stays below."""

MOST_BYTES = 300 * 1024 * 1024
"""Bytes that all members of a workbook may unpack to together."""

_PLACE = re.compile(rb"""[\s:]r\s{0,9}=\s{0,9}["']\s{0,9}([A-Za-z]{0,7})([0-9]{1,12})["']""")
_OVERLAP = 64
_OTHER_FORMATS = ("content.xml", "xl/workbook.bin")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def sheets(data: bytes, most_cells: int = MOST_CELLS, most_bytes: int = MOST_BYTES) -> None:
    """Return when the workbook in ``data`` (.xlsx, .xlsm) is safe for a reader that fills rectangles.

    Raises Refused: ``unsupported`` for other formats, ``encrypted``, ``broken``, ``dtd``, or ``bomb`` when a sheet spans
    more than ``most_cells`` or the members unpack to more than ``most_bytes`` or 200 times their size.
    """
    if data[:2] != b"PK":
        raise Refused("encrypted" if data[:4] == b"\xd0\xcf\x11\xe0" else "unsupported")
    package = Package(data, Budget(most_bytes))
    if any(name in package.members for name in _OTHER_FORMATS):
        raise Refused("unsupported")
    for name in package.members:
        _scan(package, name, most_cells)


def _scan(package: Package, name: str, most_cells: int) -> None:
    """A member may have any name: what makes it a sheet is its content."""
    row = column = 0
    tail, is_sheet = b"", False
    for chunk in package.chunks(name):
        if not tail and chunk.startswith(_WIDE):
            raise Refused("unsupported", name, detail="UTF-16")
        piece = tail + chunk
        if b"<!DOCTYPE" in piece:
            raise Refused("dtd", name)
        is_sheet = is_sheet or b"sheetData" in piece
        for letters, digits in _PLACE.findall(piece):
            row = max(row, int(digits))
            column = max(column, _column(letters))
        if is_sheet and row * column > most_cells:
            raise Refused("bomb", name, detail=f"{row} x {column} > {most_cells}")
        tail = piece[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
