"""Cases as data: what the clocks of columns show, and what rules say of the dates of items."""

from __future__ import annotations

import csv
import datetime
import json
import re
from pathlib import Path

import msgspec
import pytest

from qishan_lint import catalog, examples, plan
from qishan_lint.audit import clocks, limits, run, statements
from qishan_lint.kinds import Example
from qishan_lint.settings import Settings
from tests.audit.made import column, item

CASES = Path(__file__).parent / "cases"
CATALOG = catalog.load()


def table(name: str):
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [pytest.param(row, id=row["id"]) for row in rows]


@pytest.mark.parametrize("case", table("clocks"))
def test_clock(case) -> None:
    kind = None if case["class"] == "none" else limits.named(case["class"])
    assert kind is not None or case["class"] == "none"
    days = [] if case["latest"] in ("-", "none") else [datetime.date.fromisoformat(case["latest"])]
    clock = clocks.of(kind, within=int(case["within"]) if case["within"] else None)
    as_of = datetime.date.fromisoformat(case["as-of"])
    seen = clocks.read(clock, days, as_of, items=0 if case["latest"] == "none" else 1)
    assert seen.state == case["state"]
    assert seen.age == (None if case["age"] == "-" else int(case["age"]))
    assert seen.vetoed == (case["vetoed"] == "yes")


@pytest.mark.parametrize("case", table("dates"))
def test_date(case) -> None:
    rule = catalog.compile_rule(CATALOG.entries[case["rule"]], level=None, params={})
    alone = plan.assemble(Settings(rules={}), [rule], CATALOG.digest)
    result, _ = examples.outcome(Example(bad=True, item={"text": "各镇人民政府。", **json.loads(case["item"])}), alone)
    found = {finding.level.value: finding.message.zh for finding in result.findings}
    assert list(found) == ([] if case["expected"] == "-" else [case["expected"]])
    assert case["says"] in "".join(found.values())


def examples_of_statements():
    for rule, statement in limits.table().findings.items():
        for number, example in enumerate(statement.examples):
            yield pytest.param(rule, example, id=f"{rule}-{number}")


@pytest.mark.parametrize(("rule", "example"), list(examples_of_statements()))
def test_example_of_a_statement(rule, example) -> None:
    case = example.bad or example.good
    if case.published is not None:
        made = msgspec.structs.replace(item("a.md"), published=case.published, characters=80, text_digest="t")
        found = run.with_first(made, {"t": case.first})
        said = [] if found.first is None else [statements.redated(found, found.first)]
    else:
        latest = case.latest.isoformat() if case.latest else None
        said = list(statements.about(column("栏目", case.kind, latest, items=case.items, as_of=case.as_of), case.as_of))
    assert (rule in [each.rule for each in said]) == (example.bad is not None)
    assert all("{" not in each.message.zh and "{" not in each.message.en for each in said)


def test_every_statement_has_examples_of_both_kinds_and_speaks_both_languages() -> None:
    for rule, statement in limits.table().findings.items():
        assert any(each.bad for each in statement.examples), rule
        assert any(each.good for each in statement.examples), rule
        for text in (statement.name, statement.message, statement.why):
            assert text.zh, rule
            assert text.en, rule
        fields = [set(re.findall(r"{(\w+)}", each)) for each in (statement.message.zh, statement.message.en)]
        assert fields[0] == fields[1], rule


@pytest.mark.parametrize(
    ("name", "type_", "kind"),
    [
        ("镇街动态", "", "news"),
        ("养老服务动态", "", "news"),
        ("政策解读", "", "interpretation"),
        ("一图读懂", "", "interpretation"),
        ("政策法规", "", "policy"),
        ("干部任前公示", "", "notice"),
        ("县长信箱", "", "letters"),
        ("规划计划", "", "plan-personnel"),
        ("办事统计", "", "service-statistics"),
        ("政府信息公开指南", "", "standing"),
        ("政府信息公开年度报告", "", "annual-report"),
        ("微信公众号", "", "new-media"),
        ("首页", "", "home"),
        ("重点领域", "", "key-fields"),
        ("五花八门", "动态要闻", "news"),
        ("动态要闻", "政策文件", "policy"),
        ("财政预决算", "", None),
        ("统计公报", "", None),
    ],
)
def test_class_of_a_column(name, type_, kind) -> None:
    found = limits.guessed(name, type_)
    assert (found.id if found else None) == kind
