"""Tables of Word files: merged cells, symbols of fonts, tables that go on below a page, what is no Word file."""

from __future__ import annotations

import pytest

from qishan_lint.office import symbols, wordtables
from qishan_lint.office.refusal import Refused
from tests.office.files import docx, paragraph

MOST = 10_000, 10_000_000


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(one if one.startswith("<w:tc>") else cell(paragraph(one)) for one in cells) + "</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def sign(font: str, code: str) -> str:
    return f'<w:p><w:r><w:sym w:font="{font}" w:char="{code}"/><w:t>政府网站</w:t></w:r></w:p>'


def test_merged_cells_and_titles() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    body = paragraph("青禾县目录") + table(
        row("甲", cell(paragraph("乙"), properties=wide)),
        row(cell(paragraph("一"), properties=down), "b", "c"),
        row(cell(paragraph(""), properties=on), "e", "f"),
        row("g"),
    )
    (found,) = wordtables.read(docx(body), *MOST)
    assert found.title == "青禾县目录"
    assert found.rows == (("甲", "乙", ""), ("一", "b", "c"), ("", "e", "f"), ("g", "", ""))
    assert found.merged == ((0, 1, 0, 2), (1, 0, 2, 0))


def test_a_table_that_goes_on_is_one() -> None:
    body = table(row("a", "b")) + paragraph(" ") + table(row("c", "d")) + paragraph("另一张") + table(row("e", "f"))
    assert [found.rows for found in wordtables.read(docx(body), *MOST)] == [(("a", "b"), ("c", "d")), (("e", "f"),)]


@pytest.mark.parametrize(
    ("font", "code", "text"),
    [
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "00AB", "★"),
    ],
)
def test_signs_of_symbol_fonts(font, code, text) -> None:
    body = table(row(cell(sign(font, code)), "b"))
    assert wordtables.read(docx(body), *MOST)[0].rows[0][0] == f"{text}政府网站"


def test_codes_that_are_none() -> None:
    assert [symbols.character("Wingdings", code) for code in ("", "zz", "-1", "110000", "D800")] == [""] * 5
    assert symbols.character("Symbol", "F061") == "\uf061"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", docx("").replace(b"document.xml", b"dokument.xml")])
def test_what_is_no_word_file(data) -> None:
    with pytest.raises(Refused):
        wordtables.read(data, *MOST)


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(Refused, match="too-large"):
        wordtables.read(docx(table(row(cell(paragraph("a"), properties='<w:gridSpan w:val="999"/>')))), 100, MOST[1])
