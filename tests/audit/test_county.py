"""The invented county: an audit shows every planted gap and nothing else, and writes outputs that agree."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import openpyxl
import pytest
from fixtures.countymaker import items

from qishan_lint.audit import outputs, record, run
from qishan_lint.audit.run import Outcome


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    root = tmp_path_factory.mktemp("county")
    return root, items.make(root)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def outcome(county, cache) -> Outcome:
    return run.run(run.Request(path=county[0], as_of=items.AS_OF, evaluate="national-2019", cache=cache))


@pytest.fixture(scope="module")
def written(outcome, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    return folder, outputs.write(folder, outcome.audit, outcome.auditing, "zh")


def test_size(county, outcome) -> None:
    assert outcome.audit.counts.items == 600
    assert len({item.department for item in outcome.audit.items}) == 12
    days = [item.published for item in outcome.audit.items if item.published and item.published <= items.AS_OF]
    assert (max(days) - min(days)).days > 330


def test_every_planted_gap_and_nothing_else(county, outcome) -> None:
    shown = Counter(
        items.Planted(each.item or f"{each.department}/{each.column}", each.rule, each.level.value)
        for each in outcome.audit.findings
    )
    assert shown == Counter(county[1])
    assert len(county[1]) >= 20
    assert outcome.code == 1


def test_columns_of_departments_are_several(outcome) -> None:
    news = [column for column in outcome.audit.columns if column.name == "部门动态"]
    assert len(news) == 12
    assert all(sum(column.weeks) > 0 for column in news)


def test_same_seed_same_files(county, tmp_path) -> None:
    again = items.make(tmp_path)
    assert again == county[1]
    old, new = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.md")} for root in (county[0], tmp_path)
    )
    assert old == new


def test_forecast_names_what_becomes_due(county, cache) -> None:
    found = run.run(run.Request(path=county[0], as_of=items.AS_OF, within=14, cache=cache)).audit
    soon = {(column.department, column.name) for column in found.columns if column.state == "soon"}
    assert {(name, "部门动态") for name in items.DEPARTMENTS if name != "县交通运输局"} == soon


def test_no_secret_in_any_output(written) -> None:
    secret = re.compile(rb"61039918630307001")
    folder, paths = written
    assert {path.name for path in paths} == {"audit.json", "audit.csv", "audit.xlsx", "audit.html"}
    for path in folder.iterdir():
        assert not secret.search(path.read_bytes())
    book = openpyxl.load_workbook(folder / "audit.xlsx")
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            assert not any("61039918630307001" in str(cell) for cell in row)


def test_outputs_agree(outcome, written) -> None:
    folder, _ = written
    audit = record.load(folder / "audit.json")
    assert audit == outcome.audit
    rows = list(csv.reader(io.StringIO((folder / "audit.csv").read_text("utf-8-sig"), newline="")))
    book = openpyxl.load_workbook(folder / "audit.xlsx")
    assert book.sheetnames == ["汇总", "部门", "栏目", "问题", "规则", "篇目", "评估自查"]
    assert len(rows) == book["问题"].max_row == len(audit.findings) + 1
    assert book["篇目"].max_row == 601
    assert book["栏目"].max_row == len(audit.columns) + 1
    assert sum(row[3] for row in book["规则"].iter_rows(min_row=2, values_only=True)) == len(audit.findings)
    facts = dict(book["汇总"].iter_rows(values_only=True))
    assert (facts["篇数"], facts["问题处数"]) == (600, len(audit.findings))
    page = (folder / "audit.html").read_text("utf-8")
    assert f"<dd>{audit.counts.faulty}</dd>" in page
    assert page.count('<span class="level') == len(audit.findings)


def test_a_fixed_month_is_rectified(county, outcome, cache, tmp_path) -> None:
    """The same county once more: a repaired item, one that was taken down, and an old text under a new date."""
    root = tmp_path / "later"
    items.make(root)
    by_rule = {gap.rule: root / gap.about for gap in county[1] if gap.about.endswith(".md")}
    wrong = by_rule["wording/wrong-word"]
    wrong.write_text(wrong.read_text("utf-8").replace("布署", "部署"), "utf-8")
    internal = by_rule["sensitive/internal-mark"]
    internal.unlink()
    old = next((root / "items/县民政局/部门动态").glob("*.md"))
    first = re.search(r"date: \"(.*?)\"", old.read_text("utf-8"))
    assert first is not None
    old.write_text(old.read_text("utf-8").replace(first[1], "2026-11-25"), "utf-8")
    found = run.run(run.Request(path=root, as_of=items.AS_OF, earlier=outcome.audit, cache=cache)).audit
    since = found.comparison
    assert since is not None
    assert {each.rule for each in since.fixed} >= {"wording/wrong-word", "sensitive/internal-mark"}
    assert since.rectified == 2
    assert since.reopened == 0
    redated = [each for each in found.findings if each.rule == "stale/redated-since"]
    assert [each.item for each in redated] == [old.relative_to(root).as_posix()]
    column = next(each for each in found.columns if each.department == "县民政局" and each.name == "部门动态")
    assert column.latest is not None
    assert column.latest < items.AS_OF
