"""Workbooks, archives, PDF, OFD, presentations and tables: hidden values are found where a person would look."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from qishan_lint.office.building import build, packed
from tests.office.files import ONE, TWO, codes, placed, read, spans_hold, workbook

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def _sheet(inner: str) -> bytes:
    return packed(workbook(**{"xl__worksheets__sheet1.xml": f'<worksheet xmlns="{SHEET}">{inner}</worksheet>'}))


def _cell(reference: str, text: str = ONE, more: str = "") -> str:
    return f'<c r="{reference}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


@pytest.mark.parametrize(
    ("inner", "where"),
    [
        (f'<sheetData><row r="2">{_cell("B2")}</row></sheetData>', "表1!B2"),
        (f'<sheetData><row r="2" hidden="1">{_cell("B2")}</row></sheetData>', "表1!隐藏行B2"),
        (f'<sheetData><row r="2" ht="0">{_cell("B2")}</row></sheetData>', "表1!隐藏行B2"),
        (
            f'<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="2">{_cell("C2")}</row></sheetData>',
            "表1!隐藏列C2",
        ),
        (f"<sheetData/><headerFooter><oddHeader>&amp;C{ONE}</oddHeader></headerFooter>", "表1 页面设置与有效性"),
        (f'<sheetData/><dataValidations><formula1>"{ONE}"</formula1></dataValidations>', "表1 页面设置与有效性"),
        (
            f'<sheetData><row r="1"><c r="A1" t="str"><f>IF(1,"a","{ONE}")</f><v>a</v></c></row></sheetData>',
            "表1!公式A1",
        ),
        ('<sheetData><row r="1"><c r="A1"><v>6.1032318500101E+16</v></c></row></sheetData>', ""),
    ],
)
def test_sheet_places(inner: str, where: str) -> None:
    reading = read(_sheet(inner), "a.xlsx")
    if where:
        assert placed(reading, ONE) == [where]
    else:
        assert placed(reading, "61032318500101000") == ["表1!A1"]
    assert all(spans_hold(part) for part in reading.parts)


def test_hidden_columns_know_their_headings() -> None:
    data = build({"build": "xlsx", "rows": [["姓名", "身份证号"], ["甲", ONE], ["乙", TWO]], "hidden_columns": [2]})
    reading = read(data, "a.xlsx")
    hidden = next(part for part in reading.parts if part.hidden)
    assert [(cell.header, cell.hidden) for cell in hidden.tables[0].cells] == [
        ("", True),
        ("身份证号", True),
        ("身份证号", True),
    ]
    assert placed(reading, TWO) == ["表1!隐藏列B3"]
    assert codes(reading) == {"hidden-content"}


@pytest.mark.parametrize(
    ("member", "content", "where"),
    [
        ("xl/comments1.xml", f"<comments><t>{ONE}</t></comments>", "批注"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", f'<p><s v="{ONE}"/></p>', "数据透视表缓存"),
        ("xl/externalLinks/externalLink1.xml", f"<e><v>{ONE}</v></e>", "外部链接缓存"),
        (
            "xl/worksheets/sheet9.xml",
            f'<worksheet xmlns="{SHEET}"><sheetData><row>{_cell("A1")}</row></sheetData></worksheet>',
            "xl/worksheets/sheet9.xml!隐藏工作表A1",
        ),
    ],
)
def test_members_beside_the_sheets(member: str, content: str, where: str) -> None:
    assert placed(read(packed({**workbook(), member: content}), "a.xlsx"), ONE) == [where]


def test_csv_leads_back_to_its_source() -> None:
    reading = read(f'姓名,身份证号\r\n甲,"{ONE}"\r\n'.encode("gb18030"), "a.csv")
    part = reading.parts[0]
    cell = next(cell for cell in part.tables[0].cells if part.text[cell.span.start : cell.span.end] == ONE)
    assert cell.header == "身份证号"
    assert part.editable(cell.span)


def _tar(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (packed({"名单.txt": f"身份证 {ONE}"}), "a.zip"),
        (packed({"in.zip": packed({"名单.txt": ONE})}), "a.zip"),
        (_tar({"名单.txt": ONE.encode()}), "a.tar"),
        (_tar({"名单.txt": ONE.encode()}, "w:gz"), "a.tgz"),
        (packed({"名册.xlsx": build({"build": "xlsx", "rows": [[ONE]]})}), "a.zip"),
    ],
)
def test_archives_are_read_to_the_bottom(data: bytes, name: str) -> None:
    (where,) = placed(read(data, name), ONE)
    assert where.startswith(("名单.txt", "in.zip › 名单.txt", "名册.xlsx › 表1!A1"))


def test_names_and_comments_of_archives() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(f"甲{ONE}.txt", "无")
        package.comment = TWO.encode()
    reading = read(out.getvalue(), "a.zip")
    assert placed(reading, ONE) == ["压缩包内文件名"]
    assert placed(reading, TWO) == ["压缩包注释"]


def test_ofd_pages_and_invisible_objects() -> None:
    page = (
        "<p><TextObject><TextCode>610323</TextCode><TextCode>186112</TextCode></TextObject>"
        f'<TextObject Visible="false"><TextCode>{ONE}</TextCode></TextObject></p>'
    )
    reading = read(
        packed({"OFD.xml": f"<o><Abstract>{TWO}</Abstract></o>", "Doc_0/Pages/Page_1/Content.xml": page}), "a.ofd"
    )
    assert placed(reading, "610323186112") == ["第2页", "文档属性"]
    assert placed(reading, ONE) == ["第2页 不可见文字"]
    assert placed(reading, TWO) == ["文档属性"]


def test_slides_in_order_hidden_ones_and_notes_apart() -> None:
    slide = "<sld{}><p><t>{}</t></p></sld>"
    data = packed(
        {
            "ppt/slides/slide1.xml": slide.format("", "开篇"),
            "ppt/slides/slide2.xml": slide.format(' show="0"', ONE),
            "ppt/notesSlides/notesSlide1.xml": f"<notes><p><t>{TWO}</t></p></notes>",
        }
    )
    reading = read(data, "a.pptx")
    assert placed(reading, "开篇") == ["第1张幻灯片"]
    assert placed(reading, ONE) == ["第2张幻灯片 隐藏幻灯片"]
    assert placed(reading, TWO) == ["备注"]


def test_rtf_is_read_and_should_be_converted() -> None:
    reading = read(rb"{\rtf1\ansi ID \'d6\'a4 \u20214? " + ONE.encode() + rb"\par}", "a.doc")
    assert placed(reading, ONE) == ["正文与隐藏内容"]
    assert "证 件" in reading.parts[0].text
    assert codes(reading) == {"old-format"}


def _pdf(content: str, page: str = "") -> bytes:
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>{page}>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    )


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (f"BT /F 12 Tf 20 100 Td ({ONE}) Tj ET", "第1页"),
        (f"BT /F 12 Tf 20 100 Td ({ONE}) Tj ET 0 g 0 90 250 40 re f", "第1页 黑框下"),
        (f"BT 1 g /F 12 Tf 20 100 Td ({ONE}) Tj ET", "第1页 白色文字"),
        (f"0 g 0 90 250 40 re f BT 1 g /F 12 Tf 20 100 Td ({ONE}) Tj ET", "第1页"),
        (f"BT /F 12 Tf 3 Tr 20 100 Td ({ONE}) Tj ET", "第1页 不可见文字"),
        (f"BT /F 12 Tf 900 900 Td ({ONE}) Tj ET", "第1页 页面外"),
        (f"BT /F 1 Tf 20 100 Td ({ONE}) Tj ET", "第1页 极小文字"),
    ],
)
def test_pdf_text_by_the_way_it_is_seen(content: str, where: str) -> None:
    reading = read(_pdf(content), "a.pdf")
    assert placed(reading, ONE) == [where]
    assert ("hidden-content" in codes(reading)) == (where != "第1页")


def test_pdf_annotations() -> None:
    annotation = f"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents({ONE})>>]"
    assert placed(read(_pdf("", annotation), "a.pdf"), ONE) == ["第1页 批注"]
