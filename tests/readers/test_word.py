"""Word files: what is seen, what is hidden, and where a person finds it."""

from __future__ import annotations

import pytest

from qishan_lint.office.building import build
from qishan_lint.readers import ReadOptions, for_suffix
from tests.office.files import ONE, THREE, TWO, WORD, codes, docx, paragraph, placed, read, spans_hold

HIDDEN = [
    pytest.param(
        f"<w:p><w:del><w:r><w:delText>{ONE}</w:delText></w:r></w:del></w:p>", "修订：已删除（第1段）", id="deleted"
    ),
    pytest.param(
        f"<w:p><w:moveFrom><w:r><w:t>{ONE}</w:t></w:r></w:moveFrom></w:p>", "修订：已删除（第1段）", id="moved"
    ),
    pytest.param(paragraph(ONE, look="<w:vanish/>"), "隐藏文字（第1段）", id="vanish"),
    pytest.param(paragraph(ONE, look='<w:color w:val="FFFFFF"/>'), "白色文字（第1段）", id="white"),
    pytest.param(paragraph(ONE, look='<w:sz w:val="2"/>'), "极小文字（第1段）", id="tiny"),
    pytest.param(f'<w:p><w:fldSimple w:instr="COMMENTS {ONE}"/></w:p>', "域代码（第1段）", id="field"),
    pytest.param(f"<w:p><w:r><w:instrText>{ONE}</w:instrText></w:r></w:p>", "域代码（第1段）", id="instruction"),
]
SEEN = [
    pytest.param(paragraph(ONE, look='<w:color w:val="FFFFFF"/><w:shd w:fill="C00000"/>'), id="white on red"),
    pytest.param(paragraph(ONE, look='<w:vanish w:val="0"/>'), id="vanish off"),
    pytest.param(f"<w:p><w:ins><w:r><w:t>{ONE}</w:t></w:r></w:ins></w:p>", id="inserted"),
    pytest.param(f"<w:p><w:r><w:t>{ONE[:5]}</w:t></w:r><w:r><w:t>{ONE[5:]}</w:t></w:r></w:p>", id="split runs"),
    pytest.param(f"<w:sdt><w:sdtContent>{paragraph(ONE)}</w:sdtContent></w:sdt>", id="content control"),
]


@pytest.mark.parametrize(("body", "where"), HIDDEN)
def test_hidden_text_is_found_apart(body: str, where: str) -> None:
    reading = read(docx(body), "a.docx")
    assert placed(reading, ONE) == [where]
    assert all(part.hidden for part in reading.parts if ONE in part.text)


@pytest.mark.parametrize("body", SEEN)
def test_seen_text_is_in_the_body(body: str) -> None:
    reading = read(docx(body), "a.docx")
    assert ONE in reading.parts[0].text
    assert reading.parts[0].role == "attachment"
    assert placed(reading, ONE) == ["第1段"]


@pytest.mark.parametrize(
    ("root", "label", "hidden"),
    [("hdr", "页眉", False), ("ftr", "页脚", False), ("footnotes", "脚注", False), ("comments", "批注", True)],
)
def test_other_stories(root: str, label: str, hidden: bool) -> None:
    story = f'<w:{root} xmlns:w="{WORD}">{paragraph(ONE)}</w:{root}>'
    reading = read(docx(paragraph("正文"), word__story=story), "a.docx")
    assert placed(reading, ONE) == [label]
    assert next(part for part in reading.parts if ONE in part.text).hidden is hidden


def test_properties_custom_parts_and_comments_in_the_xml() -> None:
    members = {
        "docProps__core": f"<p><c>{ONE}</c></p>",
        "customXml__item1": f'<r v="{TWO}"/>',
        "word__extra": f"<r><!-- {THREE} --></r>",
    }
    reading = read(docx(paragraph("正文"), **members), "a.docx")
    assert placed(reading, ONE) == ["文档属性"]
    assert placed(reading, TWO) == ["自定义XML"]
    assert placed(reading, THREE)[0].endswith("XML注释")


def test_table_cells_have_names_and_headings() -> None:
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) + "</w:tr>"
        for row in (("姓名", "身份证号"), ("甲", ONE), ("乙", TWO))
    )
    part = read(docx(f"<w:tbl>{rows}</w:tbl>"), "a.docx").parts[0]
    cells = {
        (cell.row, cell.column): (cell.header, part.text[cell.span.start : cell.span.end])
        for cell in part.tables[0].cells
    }
    assert cells[1, 1] == ("身份证号", ONE)
    assert cells[2, 0] == ("姓名", "乙")
    assert part.block_at(part.text.index(TWO)).where == "表1!B3"  # type: ignore[union-attr]
    assert spans_hold(part)


def test_title_is_the_centred_line_below_the_red_head() -> None:
    centred = '<w:jc w:val="center"/>'
    body = (
        paragraph("岐山县人民政府文件", centred)
        + paragraph("岐政发〔1899〕1号", centred)
        + paragraph("关于印发防汛", centred)
        + paragraph("应急预案的通知", centred)
        + paragraph("各镇人民政府：")
        + paragraph("一、总体要求")
    )
    reading = read(docx(body), "a.docx")
    assert reading.title == "关于印发防汛应急预案的通知"
    kinds = [block.kind for block in reading.parts[0].blocks]
    assert kinds == ["paragraph", "paragraph", "title", "paragraph", "heading"]


def test_what_should_not_go_out_is_named() -> None:
    data = build(
        {"build": "docx", "paragraphs": ["正文"], "deleted": ["旧"], "comments": ["此处待核"], "vanished": ["暗"]}
    )
    assert codes(read(data, "a.docx")) == {"revisions-left", "hidden-content"}
    assert codes(read(build({"build": "docx", "paragraphs": ["正文"]}), "a.docx")) == set()


def test_embedded_workbook_is_read_from_the_outside() -> None:
    from qishan_lint.office.building import packed

    inner = build({"build": "xlsx", "rows": [["身份证号"], [ONE]]})
    document = f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("正文")}</w:body></w:document>'
    data = packed({"word/document.xml": document, "word/embeddings/名册.xlsx": inner})
    reading = read(data, "a.docx")
    assert placed(reading, ONE) == ["嵌入对象 名册.xlsx › 表1!A2"]
    assert next(part for part in reading.parts if ONE in part.text).hidden


def test_deep_nesting_ends_in_a_problem_or_a_text() -> None:
    body = "<w:sdt><w:sdtContent>" * 200 + paragraph(ONE) + "</w:sdtContent></w:sdt>" * 200
    reading = read(docx(body), "a.docx")
    assert "broken" in codes(reading) or placed(reading, ONE)


def test_article_role_and_paragraph_numbers() -> None:
    reader = for_suffix(".docx")
    assert reader is not None
    reading = reader.read(docx(paragraph("甲") + paragraph("") + paragraph("乙")), "稿件.docx", ReadOptions())
    assert reading.parts[0].role == "article"
    assert [block.where for block in reading.parts[0].blocks] == ["第1段", "第2段"]
