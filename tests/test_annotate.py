"""Annotated copies open in other programs, and the comments stand where the findings point."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from qishan_lint.annotate import annotate
from qishan_lint.model import Excerpt, Finding, Level, Place, Text


def _finding(where: str, hit: str = "") -> Finding:
    return Finding(
        rule="wording/x",
        level=Level.ERROR,
        item="a",
        place=Place(path="a", where=where),
        message=Text(f"有误 {where}", "wrong"),
        excerpt=Excerpt("", hit, "") if hit else None,
        suggestions=("登录",),
    )


def test_word_comments_stand_at_their_paragraphs(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("第一段。")
    second = document.add_paragraph("请")
    second.add_run("登陆")
    second.add_run("系统。")
    document.add_table(1, 1).cell(0, 0).text = "格"
    document.add_comment(document.paragraphs[0].runs, text="旧批注", author="甲", initials="甲")
    document.save(tmp_path / "a.docx")
    before = (tmp_path / "a.docx").read_bytes()
    findings = [_finding("第2段", "登陆"), _finding("表1!A1"), _finding("")]
    target = annotate(tmp_path / "a.docx", findings, tmp_path / "out")
    assert target is not None
    assert (tmp_path / "a.docx").read_bytes() == before
    copy = docx.Document(target)
    texts = [comment.text for comment in copy.comments]
    assert texts[0] == "旧批注"
    assert [text.split("\n")[1] for text in texts[1:]] == ["建议：登录"] * 3
    assert [paragraph.text for paragraph in copy.paragraphs] == ["第一段。", "请登陆系统。"]
    marked = copy.paragraphs[1]._p
    start = next(one for one in marked if one.tag.endswith("commentRangeStart"))
    assert start.getnext().text == "登陆"


def test_word_file_without_comments_gets_a_part(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("正文")
    document.save(tmp_path / "a.docx")
    target = annotate(tmp_path / "a.docx", [_finding("第1段")], tmp_path / "out", lang="en")
    (comment,) = docx.Document(target).comments
    assert comment.text.startswith("【error】wrong")


def test_workbook_notes_stand_at_their_cells(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from openpyxl.comments import Comment

    book = openpyxl.Workbook()
    book.active.title = "名单"
    book.active["B2"] = "甲"
    book.create_sheet("二")["A1"] = "乙"
    book.worksheets[1]["A1"].comment = Comment("旧", "甲")
    book.save(tmp_path / "a.xlsx")
    findings = [_finding("名单!隐藏列B2"), _finding("名单!B2"), _finding("二!A1"), _finding("文档属性")]
    target = annotate(tmp_path / "a.xlsx", findings, tmp_path / "out")
    assert target is not None
    copy = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    note = copy["名单"]["B2"].comment.text
    assert "有误 名单!隐藏列B2" in note
    assert "有误 名单!B2" in note
    assert copy["二"]["A1"].comment.text.startswith("旧")
    assert "有误 二!A1" in copy["二"]["A1"].comment.text
    assert copy["名单"]["A1"].comment.text.startswith("文档属性：")


def test_other_formats_and_existing_copies(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert annotate(tmp_path / "a.pdf", [], tmp_path / "out") is None
    assert not (tmp_path / "out").exists()
