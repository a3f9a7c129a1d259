"""Forms go out as workbooks and come back: a sound one passes, each planted mistake is found at its cell."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.forms import template, writing
from qishan_lint.forms.template import Field, Template
from qishan_lint.kinds.form import fits
from tests import needs
from tests.command import lint

xlsxwriter = pytest.importorskip("xlsxwriter")
calamine = pytest.importorskip("python_calamine")

KEY = "social-assistance"
ROW = {
    "序号": "1", "公开依据": "条例第二十条", "责任单位或股室": "救助股", "救助类别": "低保", "对象": "王某某", "镇村": "石桥镇",
    "保障人数": "2", "金额（元）": "800.50", "公示截止日期": "2026-11-30", "公开日期": "2026-11-20", "公开渠道": "政府网站",
    "保密审查": "已审查，可以公开", "脱敏排查": "已排查，已脱敏", "审核人": "张某",
}  # fmt: skip


def filled(
    path: Path, rows: Sequence[dict[str, str]], totals: dict[str, str] | None = None, form: Template | None = None
) -> Path:
    """The form (that of ``KEY`` by default) as ``form new`` writes it, filled in and saved by another program."""
    made = calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(writing.write(form or template.of(KEY), "zh"))
    ).get_sheet_by_index(0)
    head = [list(map(str, row)) for row in made.to_python(skip_empty_area=False)[:3]]
    names = [name.rstrip("*") for name in head[2]]
    lines = [*head, *([row.get(name, "") for name in names] for row in rows)]
    if totals:
        lines.append(["合计", *(totals.get(name, "") for name in names[1:])])
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("填报")
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if value:
                    sheet.write_string(number, column, value)
    return path


def found(path: Path) -> set[tuple[str, str]]:
    """What the check says of the form: rule and place."""
    out = lint(path.parent, "check", path.name, "--select", "form", "--format", "jsonl", "--exit-zero", "--no-cache")
    entries = [entry for entry in map(json.loads, out.splitlines()) if entry["type"] == "finding"]
    return {(entry["rule"], place["where"]) for entry in entries for place in entry["places"]}


def test_there_are_twenty_six_templates_and_all_ask_for_both_reviews() -> None:
    assert len(template.names()) == 26
    for key in template.names():
        known = template.of(key)
        names = [field.name for field in known.fields]
        assert len(set(names)) == len(names)
        assert {"保密审查", "脱敏排查"} <= set(names)
        assert not known.confirmed
        assert all(field.choices for field in known.fields if field.type == "choice")


def test_a_sound_form_passes(tmp_path: Path) -> None:
    other = {**ROW, "序号": "2", "金额（元）": "1,199.50"}
    totals = {"保障人数": "4", "金额（元）": "2000"}
    assert found(filled(tmp_path / "a.xlsx", [ROW, other], totals)) == set()


@pytest.mark.parametrize(
    ("change", "rule", "where"),
    [
        ({"镇村": ""}, "form/required", "填报!F4"),
        ({"金额（元）": "八百"}, "form/type", "填报!H4"),
        ({"对象": "王小明"}, "form/type", "填报!E4"),
        ({"救助类别": "低保金"}, "form/choice", "填报!D4"),
        ({"镇村": "待填"}, "form/placeholder", "填报!F4"),
        ({"保密审查": ""}, "form/review", "填报!L4"),
        ({"保密审查": "已审查，不予公开"}, "form/review", "填报!L4"),
        ({"公开日期": "2026-13-01"}, "form/type", "填报!J4"),
    ],
)
def test_each_mistake_is_found_at_its_cell(tmp_path: Path, change: dict[str, str], rule: str, where: str) -> None:
    assert found(filled(tmp_path / "a.xlsx", [{**ROW, **change}])) == {(rule, where)}


def test_totals_and_columns_that_say_nothing(tmp_path: Path) -> None:
    rows = [{**ROW, "序号": str(number), "镇村": "无"} for number in (1, 2)]
    assert found(filled(tmp_path / "a.xlsx", rows, {"金额（元）": "1600"})) == {
        ("form/nothing", "填报!F4"),
        ("form/total", "填报!H6"),
    }


def test_other_rules_go_on_reading_the_cells(tmp_path: Path) -> None:
    filled(tmp_path / "a.xlsx", [{**ROW, "公开依据": "请登陆系统查询，身份证号610323189305121011"}])
    told = lint(tmp_path, "check", "a.xlsx", "--no-cache", code=1)
    assert "sensitive/citizen-id" in told
    assert "wording/wrong-word" in told
    assert "18930512" not in told


def test_a_form_of_the_office_is_known_by_its_pack(tmp_path: Path) -> None:
    """A form whose template nobody can find is told, never passed unread."""
    own = "name: {zh: 本县表, en: Ours}\nconfirmed: true\nfields: [{name: 事项, type: text}, {name: 份数, type: integer}]\n"
    (tmp_path / "pack/forms").mkdir(parents=True)
    (tmp_path / "pack/forms/own.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "b").mkdir()
    form = template.named(str(tmp_path / "pack/forms/own.yaml"))
    row = {**{field.name: ROW.get(field.name, "") for field in form.fields}, "事项": "救助", "份数": "两份"}
    sheet = filled(tmp_path / "b/a.xlsx", [row], form=form)
    assert found(sheet) == {("form/unread", "填报!A2")}
    (tmp_path / "qishan-lint.yaml").write_text("packs: [pack]\n", encoding="utf-8")
    assert found(sheet) == {("form/type", "填报!E4")}
    assert "本县表" in lint(tmp_path, "form", "list")
    assert "份数*" in lint(tmp_path, "form", "show", "own")
    (tmp_path / "pack/forms/own.yaml").write_text(own.replace("integer", "text"), encoding="utf-8")
    assert found(sheet) == set()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_amounts_are_numbers_however_they_are_grouped(number: object) -> None:
    field = Field("金额", "amount")
    assert fits(field, f"{number}")
    assert fits(field, f"{number:,}")
    assert not fits(field, f"{number}元")


@given(st.text(max_size=20))
def test_no_text_breaks_a_type(text: str) -> None:
    for type_ in template.common().types:
        assert fits(Field("x", type_), text) in (True, False)


@pytest.mark.parametrize(
    ("text", "good"), [("0917-8212345", True), ("8212345", True), ("12345", True), ("13900001234", False), ("", True)]
)
def test_phones_of_offices(text: str, good: bool) -> None:
    assert fits(Field("电话", "office-phone"), text) is good


def test_the_commands(tmp_path: Path) -> None:
    assert lint(tmp_path, "form", "list").count("尚未确认") == 26
    assert "救助类别*" in lint(tmp_path, "form", "show", "社会救助")
    lint(tmp_path, "form", "new", "social-assistance", "--output", "a.xlsx")
    assert found(tmp_path / "a.xlsx") == set()
    assert "form list" in lint(tmp_path, "form", "new", "social", code=2)
    (tmp_path / "own.yaml").write_text(
        "name: {zh: 本县表, en: Ours}\nconfirmed: true\nfields: [{name: 事项, type: text}]\n", encoding="utf-8"
    )
    assert "尚未确认" not in lint(tmp_path, "form", "new", "own.yaml")
    (tmp_path / "bad.yaml").write_text("name: x\nfields: []\n", encoding="utf-8")
    assert "bad.yaml" in lint(tmp_path, "form", "show", "bad.yaml", code=2)


@pytest.mark.office
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    import pypdfium2

    (tmp_path / "a.xlsx").write_bytes(writing.write(template.of(KEY), "zh"))
    document = pypdfium2.PdfDocument(needs.as_pdf(tmp_path / "a.xlsx"))
    assert "社会救助领域信息公开表" in document[0].get_textpage().get_text_range()
