"""Items, directories and ledgers of the invented county in one audit by the installed command: every planted gap, no other."""

from __future__ import annotations

import csv
import io
from collections import Counter

import openpyxl
import pytest

pytest.importorskip("python_calamine")

from fixtures.countymaker import __main__ as countymaker
from fixtures.countymaker.__main__ import County
from fixtures.countymaker.items import AS_OF, Planted

from qishan_lint.audit import record
from qishan_lint.audit.record import Audit
from qishan_lint.office.budget import Budget
from qishan_lint.office.package import Package
from tests.command import lint


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> tuple[County, Audit, str]:
    root = tmp_path_factory.mktemp("county")
    made = countymaker.make(root)
    lint(root, "directory", "import", *map(str, made.books), "--output", "目录.yaml")
    ledgers = [part for path in made.ledgers for part in ("--ledger", str(path))]
    command = ("audit", "site", "--as-of", str(AS_OF), "-o", "out", "--directory", "目录.yaml", *ledgers)
    said = lint(root, *command, code=1)
    return made, record.load(root / "out" / record.NAME), said


def test_every_planted_gap_and_nothing_else(county) -> None:
    made, audit, _ = county
    shown = Counter(
        Planted(each.item or f"{each.department}/{each.column}", each.rule, each.level.value) for each in audit.findings
    )
    assert shown == Counter(made.planted)
    assert {one.rule.partition("/")[0] for one in made.planted} >= {"directory", "ledger", "stale", "short", "wording"}


def test_figures_of_directories_and_ledgers(county) -> None:
    made, audit, said = county
    blank = sum(one.rule == "directory/blank" for one in made.planted)
    assert len(audit.directories) == 34
    assert sum(one.entries for one in audit.directories) == 204
    assert sum(one.covered for one in audit.directories) == 204 - blank
    gaps = sum(one.rule.startswith("directory/") for one in made.planted)
    assert sum(one.gaps for one in audit.directories) == gaps
    assert f"{204 - blank} / 204" in said
    assert f"缺口 {gaps} 处" in said
    assert "县长信箱：按时 41 / 42 件" in said


def test_outputs_show_them(county) -> None:
    made, audit, _ = county
    folder = made.site.parent / "out"
    book = openpyxl.load_workbook(folder / "audit.xlsx")
    assert [row[0] for row in book["标准目录"].iter_rows(min_row=2, values_only=True)] == [
        one.name for one in audit.directories
    ]
    assert book["台账"].max_row == 4
    page = (folder / "audit.html").read_text("utf-8")
    assert page.index("三、标准目录") < page.index("四、办理台账")
    rows = list(csv.DictReader(io.StringIO((folder / "audit.csv").read_text("utf-8-sig"), newline="")))
    assert sum(row["类别"] == "标准目录" for row in rows) == sum(one.gaps for one in audit.directories)


def test_the_bulletin_names_them_and_passes_the_check(county) -> None:
    made, audit, _ = county
    root = made.site.parent
    lint(root, "bulletin", "out/audit.json", "--quarter", "2026Q3", "--output", "q3")
    text = Package((root / "q3/bulletin.docx").read_bytes(), Budget(1 << 24)).read("word/document.xml").decode()
    gaps = sum(one.gaps for one in audit.directories)
    assert f"标准目录共204项，有稿件的{sum(one.covered for one in audit.directories)}项，缺口{gaps}处。" in text
    lint(root, "check", "q3/bulletin.docx", "--today", str(AS_OF))


def test_what_is_switched_off_is_not_said(county) -> None:
    made, _, _ = county
    root = made.site.parent
    command = ("audit", "site", "--as-of", str(AS_OF), "-o", "less", "--directory", "目录.yaml")
    lint(root, *command, "--ignore", "directory/late,stale", code=1)
    audit = record.load(root / "less" / record.NAME)
    rules = {each.rule for each in audit.findings}
    assert "directory/blank" in rules
    assert "directory/late" not in rules
    assert "directory/late" not in audit.rules
    assert not any(rule.startswith("stale/") for rule in rules)


def test_what_audits_say_themselves_can_be_selected(county) -> None:
    made, _, _ = county
    root = made.site.parent
    command = ("audit", "site", "--as-of", str(AS_OF), "-o", "only", "--directory", "目录.yaml")
    lint(root, *command, "--select", "directory/late,wording", code=1)
    audit = record.load(root / "only" / record.NAME)
    assert {each.rule.partition("/")[0] for each in audit.findings} == {"directory", "wording"}
    lint(root, *command, "--select", "directory")  # nothing but warnings
    audit = record.load(root / "only" / record.NAME)
    assert {each.family for each in audit.findings} == {"directory"}


@pytest.mark.parametrize(
    ("rule", "words"),
    [("directory/late", "--directory"), ("ledger/silent", "--ledger"), ("stale/column-blank", "只在 audit 中出现")],
)
def test_what_only_audits_say_is_explained(tmp_path, rule, words) -> None:
    assert words in lint(tmp_path, "explain", rule)


def test_periods_of_ledgers_are_the_countys_choice(tmp_path) -> None:
    (tmp_path / "县长信箱.csv").write_text("编号,来信日期,办结日期\n1,2026-11-02,2026-11-20\n", "utf-8")
    command = ("ledger", "check", "县长信箱.csv", "--today", str(AS_OF))
    assert "未确认" in lint(tmp_path, *command)
    (tmp_path / "qishan-lint.yaml").write_text("audit: {ledgers: {letters: {limit: 10}}}\n", "utf-8")
    told = lint(tmp_path, *command, code=1)
    assert "ledger/late" in told
    assert "未确认" not in told
    (tmp_path / "qishan-lint.yaml").write_text("audit: {ledgers: {mail: {limit: 10}}}\n", "utf-8")
    assert "foi、hotline、letters" in lint(tmp_path, *command, code=2)
