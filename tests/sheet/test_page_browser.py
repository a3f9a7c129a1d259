"""The sheet on paper: one page of A4 as HTML and as Word, and an annex when findings are many."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pypdfium2
import pytest

pytest.importorskip("zxingcpp")

from qishan_lint.sheet import Sheet, page, word
from tests import needs


def made(lines: int) -> Sheet:
    return Sheet(
        item="要闻/产销对接会.md",
        office="青禾县农业农村局",
        title="青禾县举办秋季农产品产销对接会",
        column="要闻动态",
        contents="正文 612 字　照片 2 张　附件 1 个（产品目录.xlsx）",
        counts=(0, lines, 0, 1),
        lines=tuple(
            f"警告　第{number}段　概数重复：“大约”“余”“左右”只留一个，说明文字再长一点也不能截断"
            for number in range(lines)
        ),
        levels=("股室", "分管领导", "主要领导"),
        day=datetime.date(2026, 11, 25),
        version="0.1.0",
        code="8B75 4FGZ 90CN 9VA4 8RSQ Q2YH N455",
        digest="0" * 64,
        revision=1,
        lang="zh",
    )


def check(file: Path, pages: int, lines: int) -> None:
    document = pypdfium2.PdfDocument(file)
    assert len(document) == pages
    assert tuple(round(side) for side in document[0].get_size()) == (595, 842)
    first = document[0].get_textpage().get_text_range()
    for words in ("信息公开审核表", "8B75 4FGZ", "保密审查", "股室", "分管领导", "主要领导", "归档号"):
        assert words in first
    everything = "".join(each.get_textpage().get_text_range() for each in document)
    assert "".join(everything.split()).count("也不能截断") == lines


@pytest.mark.browser
@pytest.mark.parametrize(("lines", "pages"), [(0, 1), (3, 1), (5, 2), (40, 2)])
def test_html_on_paper(tmp_path: Path, lines: int, pages: int) -> None:
    browser = needs.chromium()
    (tmp_path / "a.html").write_bytes(page.render(made(lines)))
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--print-to-pdf=a.pdf",
        "a.html",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    check(tmp_path / "a.pdf", pages, lines)


@pytest.mark.office
@pytest.mark.parametrize(("lines", "pages"), [(3, 1), (40, 2)])
def test_word_on_paper(tmp_path: Path, lines: int, pages: int) -> None:
    (tmp_path / "a.docx").write_bytes(word.render(made(lines)))
    check(needs.as_pdf(tmp_path / "a.docx"), pages, lines)
