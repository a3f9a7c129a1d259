from __future__ import annotations

import pytest

from qishan_lint.identity import of_tables
from qishan_lint.identity.headings import Columns, tabular
from qishan_lint.identity.value import Heading
from qishan_lint.model import Cell, Cells, Span, Table

ROWS = (("序号", "姓名", "", "手机"), ("1", "李某", "甲", "13800001234"), ("2", "王某", "乙", "13900001234"))


def long_table() -> Cells:
    """The cells of ``ROWS`` as a sheet holds them: tabs and line feeds between."""
    cells, at = Cells(hidden=False), 0
    for row, texts in enumerate(ROWS):
        for column, text in enumerate(texts):
            for values, value in zip(
                (cells.rows, cells.columns, cells.starts, cells.ends), (row, column, at, at + len(text)), strict=True
            ):
                values.append(value)
            at += len(text) + 1
    cells.headers, cells.top = {column: text for column, text in enumerate(ROWS[0]) if text}, 0
    return cells


def seen(known: Columns, size: int) -> list[Heading | None]:
    return [known.above(place) for place in range(size)]


def test_a_sheet_and_a_table_of_the_same_cells_tell_the_same() -> None:
    sheet = long_table()
    size = sheet[-1].span.end + 2
    table = tuple(Cell(one.row, one.column, one.header, one.hidden, one.span) for one in sheet)
    one, other = of_tables([Table("表1", sheet)]), of_tables([Table("表1", table)])
    assert len(one) == len(other) == 6
    assert seen(one, size) == seen(other, size)
    phone = one.above(sheet[7].span.start)
    assert phone is not None
    assert phone == ("手机", "序号\t姓名\t手机")
    assert [one.line(cell.span.start) for cell in sheet] == [other.line(cell.span.start) for cell in sheet]
    assert one.line(sheet[7].span.start) == 1


def test_cells_without_a_heading_stand_under_none() -> None:
    sheet = long_table()
    known = of_tables([Table("表1", sheet)])
    assert known.above(sheet[6].span.start) is None
    assert known.above(sheet[1].span.start) is None


def test_columns_are_asked_by_their_heading() -> None:
    text = "\n".join("\t".join(row) for row in ROWS)
    known = tabular(text)
    assert [text[cell.start : cell.end] for cell in known.under(lambda heading: heading == "姓名")] == ["李某", "王某"]
    assert list(known.under(lambda heading: heading == "住址")) == []
    assert list(known.texts()) == ["序号", "姓名", "", "手机"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_nested_tables_come_in_the_order_of_the_text(order: tuple[int, int]) -> None:
    tables = (
        Table("表1", (Cell(1, 0, "甲", False, Span(0, 3)), Cell(2, 0, "甲", False, Span(20, 23)))),
        Table("表2", (Cell(1, 0, "乙", False, Span(10, 13)),)),
    )
    known = of_tables([tables[number] for number in order])
    assert [one.text if one else None for one in map(known.above, (1, 11, 21, 15))] == ["甲", "乙", "甲", None]
