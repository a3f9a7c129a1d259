"""Cases as data: what the clocks of columns show, and what rules say of the dates of items."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path

import pytest

from qishan_lint import catalog, examples, plan
from qishan_lint.audit import clocks, limits
from qishan_lint.kinds import Example
from qishan_lint.settings import Settings

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
