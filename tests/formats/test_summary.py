"""The figures that every format shows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from msgspec.structs import replace

from qishan_lint.formats._summary import Verdict, summarize, verdict
from qishan_lint.model import Level
from tests.formats import sample_report as made

SUMMARY = summarize(made.sample())


def test_items_are_blocked_need_work_or_are_clear() -> None:
    assert dict(SUMMARY.verdicts) == {Verdict.BLOCKED: 4, Verdict.WORK: 1, Verdict.CLEAR: 5}
    assert verdict(made.unread()) is Verdict.BLOCKED


def test_equal_hits_in_one_file_are_one_finding() -> None:
    groups = SUMMARY.groups[made.allowance().id]
    assert [(group.first.rule, len(group.hits)) for group in groups] == [
        ("sensitive/citizen-id", 12),
        ("short/attachment-only", 1),
    ]
    assert SUMMARY.total.findings == 9
    assert SUMMARY.total.hits == 20


def test_secrecy_comes_first_in_an_item() -> None:
    assert SUMMARY.groups[made.allowance().id][0].first.sensitive


def test_findings_of_different_files_stay_apart() -> None:
    one = made.in_text("wording/wrong-word", "a.md", 1, "", "登陆", "", "“登陆”应为“登录”")
    other = made.in_text("wording/wrong-word", "b.md", 1, "", "登陆", "", "“登陆”应为“登录”")
    result = replace(made.clear(1), findings=(one, other))
    assert summarize(made.report(result)).total.findings == 2


def test_other_figures() -> None:
    assert (SUMMARY.unread, SUMMARY.waived, SUMMARY.baselined, SUMMARY.fixable) == (1, 1, 2, 1)
    assert SUMMARY.total.levels[Level.ERROR] == 6
    assert SUMMARY.families["sensitive"].items == 2


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(made.text_of("json", made.sample()))
    return loaded


def test_json_has_the_same_figures_as_its_findings(document: dict[str, Any]) -> None:
    findings = [finding for item in document["items"] for finding in item["findings"]]
    assert document["summary"]["findings"]["total"] == len(findings) == SUMMARY.total.findings
    assert document["summary"]["findings"]["hits"] == sum(finding["count"] for finding in findings)
    assert sum(item["verdict"] == "blocked" for item in document["items"]) == document["summary"]["blocked"]


def test_text_has_the_same_figures_as_json(document: dict[str, Any]) -> None:
    shown = made.text_of("text", made.sample())
    figures = document["summary"]
    for count, word in (
        (figures["items"], "篇已查"),
        (figures["clear"], "篇无问题"),
        (figures["blocked"], "篇不得发布"),
    ):
        assert f"{count} {word}" in shown
    total = re.search(r"合计 +(\d+) +(\d+) +(\d+) +(\d+)", shown)
    assert total is not None
    expected = (figures["findings"][key] for key in ("error", "warning", "info", "items"))
    assert [int(number) for number in total.groups()] == list(expected)


def test_html_has_the_same_figures_as_json(document: dict[str, Any]) -> None:
    figures = document["summary"]
    page = made.bytes_of("html", made.sample()).decode()
    assert f"{figures['findings']['items']} 篇有问题，共 {figures['findings']['total']} 处" in page
    assert f"<em>{figures['blocked']} 篇不得发布</em>" in page
    for name, count in figures["families"].items():
        tile = re.search(rf'value="{name}".*?<b>(\d+)</b>', page)
        assert tile is not None
        assert int(tile[1]) == count["items"]


def test_workbook_has_the_same_figures_as_json(document: dict[str, Any]) -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(made.bytes_of("xlsx", made.sample())))
    rows = {row[0]: row[1:] for row in book["汇总"].iter_rows(values_only=True)}
    figures = document["summary"]["findings"]
    assert rows["合计"][:4] == tuple(figures[key] for key in ("error", "warning", "info", "items"))
    assert rows["不得发布"][0] == document["summary"]["blocked"]
    assert book["问题"].max_row - 1 == figures["total"]
    assert book["篇目"].max_row - 1 == document["summary"]["items"]


def test_rules_that_mean_unread_content_exist() -> None:
    from qishan_lint import catalog
    from qishan_lint.formats import _summary

    slugs = {id_.partition("/")[2] for id_ in catalog.load().entries}
    for ending in _summary._UNREAD:
        assert any(slug.endswith(ending) for slug in slugs), ending


def test_only_errors_of_the_sensitive_family_are_a_veto() -> None:
    warning = replace(made.allowance().findings[-1], level=Level.WARNING)
    result = replace(made.allowance(), findings=(warning,))
    assert "一票否决" not in made.text_of("text", made.report(result))
    assert "一票否决，先处理" in made.text_of("text", made.sample())
