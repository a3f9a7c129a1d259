"""Hostile office files end in a problem, quickly, and never in an exception."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.office.building import build, packed
from tests.office.files import WORD, codes, docx, paragraph, read, spans_hold

DTD = '<!DOCTYPE x [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SUFFIXES = ("docx", "xlsx", "pptx", "ofd", "zip", "tar", "xls", "doc", "pdf", "csv", "gz", "rtf", "wps", "et")


@pytest.mark.parametrize("doctype", [DTD, XXE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused_and_reported(doctype: str, encoding: str) -> None:
    body = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("&a;&b;")}</w:body></w:document>'
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{body}'.encode(encoding)
    reading = read(packed({"word/document.xml": xml}), "a.docx")
    assert codes(reading) == {"dtd"}
    assert "1234567890" not in "".join(part.text for part in reading.parts)


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("a.xlsx", "xl/worksheets/sheet1.xml"),
        ("a.xlsx", "xl/sharedStrings.xml"),
        ("a.ofd", "OFD.xml"),
        ("a.pptx", "ppt/slides/slide1.xml"),
    ],
)
def test_document_types_in_other_formats(name: str, member: str) -> None:
    from tests.office.files import workbook

    base = workbook() if name.endswith("xlsx") else {}
    assert "dtd" in codes(read(packed({**base, member: f"{DTD}<x>&b;</x>"}), name))


@pytest.mark.parametrize("name", ["a.docx", "a.zip", "a.ofd"])
def test_zip_bombs_stop_at_the_ratio(name: str) -> None:
    member = {"a.docx": "word/document.xml", "a.zip": "a.txt", "a.ofd": "OFD.xml"}[name]
    reading = read(packed({member: b"\0" * (30 << 20)}), name)
    assert "bomb" in codes(reading)


def test_the_total_is_shared_by_nested_files() -> None:
    inner = packed({f"{n}.txt": bytes(range(256)) * 2000 for n in range(4)})
    data = packed({f"{n}.zip": inner for n in range(4)})
    assert "bomb" in codes(read(data, "a.zip", max_bytes=3_000_000))
    assert "bomb" not in codes(read(data, "a.zip", max_bytes=30_000_000))


def test_announced_sizes_are_not_believed() -> None:
    data = bytearray(packed({"a.txt": "县" * 1000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    reading = read(bytes(data), "a.zip")
    assert "broken" in codes(reading) or sum(len(part.text) for part in reading.parts) < 2000


def test_files_in_files_end_somewhere() -> None:
    data = packed({"a.txt": "县"})
    for _ in range(8):
        data = packed({"a.zip": data})
    assert "nested-too-deep" in codes(read(data, "a.zip"))


@pytest.mark.parametrize("member", ["../a.txt", "/etc/a.txt", "..\\a.txt", "C:\\a.txt", "a/../../b.txt"])
def test_names_that_leave_the_folder_are_reported(member: str) -> None:
    assert "unsafe-path" in codes(read(packed({member: "县"}), "a.zip"))


def test_encrypted_members_are_reported() -> None:
    data = bytearray(packed({"a.txt": "县"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark)
        data[at + place] |= 1
    assert "encrypted" in codes(read(bytes(data), "a.zip"))


def test_a_member_without_a_name_is_reported() -> None:
    data = packed({"a": "县"}).replace(b"a", b"\0")
    assert codes(read(data, "a.zip")) == {"unknown-format"}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "data", [b"", b"\0" * 600, b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"%PDF-1.7"]
)
def test_nothing_unread_is_silent(suffix: str, data: bytes) -> None:
    if suffix == "csv" and not data:
        return
    assert read(data, f"a.{suffix}").problems


SEEDS = {
    "docx": docx(paragraph("县政府") + "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"),
    "xlsx": build({"build": "xlsx", "rows": [["姓名", "电话"], ["甲", "13900001234"]], "hidden_columns": [2]}),
    "ofd": build({"build": "ofd", "pages": ["县政府", ""]}),
    "zip": packed({"a.txt": "县政府", "b.zip": packed({"c.csv": "a,b"})}),
    "csv": "姓名,电话\n甲,13900001234\n".encode(),
    "rtf": rb"{\rtf1 a\par \'d6\'a4}",
    "pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"
    b"\ntrailer<</Root 1 0 R>>",
}


@pytest.mark.parametrize("suffix", SEEDS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(cuts=st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=4)), max_size=6), end=st.integers(0, 5000))
def test_damaged_files_never_raise(suffix: str, cuts: list[tuple[int, bytes]], end: int) -> None:
    data = bytearray(SEEDS[suffix])
    for place, piece in cuts:
        at = place % max(len(data), 1)
        data[at : at + len(piece)] = piece
    reading = read(bytes(data[: len(data) - end % 50]), f"a.{suffix}")
    assert all(spans_hold(part) for part in reading.parts)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(inner=st.text(st.sampled_from("县<>&;abw:pt/=\"' "), max_size=60))
def test_any_xml_never_raises(inner: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>')
        package.writestr("word/styles.xml", inner)
        package.writestr("word/_rels/document.xml.rels", inner)
    assert all(spans_hold(part) for part in read(out.getvalue(), "a.docx").parts)


@pytest.mark.parametrize("piece", ['"', "a,", 'a"""', ",", "\n", '",', '"a\n', "a\t"])
def test_tables_are_read_in_linear_time(piece: str) -> None:
    import time

    spent = []
    for size in (100_000, 200_000):
        data = (piece * (size // len(piece))).encode()
        begun = time.process_time()
        read(data, "a.csv")
        spent.append(time.process_time() - begun)
    assert spent[1] < 3 * spent[0] + 0.5


def test_blank_text_outside_the_page_is_no_text() -> None:
    from qishan_lint.office.pdfpage import _hidden, _Text

    outside = (900.0, 900.0, 950.0, 910.0)
    texts = [_Text(" ", outside, 0, False, 0), _Text("旧", outside, 0, False, 1), _Text("稿", outside, 0, False, 2)]
    assert _hidden(texts, [], (0.0, 0.0, 300.0, 300.0), False) == [("页面外", "旧稿")]
