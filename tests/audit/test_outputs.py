"""Outputs: nothing that an article says becomes a formula, a link or markup; nothing is lost without a word."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint.audit import outputs, page, panels, standings, tables, workbook
from qishan_lint.audit.wording import Words
from qishan_lint.declared import Auditing
from qishan_lint.errors import UsageError
from tests.audit.made import audit, column, county, finding, item

HOSTILE = '=HYPERLINK("http://x.invalid","点我")'


def hostile(text: str):
    bad = item(f"{text}.md", department=text, column=text)
    return audit(
        [bad], [finding(bad.id, department=text, text=text, masked=text)], [column(text, "news", "2026-11-01")]
    )


def test_no_formula_and_no_link_in_the_workbook(tmp_path) -> None:
    path = tmp_path / "a.xlsx"
    workbook.write(path, hostile(HOSTILE), "zh")
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            data = book.read(name)
            assert b"<f>" not in data
            assert b"<hyperlink" not in data
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == HOSTILE for cell in cells)
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "n"}


@settings(max_examples=25)
@given(
    st.text(st.characters(codec=None), max_size=30), st.sampled_from(["=", "+", "-", "@", "\t", "\r", "<", "'", '"'])
)
def test_any_text_is_only_text(text: str, first: str) -> None:
    made = hostile(first + text)
    words = Words("zh")
    rows = list(
        csv.reader(io.StringIO(outputs.listed(tables.findings(made, words), words).decode("utf-8-sig"), newline=""))
    )
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])
    shown = page.render(made, Auditing(masthead=first + text), "zh").decode()
    assert shown.count("<script>") == 1
    assert "onerror=" not in shown or "&lt;" in shown


def test_markup_of_an_article_is_shown_as_text() -> None:
    shown = page.render(hostile("<img src=x onerror=alert(1)>"), Auditing(), "zh").decode()
    assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


def test_what_the_writer_refuses_is_an_error(tmp_path, monkeypatch) -> None:
    import xlsxwriter.worksheet

    monkeypatch.setattr(xlsxwriter.worksheet.Worksheet, "write_string", lambda *_: -2)
    with pytest.raises(workbook.WorkbookError):
        workbook.write(tmp_path / "a.xlsx", hostile("x"), "zh")


def test_rows_that_do_not_fit_go_on_to_another_sheet(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    path = tmp_path / "a.xlsx"
    findings = [finding("a.md", prints=[f"p{number}"]) for number in range(7)]
    workbook.write(path, audit([item("a.md")], findings), "zh")
    book = openpyxl.load_workbook(path)
    pages = [name for name in book.sheetnames if name.startswith("问题")]
    assert pages == ["问题", "问题 2", "问题 3"]
    assert [book[name].max_row for name in pages] == [4, 4, 2]
    assert len({book[name]["A1"].value for name in pages}) == 1


def test_a_long_cell_says_that_it_was_cut() -> None:
    assert workbook.shortened("字" * 40_000) == "字" * workbook.LONGEST + "…"
    assert workbook.shortened("短") == "短"


def test_the_page_lists_so_many_findings_and_says_how_many_more(monkeypatch) -> None:
    monkeypatch.setattr(page, "MOST_FINDINGS", 5)
    made = audit([item("a.md")], [finding("a.md", prints=[f"p{number}"]) for number in range(12)])
    shown = page.render(made, Auditing(), "zh").decode()
    assert shown.count('<span class="level') == 5
    assert "另有 7 处未列出" in shown


def test_paper_says_what_it_leaves_out() -> None:
    shown = page.render(county(40, 25, 30), Auditing(), "zh").decode()
    assert f"另有 {40 - standings.ON_PAPER} 个部门，见工作簿" in shown
    assert f"另有 {30 - panels.COLUMNS_ON_PAPER} 个栏目，见工作簿" in shown
    assert shown.count('class="more"') == 40 - standings.ON_PAPER + 30 - panels.COLUMNS_ON_PAPER


def test_masthead_only_where_the_configuration_wants_one() -> None:
    made = audit([item("a.md")])
    assert "masthead" not in page.render(made, Auditing(), "zh").decode().partition("</style>")[2]
    shown = page.render(made, Auditing(masthead="政务公开工作通报", issue="第3期", office="办公室"), "zh").decode()
    assert '<p class="masthead">政务公开工作通报</p>' in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages(tmp_path, lang) -> None:
    made = audit([item("a.md"), item("b.md", department="")], [finding("a.md")], [column("部门动态", "news", None)])
    assert page.render(made, Auditing(), lang)
    workbook.write(tmp_path / "a.xlsx", made, lang)


def test_nothing_is_half_written(tmp_path, monkeypatch) -> None:
    first = audit([item("a.md")])
    outputs.write(tmp_path, first, Auditing(), "zh")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fails(*_: object) -> bytes:
        raise OSError("full")

    monkeypatch.setattr(page, "render", fails)
    with pytest.raises(OSError, match="full"):
        outputs.write(tmp_path, audit([item("b.md")]), Auditing(), "zh")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_to_is_refused_at_once(tmp_path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError) as refused:
        outputs.prepare(tmp_path / "file")
    assert refused.value.remedy is not None
