"""The worksheet of a spot check: what inspectors fill in, and what they filled in read back."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec

from qishan_lint import extras, files
from qishan_lint.errors import UsageError
from qishan_lint.ledgers import cells, grids, heads
from qishan_lint.model import Text
from qishan_lint.office.refusal import Refused
from qishan_lint.sampling.draw import Plan, Sample
from qishan_lint.sampling.frame import Frame

HEADS = ("序号", "标题", "部门", "栏目", "编号", "结论", "问题说明", "抽查人", "日期")
VERDICTS = {"合格": True, "不合格": False, "无法核查": None}
"""What may stand under 结论, and whether the item is good; None: nobody can tell, which counts as bad."""

_FIELDS = {"id": ("编号",), "verdict": ("结论",), "note": ("问题说明",)}
_PLAN = "抽样方案："


class Verdict(msgspec.Struct, frozen=True):
    """What an inspector found about one item; ``good`` is None where it could not be looked at."""

    id: str
    good: bool | None
    note: str


def write(path: Path, frame: Frame, sample: Sample) -> None:
    """Write the worksheet as XLSX. Raises UsageError without the extra ``audit``."""
    extras.need("audit", "xlsxwriter")
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("抽查")
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#e6effa"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        title = book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, f"{frame.site} {frame.month} 政务公开抽查表", title)
        sheet.write_string(1, 0, f"名单 {len(frame.units)} 篇，校验值 {frame.digest}；种子规则：{frame.rule}")
        sheet.write_string(2, 0, _PLAN + msgspec.json.encode(sample.plan).decode())
        for column, (name, width) in enumerate(zip(HEADS, (6, 40, 20, 14, 36, 10, 36, 10, 12), strict=True)):
            sheet.write_string(4, column, name, bold)
            sheet.set_column(column, column, width)
        for number, unit in enumerate(sample.units, 1):
            values = (str(number), unit.title, unit.department, unit.column, unit.id, "", "", "", "")
            for column, value in enumerate(values):
                sheet.write_string(4 + number, column, value, cell)
        last = 4 + max(len(sample.units), 1)
        sheet.data_validation(5, 5, last, 5, {"validate": "list", "source": list(VERDICTS)})
        sheet.freeze_panes(5, 2)
        sheet.repeat_rows(4)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
    files.write(path, out.getvalue())


def read(path: Path) -> tuple[Plan, dict[str, Verdict]]:
    """The plan and the verdicts by item of a worksheet that was filled in.

    Raises UsageError when it is no worksheet, or a verdict is none of those that may be chosen.
    """
    try:
        sheet = grids.read(path)[0]
    except Refused as refused:
        raise UsageError(
            Text(f"读不了抽查表：{refused.code}", f"the worksheet cannot be read: {refused.code}"), where=str(path)
        ) from None
    head = heads.find(sheet.rows, _FIELDS)
    plan = next((str(row[0]) for row in sheet.rows[:10] if row and str(row[0]).startswith(_PLAN)), "")
    if len(head.columns) < len(_FIELDS) or not plan:
        raise _foreign(path)
    try:
        known = msgspec.json.decode(plan.removeprefix(_PLAN), type=Plan)
    except msgspec.MsgspecError:
        raise _foreign(path) from None
    found: dict[str, Verdict] = {}
    for number, row in enumerate(sheet.rows[head.body :], head.body + 1):
        id_, verdict, note = (
            cells.text(row[head.columns[name]]) if head.columns[name] < len(row) else "" for name in _FIELDS
        )
        if not id_ or not verdict:
            continue
        if verdict not in VERDICTS:
            raise UsageError(
                Text(f"第 {number} 行的结论“{verdict}”不认识", f"unknown verdict “{verdict}” in row {number}"),
                where=str(path),
                remedy=Text("填 " + "、".join(VERDICTS), "one of " + ", ".join(VERDICTS)),
            )
        if id_ in found:
            raise UsageError(Text(f"“{id_}”填了两行", f"“{id_}” stands in two rows"), where=str(path))
        found[id_] = Verdict(id_, VERDICTS[verdict], note)
    return known, found


def _foreign(path: Path) -> UsageError:
    return UsageError(
        Text("不是 sample draw 写出的抽查表", "not a worksheet that sample draw wrote"),
        where=str(path),
        remedy=Text(
            "保留表头和前几行，只填 结论 及以后各列", "leave the head and the first rows, fill in 结论 and what follows"
        ),
    )
