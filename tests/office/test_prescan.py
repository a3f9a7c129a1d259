"""Workbooks that would kill a reader are refused before it sees them; honest ones pass."""

from __future__ import annotations

import io
import zipfile

import pytest

from qishan_lint.office import prescan
from qishan_lint.office.refusal import Refused

SHEET = '<?xml version="1.0"?><worksheet xmlns="x"><sheetData>{}</sheetData></worksheet>'
CELL = "<row{1}><c r={2}{0}{2}><v>1</v></c></row>"


def packed(members, compression=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def book(*cells, member="xl/worksheets/sheet1.xml", quote='"'):
    rows = "".join(CELL.format(cell, "", quote) for cell in cells)
    return packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", member: SHEET.format(rows)})


def code(data, **limits):
    with pytest.raises(Refused) as caught:
        prescan.sheets(data, **limits)
    return caught.value.code


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/media/picture.png", "elsewhere"])
def test_two_far_cells_are_refused(member, quote):
    data = book("A1", "XFD1048576", member=member, quote=quote)
    assert len(data) < 5000
    assert code(data) == "bomb"


@pytest.mark.parametrize("padding", range(65_400, 65_560, 7))
def test_a_far_cell_across_the_edge_of_a_chunk_is_seen(padding):
    filler = "<!--" + "".join(chr(65 + n % 26) for n in range(padding)) + "-->"
    cells = CELL.format("A1", "", '"') + filler + CELL.format("XFD1048576", "", '"')
    assert code(packed({"xl/worksheets/sheet1.xml": SHEET.format(cells)})) == "bomb"


def test_a_far_row_without_a_named_cell_counts():
    rows = '<row r="1048576"><c><v>1</v></c></row><row><c r="XFD1"><v>1</v></c></row>'
    assert code(packed({"xl/worksheets/sheet1.xml": SHEET.format(rows)})) == "bomb"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04 no zip", "broken"),
        (b"%PDF-1.7", "unsupported"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        (packed({"content.xml": "<x/>"}), "unsupported"),
        (packed({"xl/workbook.bin": "x"}), "unsupported"),
        (packed({"xl/worksheets/sheet1.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "dtd"),
        (packed({"xl/worksheets/sheet1.xml": SHEET.format("").encode("utf-16")}), "unsupported"),
        (packed({"xl/worksheets/sheet1.xml": b" " * 6_000_000}), "bomb"),
    ],
)
def test_what_is_refused(data, expected):
    assert code(data) == expected


def test_the_cap_on_bytes_counts_what_is_read():
    data = packed({"a.xml": b"x" * 3_000_000, "b.xml": b"y" * 3_000_000}, zipfile.ZIP_STORED)
    assert code(data, most_bytes=5_000_000) == "bomb"


def test_an_honest_workbook_passes():
    openpyxl = pytest.importorskip("openpyxl")
    made = openpyxl.Workbook()
    for number in range(2000):
        made.active.append([number, "岐山县", "2026-08-03"])
    data = io.BytesIO()
    made.save(data)
    prescan.sheets(data.getvalue())
    assert code(data.getvalue(), most_cells=5_999) == "bomb"
