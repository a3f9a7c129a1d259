"""The HTML report in a real browser: accessibility, focus, filter, phone, paper, no JavaScript, many findings."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from tests import needs
from tests.formats import sample_report as made

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one visit of the browser saw."""
    needs.chromium()
    folder = tmp_path_factory.mktemp("reports")
    for name, report, lang in (
        ("sample", made.sample(), "zh"),
        ("english", made.sample(), "en"),
        ("spotless", made.spotless(), "zh"),
        ("empty", made.empty(), "zh"),
        ("large", made.large(), "zh"),
    ):
        page = made.bytes_of("html", report, lang=lang, thumbnail=made.jpeg)
        (folder / f"{name}.html").write_bytes(page)
    return needs.visit("report.mjs", folder)


def test_no_violation_of_accessibility_and_no_sideways_scrolling(observed: dict[str, Any]) -> None:
    visits = observed["accessibility"]
    assert len(visits) == 2 * 3 * 2 + 2 * 2
    for visit in visits:
        where = (visit["name"], visit["width"], visit["scheme"])
        assert visit["violations"] == [], where
        assert visit["overflow"] <= 0, where
        assert visit["passes"] > 10, where


def test_nothing_is_fetched_refused_or_run(observed: dict[str, Any]) -> None:
    for visit in (*observed["accessibility"], observed["filtering"], observed["large"], observed["withoutScript"]):
        assert len(visit["requests"]) == 1
        assert visit["messages"] == []
        assert visit["dialogs"] == []


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_every_stop_of_the_tab_key_shows_where_it_is(observed: dict[str, Any], width: str) -> None:
    stops = observed[width]
    assert len(stops) > 15
    for stop in stops:
        assert stop["ring"], stop["what"]
        assert stop["visible"], stop["what"]
        assert stop["onTop"], stop["what"]


def test_filter_counts_while_it_narrows(observed: dict[str, Any]) -> None:
    steps = {step["what"]: (step["count"], step["cards"]) for step in observed["filtering"]["steps"]}
    assert steps["start"] == ("5 篇有问题，共 9 处", 5)
    assert steps["sensitive"] == ("2 篇有问题，共 2 处", 2)
    assert steps["sensitive warnings"] == ("0 篇有问题，共 0 处", 0)
    assert steps["dropped"][1] > 0
    assert steps["cleared"] == steps["start"]
    assert steps["searched"] == ("1 篇有问题，共 3 处", 1)


def test_filtered_to_none_names_the_conditions_and_offers_one_to_drop(observed: dict[str, Any]) -> None:
    none = observed["filtering"]["none"]
    assert "没有同时符合这 2 个条件的篇目" in none
    assert "保密与脱敏 · 有警告" in none
    assert "去掉“保密与脱敏”（有 2 篇）" in none or "去掉“有警告”（有 2 篇）" in none


def test_keys(observed: dict[str, Any]) -> None:
    seen = observed["filtering"]
    assert re.fullmatch(r"f\d+-1", seen["focused"])
    assert seen["dialog"] is True
    assert seen["searching"] == "search"
    assert seen["typed"] == "n"


def test_phone_has_a_sheet_that_keeps_and_returns_the_focus(observed: dict[str, Any]) -> None:
    phone = observed["phone"]
    assert phone["role"] == "dialog"
    assert phone["behind"] is True
    assert phone["back"] == "open-filter"
    assert phone["violations"] == []


def test_complete_without_javascript(observed: dict[str, Any]) -> None:
    seen = observed["withoutScript"]
    assert seen["closed"] == 0
    assert seen["controls"] == 0
    for finding in made.sample().findings:
        if not finding.sensitive:
            assert finding.message.zh in seen["text"]
    for result in made.sample().results:
        assert result.path.split("/")[1] in seen["text"]


def test_titles_cannot_inject(observed: dict[str, Any]) -> None:
    seen = observed["withoutScript"]
    assert seen["injected"] == 0
    assert '<img src=x onerror="alert(1)">' in seen["text"]


def test_ten_thousand_findings(observed: dict[str, Any]) -> None:
    large = observed["large"]
    assert large["paint"] < 1000
    assert large["filter"] < 100
    assert large["shown"] == 200
    assert large["first"] != large["second"]
    assert "规则：" in large["byRule"]
    assert large["overflow"] <= 0
    assert large["violations"] == []


def test_paper_shows_every_finding(observed: dict[str, Any]) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(base64.b64decode(observed["paper"]["pdf"]))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    shown = text.replace("\r", "").replace("\n", "")
    assert 2 <= len(document) <= 6
    assert f"第 1 页，共 {len(document)} 页" in shown
    assert f"政务信息发布检查报告 {made.TODAY.isoformat()}" in shown
    for words in ("疑似拼图：左右 2 张拼成 1 张", "“近日”所指的会议已过去 23 天", "柳湾镇第3次环境卫生整治"):
        assert words.replace(" ", "") in shown.replace(" ", "")
    assert "搜索标题" not in shown
