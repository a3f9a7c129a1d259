"""The kind reports what hides as well, and says where it hides."""

from __future__ import annotations

import datetime
from typing import Any

from qishan_lint.kinds import Context, Rule
from qishan_lint.kinds import identity as kind
from qishan_lint.model import Cell, Item, Level, Part, Role, Span, Table, Text

NOTHING = Text("", "")


def rule(**params: Any) -> Rule:
    roles: tuple[Role, ...] = ("article", "attachment", "metadata", "hidden")
    return Rule(
        "sensitive/x", "identity", Level.ERROR, kind.Params(**params), NOTHING, NOTHING, NOTHING, "", roles=roles
    )


def check(part: Part, **params: Any) -> list[tuple[str, str]]:
    item = Item(id="a", path="a", digest="", parts=(part,))
    matches = kind.check(item, rule(**params), Context(datetime.date(2026, 11, 25)))
    return [(str(match.data["value"]), match.data["where"].zh) for match in matches]  # type: ignore[union-attr]


def test_hidden_part_is_named() -> None:
    part = Part(id="h", path="a.docx", text="手机13800001234", where="修订：已删除", role="hidden")
    assert check(part, kinds=("mobile",)) == [("138****1234", "看不见的内容（修订：已删除）里")]


def test_cells_have_their_headings() -> None:
    text = "610399401203101"
    table = Table("表1", (Cell(1, 0, "身份证号", False, Span(0, 15)),))
    part = Part(id="s", path="a.xlsx", text=text, role="attachment", tables=(table,))
    assert len(check(part, kinds=("citizen-id",), below=0.9)) == 1
    assert check(Part(id="s", path="a.xlsx", text=text, role="attachment"), kinds=("citizen-id",)) == []


def test_contacts_are_told_apart() -> None:
    part = Part(id="", path="a.md", text="联系人：王某，联系电话：13800001234")
    assert check(part, kinds=("mobile",), contact=False) == []
    assert len(check(part, kinds=("mobile",), contact=True)) == 1
