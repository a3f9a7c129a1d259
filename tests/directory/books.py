"""Workbooks of invented directories, as offices make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

xlsxwriter = pytest.importorskip("xlsxwriter")

HEAD = (
    "序号",
    "公开事项",
    "",
    "公开内容",
    "公开依据",
    "公开时限",
    "公开主体",
    "公开渠道和载体",
    "公开对象",
    "",
    "公开方式",
    "",
    "公开层级",
    "",
)
BELOW = ("", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群众", "主动", "依申请", "县级", "乡级")
LEGEND = "注：■必选 □可选"
FORMED = "信息形成或者变更之日起20个工作日内"


def row(number: int, first: str, second: str, **more: str) -> tuple[str, ...]:
    """One entry; ``more`` replaces cells by the names of fields."""
    cells = {
        "content": f"{second}的条件、标准、结果", "basis": "《中华人民共和国政府信息公开条例》", "limit": FORMED,
        "body": "青禾县民政局", "channels": "■政府网站\n□政府公报\n■两微一端", "everybody": "√", "certain": "",
        "active": "√", "request": "", "county": "√", "town": "", **more,
    }  # fmt: skip
    return (str(number), first, second, *cells.values())


def book(
    path: Path,
    rows: Sequence[Sequence[str]],
    *,
    title: str = "青禾县社会救助领域基层政务公开标准目录",
    legend: str = "",
    merged: Sequence[str] = (),
) -> Path:
    """A workbook with a title, two rows of headings and ``rows`` from row 4 on (5 with a ``legend``)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("Sheet1")
        lines = [(title,), *([(legend,)] if legend else []), HEAD, BELOW, *rows]
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                if cell:
                    sheet.write_string(number, column, cell)
        for area in merged:
            first = area.partition(":")[0]
            column, top = ord(first[0]) - 65, int(first[1:]) - 1
            sheet.merge_range(area, lines[top][column])
    path.write_bytes(out.getvalue())
    return path
