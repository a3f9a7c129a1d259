"""The dashboard in a real browser: accessibility, phone, no JavaScript, and one sheet of paper."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from qishan_lint.audit import compare, evaluation, page
from qishan_lint.audit.record import Audit
from qishan_lint.declared import Auditing
from tests import needs
from tests.audit.made import AS_OF, audit, column, county, finding, item

pytestmark = pytest.mark.browser

MASTHEAD = Auditing(masthead="政务公开工作通报", issue="2026年第3期", office="青禾县政务公开办公室")


def sample() -> Audit:
    """A county with everything that a dashboard can show."""
    items = [item(f"{name}/{number}.md", name) for name in ("县民政局", "县财政局", "县档案馆") for number in range(24)]
    items = items[:-10]
    found = [finding(each.id, department=each.department) for each in items[::6]]
    found += [
        finding(items[1].id, "sensitive/citizen-id", text="<b>证号</b> 61****0019"),
        finding(items[2].id, level="info"),
    ]
    columns = [
        column("要闻动态", "news", "2026-11-01"),
        column("部门动态", "news", "2026-11-12"),
        column("政策解读", "interpretation", "2026-09-12"),
        column("人事信息", "plan-personnel", None),
        column("空栏", "notice", None, items=0),
        column("机构职能", "standing", "2024-09-12"),
    ]
    made = audit(items, found, columns)
    made = compare.compare(made, audit(items, [*found[:-1], finding(items[5].id)], as_of=AS_OF))
    return _evaluated(made)


def _evaluated(made: Audit) -> Audit:
    import msgspec

    return msgspec.structs.replace(made, evaluation=evaluation.evaluate(made, "national-2019"))


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one visit of the browser saw."""
    needs.chromium()
    folder = tmp_path_factory.mktemp("dashboards")
    large = _evaluated(compare.compare(county(45, 25, 40), county(45, 25, 40)))
    pages = {
        "sample": page.render(sample(), MASTHEAD, "zh"),
        "english": page.render(sample(), Auditing(), "en"),
        "empty": page.render(audit(), Auditing(), "zh"),
        "large": page.render(large, MASTHEAD, "zh"),
    }
    for name, content in pages.items():
        (folder / f"{name}.html").write_bytes(content)
    return needs.visit("dashboard.mjs", folder, *pages)


def test_no_violation_of_accessibility_and_no_sideways_scrolling(observed) -> None:
    assert len(observed["visits"]) == 4 + 3 * 2
    for visit in observed["visits"]:
        where = (visit["name"], visit["width"], visit["scheme"])
        assert visit["violations"] == [], where
        assert visit["overflow"] <= 0, where
        assert visit["passes"] > 10, where


def test_nothing_is_fetched_or_refused(observed) -> None:
    for visit in observed["visits"]:
        assert len(visit["requests"]) == 1
        assert visit["messages"] == []


@pytest.mark.parametrize("name", ["sample", "english", "empty", "large"])
def test_one_sheet_of_paper(observed, name) -> None:
    (printed,) = [each for each in observed["paper"] if each["name"] == name]
    document = pypdfium2.PdfDocument(printed["file"])
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)


def test_paper_names_the_county_and_its_figures(observed) -> None:
    (printed,) = [each for each in observed["paper"] if each["name"] == "large"]
    text = pypdfium2.PdfDocument(printed["file"])[0].get_textpage().get_text_range()
    for words in (
        "政务公开工作通报",
        "青禾县政务信息检查结果",
        "一、部门问题率",
        "二、栏目更新",
        "三、评估自查",
        "个栏目，见工作簿",
    ):
        assert words in text.replace(" ", "")
