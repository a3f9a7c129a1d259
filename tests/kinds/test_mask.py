"""The kind tells by what a mask can be undone; what it reports never holds more than the mask shows."""

from __future__ import annotations

import datetime

import pytest

from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.kinds import mask as kind
from qishan_lint.model import Cell, Cells, Item, Level, Part, Span, Table, Text
from tests.identity.numbers import citizen

NOTHING = Text("", "")
ID = citizen()
SIX_FOUR = ID[:6] + "*" * 8 + ID[14:]


def check(text: str, fewest: int = 1000, tables: tuple[Table, ...] = ()) -> list[tuple[str, str]]:
    params = kind.Params(fewest=fewest, signs=("***",), birth=("出生", "生日"))
    rule = Rule("sensitive/x", "mask", Level.WARNING, params, NOTHING, NOTHING, NOTHING, "")
    item = Item(id="a", path="a", digest="", parts=(Part(id="", path="a", text=text, tables=tables),))
    context = Context(datetime.date(2026, 11, 25), (Hit(0, text.find("***"), text.find("***") + 3, "***"),))
    return [(str(match.data["left"]), match.data["reason"].zh) for match in kind.check(item, rule, context)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "left", "reason"),
    [
        (f"1893年5月12日出生，{SIX_FOUR}", 1, "同处的出生日期"),
        (f"出生日期：18930512 证件 {SIX_FOUR}", 1, "同处的出生日期"),
        (f"姓名\t出生日期\t身份证号\n李某\t1893-05-12\t{SIX_FOUR}", 1, "同处的出生日期"),
        (f"{SIX_FOUR}\n{ID[:14]}****", 1, "另一处遮盖不同的同一号码"),
    ],
)
def test_recoverable(text: str, left: int, reason: str) -> None:
    assert check(text) == [(str(left), reason)]


def test_a_row_is_one_whether_or_not_its_columns_are_named() -> None:
    cells, at = [], 0
    for row, texts in enumerate((("出生日期", ""), ("1893", SIX_FOUR))):
        for column, text in enumerate(texts):
            header = "出生日期" if row and not column else ""
            cells.append(Cell(row, column, header, False, Span(at, at + len(text))))
            at += len(text) + 1
    sheet = Cells(hidden=False)
    for cell in cells:
        for values, value in zip(
            (sheet.rows, sheet.columns, sheet.starts, sheet.ends),
            (cell.row, cell.column, cell.span.start, cell.span.end),
            strict=True,
        ):
            values.append(value)
    sheet.headers, sheet.top = {0: "出生日期"}, 0
    for made in (tuple(cells), sheet):
        ((left, reason),) = check(f"出生日期\t\n1893\t{SIX_FOUR}", tables=(Table("表1", made),))
        assert reason == "同处的出生日期"
        assert 25 <= int(left) <= 42


def test_birth_year_leaves_some_thirty() -> None:
    ((left, _),) = check(f"1893年出生，{SIX_FOUR}")
    assert 25 <= int(left) <= 42


@pytest.mark.parametrize(
    "text",
    [
        SIX_FOUR,
        f"2026年5月12日公示，{SIX_FOUR}",
        f"1893年5月12日出生，{ID[:2]}{'*' * 13}{ID[15:]}",
        f"{SIX_FOUR}\n{citizen(serial=777)[:14]}****"[:18] + "\n" + citizen(region="110101")[:14] + "****",
    ],
)
def test_strong_enough(text: str) -> None:
    assert check(text) == []


def test_county_can_refuse_six_and_four() -> None:
    assert [reason for _, reason in check(SIX_FOUR, fewest=10_000)] == ["号码本身"]
