"""Workbooks of directories: titles, two rows of headings, merged cells, repeated headings, boxes, 同上."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("python_calamine")

from qishan_lint.directory import boxes, sheets, store
from qishan_lint.directory.boxes import Box
from qishan_lint.directory.model import Library
from qishan_lint.errors import UsageError
from tests.directory.books import BELOW, HEAD, LEGEND, book, row


def test_headings_over_two_rows_and_the_area_in_the_title(tmp_path: Path) -> None:
    (found,) = sheets.read(
        book(tmp_path / "a.xlsx", [row(1, "低保", "审批结果"), row(2, "低保", "政策文件", request="√", active="")])
    )
    assert found.area == "社会救助"
    assert [(one.row, one.first, one.second) for one in found.entries] == [
        (4, "低保", "审批结果"),
        (5, "低保", "政策文件"),
    ]
    first, second = found.entries
    assert (first.channels, first.audience, first.way, first.level) == (
        ("政府网站", "两微一端"),
        ("everybody",),
        ("active",),
        ("county",),
    )
    assert second.way == ("request",)
    assert found.absent == ()


def test_a_merged_cell_stands_for_all_that_it_covers(tmp_path: Path) -> None:
    rows = [row(1, "低保", "政策"), row(2, "", "条件"), row(3, "", "结果")]
    (found,) = sheets.read(book(tmp_path / "a.xlsx", rows, merged=["B4:B6"]))
    assert [one.first for one in found.entries] == ["低保"] * 3


def test_repeated_headings_and_blank_rows_are_skipped_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [row(1, "低保", "政策"), (), HEAD, BELOW, row(2, "低保", "结果"), ("说明：以上由县民政局负责解释",)]
    (found,) = sheets.read(book(tmp_path / "a.xlsx", rows))
    assert [one.row for one in found.entries] == [4, 8]


def test_as_above_is_what_stands_above_and_stays_without(tmp_path: Path) -> None:
    rows = [
        row(1, "低保", "政策", limit="同上"),
        row(2, "低保", "条件"),
        row(3, "低保", "结果", limit="同上", body="同上"),
    ]
    (found,) = sheets.read(book(tmp_path / "a.xlsx", rows))
    assert found.entries[0].limit == "同上"
    assert found.entries[2].limit == found.entries[1].limit
    assert found.entries[2].body == "青禾县民政局"


def test_a_legend_makes_empty_boxes_a_choice(tmp_path: Path) -> None:
    (found,) = sheets.read(
        book(tmp_path / "a.xlsx", [row(1, "低保", "政策", channels="□政府网站 ■公示栏")], legend=LEGEND)
    )
    assert (found.entries[0].channels, found.entries[0].optional) == (("公示栏",), ("政府网站",))


@pytest.mark.parametrize(
    ("cell", "ticked"),
    [
        ("■政府网站 □政府公报", {"政府网站": True, "政府公报": False}),
        ("☑政府网站\n☐入户/现场", {"政府网站": True, "入户/现场": False}),
        ("\uf052政府网站\uf0a3公示栏", {"政府网站": True, "公示栏": False}),
        ("R政府网站  £公示栏", {"政府网站": True, "公示栏": False}),
        ("√ 政府网站", {"政府网站": True}),
        ("政府网站、公示栏", {"政府网站": True, "公示栏": True}),
        ("", {}),
    ],
)
def test_boxes(cell: str, ticked: dict[str, bool]) -> None:
    assert {one.name: one.ticked for one in boxes.parse(cell)} == ticked


def test_optional_boxes() -> None:
    assert boxes.parse("□政府网站", optional=True) == (Box("政府网站", None),)


def test_a_table_of_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,金额\n甲,1\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        sheets.read(tmp_path / "a.csv")
    assert "没有找到目录表头" in error.value.message.zh


def test_what_is_kept_can_be_read_again(tmp_path: Path) -> None:
    library = Library(directories=sheets.read(book(tmp_path / "a.xlsx", [row(1, "低保", "审批: '结果' #1")])))
    store.write(tmp_path / "a.yaml", library)
    assert store.read(tmp_path / "a.yaml") == library


def test_a_directory_in_word_with_boxes_of_a_symbol_font(tmp_path: Path) -> None:
    """Plain text reading loses such boxes: in the file they are codes of a font."""
    from tests.office.files import docx, paragraph
    from tests.office.test_wordtables import cell, sign, table
    from tests.office.test_wordtables import row as line

    head = ("序号", "公开事项", "公开内容", "公开依据", "公开时限", "公开主体")
    channels = cell(sign("Wingdings 2", "F052"), sign("Wingdings 2", "F0A3").replace("政府网站", "公示栏"))
    entry = line(*("1", "低保", "审批结果", "条例", "长期公开", "县民政局"), channels)
    again = line(*("2", "低保", "资金使用", "条例", "长期公开", "县民政局"), channels)
    body = (
        paragraph("青禾县社会救助领域基层政务公开标准目录") + table(line(*head, "公开渠道和载体"), entry) + table(again)
    )
    path = tmp_path / "目录.docx"
    path.write_bytes(docx(body))
    (found,) = sheets.read(path)
    assert found.area == "社会救助"
    assert [(one.row, one.number, one.channels) for one in found.entries] == [
        (2, "1", ("政府网站",)),
        (3, "2", ("政府网站",)),
    ]
