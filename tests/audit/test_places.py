"""Places: which column and department an item belongs to."""

from __future__ import annotations

import pytest

from qishan_lint.audit import places
from qishan_lint.declared import Column
from qishan_lint.errors import ConfigError
from qishan_lint.model import Result

DECLARED = (
    Column(name="要闻", names=["要闻动态"], department="县政府办公室"),
    Column(name="镇街动态", department="石桥镇"),
    Column(name="镇街动态", department="柳湾镇"),
    Column(name="养老服务", folder="重点领域/养老", department="县民政局"),
    Column(name="重点领域", folder="重点领域"),
)


def result(id_: str, column: str = "", department: str = "") -> Result:
    return Result(id=id_, path=id_, digest="", column=column, department=department)


@pytest.mark.parametrize(
    ("id_", "column", "department", "expected"),
    [
        ("content/通知公告/a.md", "", "", ("通知公告", "", None)),
        ("content/通知公告/202611/a.md", "", "", ("通知公告", "", None)),
        ("content/通知公告/2026-11-20/a.md", "", "", ("通知公告", "", None)),
        ("content/x/a.md", "首页 > 政务公开 > 通知公告", "县财政局", ("通知公告", "县财政局", None)),
        ("a.md", "", "", ("", "", None)),
        ("content/要闻动态/a.md", "", "", ("要闻", "县政府办公室", 0)),
        ("content/x/a.md", "要闻动态", "县水利局", ("要闻", "县水利局", 0)),
        ("content/镇街动态/a.md", "", "柳湾镇", ("镇街动态", "柳湾镇", 2)),
        ("content/镇街动态/a.md", "", "县水利局", ("镇街动态", "县水利局", None)),
        ("重点领域/养老/a.md", "别的栏目", "", ("养老服务", "县民政局", 3)),
        ("重点领域/其他/a.md", "", "", ("重点领域", "", 4)),
    ],
)
def test_place(id_, column, department, expected) -> None:
    found = places.layout(DECLARED, "", "x").place(result(id_, column, department))
    assert (found.column, found.department, found.declared) == expected


@pytest.mark.parametrize(
    ("folders", "id_", "expected"),
    [
        ("items/{department}/{column}", "items/县民政局/通知公告/a.md", ("通知公告", "县民政局")),
        ("{column}/{department}", "通知公告/县民政局/2026/a.md", ("通知公告", "县民政局")),
        ("*/{department}", "x/县民政局/通知公告/a.md", ("通知公告", "县民政局")),
        ("items/{department}/{column}", "other/县民政局/通知公告/a.md", ("通知公告", "")),
        ("items/{department}/{column}", "items/a.md", ("items", "")),
    ],
)
def test_layout(folders, id_, expected) -> None:
    found = places.layout((), folders, "x").place(result(id_))
    assert (found.column, found.department) == expected


def test_a_wrong_layout_is_refused() -> None:
    with pytest.raises(ConfigError, match="folders"):
        places.layout((), "items/{unit}/{column}", "qishan-lint.yaml")


def test_empty_folders_beside_columns_are_columns(tmp_path) -> None:
    for folder in ("站/要闻", "站/人事信息", "站/.git", "别处/空"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "站/要闻/a.md").write_text("x", encoding="utf-8")
    assert places.empty_folders(tmp_path, ["要闻"]) == ("站/人事信息",)
