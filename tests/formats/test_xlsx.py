"""The workbook: no cell is a formula or a link, whatever an article says; equal reports give equal bytes."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qishan_lint.model import Excerpt, Report, Text
from tests.formats import sample_report as made


def workbook(report: Report, lang: str = "zh") -> Any:
    return openpyxl.load_workbook(io.BytesIO(made.bytes_of("xlsx", report, lang=lang)))


def cells(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_sheets() -> None:
    assert workbook(made.sample()).sheetnames == ["汇总", "问题", "篇目", "豁免"]
    assert workbook(made.sample(), "en").sheetnames == ["Summary", "Findings", "Items", "Waivers"]


def test_nothing_is_a_formula_or_a_link() -> None:
    found = cells(workbook(made.sample()))
    assert {cell.data_type for cell in found} == {"s", "n"}
    assert not any(cell.hyperlink for cell in found)
    assert any(str(cell.value).startswith("=SUM(A1)") for cell in found)


@settings(max_examples=15)
@given(st.text(st.characters(codec=None), max_size=40), st.sampled_from("=+-@{h"))
def test_any_text_can_be_reopened(text: str, first: str) -> None:
    hostile = first + text
    finding = made.in_text("wording/wrong-word", "a.md", 3, hostile, hostile, hostile, hostile)
    finding = replace(finding, message=Text(hostile, hostile), excerpt=Excerpt(hostile, hostile, hostile))
    result = replace(made.clear(1), path=hostile, title=hostile, department=hostile, findings=(finding,))
    assert {cell.data_type for cell in cells(workbook(made.report(result)))} == {"s", "n"}


def test_row_of_a_finding() -> None:
    heading, first, *_ = workbook(made.sample())["问题"].iter_rows(values_only=True)
    row = dict(zip(heading, first, strict=True))
    assert row["级别"] == "错误"
    assert row["原文"] == "登陆"
    assert row["建议"] == "登录"
    assert row["次数"] == 1
    assert row["发布日期"] == "2026-11-23"


def test_equal_reports_give_equal_bytes() -> None:
    assert made.bytes_of("xlsx", made.sample()) == made.bytes_of("xlsx", made.sample())
