"""JUnit and checkstyle: valid documents, whatever an article holds; what fails is what blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from qishan_lint.model import Excerpt, Report, Text
from tests.formats import sample_report as made


def parsed(name: str, report: Report) -> etree._Element:
    rendered = made.text_of(name, report)
    assert rendered.isascii()
    return etree.fromstring(rendered.encode())


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("junit.xsd"))))


@pytest.mark.parametrize("report", [made.sample(), made.spotless(), made.empty()])
def test_junit_is_valid(report: Report, schema: etree.XMLSchema) -> None:
    schema.assertValid(parsed("junit", report))


def test_schema_refuses_what_collectors_cannot_read(schema: etree.XMLSchema) -> None:
    root = parsed("junit", made.sample())
    del root[0].attrib["tests"]
    assert not schema.validate(root)


def test_counts_of_a_suite_are_those_of_its_cases() -> None:
    root = parsed("junit", made.sample())
    assert len(root) == 10
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped", "")) == len(suite.findall("testcase/skipped"))


def test_errors_fail_warnings_are_told_waivers_are_skipped() -> None:
    suites = {suite.get("package"): suite for suite in parsed("junit", made.sample())}
    fire = suites[made.fire().id]
    assert fire.get("failures") == "0"
    assert "警告 6:1 “近日”所指的会议已过去 23 天" in (fire.findtext("system-out") or "")
    skipped = fire.find("testcase/skipped")
    assert skipped is not None
    assert skipped.get("message") == "指上一段的会议"
    assert [case.get("name") for case in suites[made.clear(1).id].findall("testcase")] == ["check"]


@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_gives_a_document_that_can_be_read(text: str) -> None:
    finding = made.in_text("wording/wrong-word", f"{text}.md", 3, text, text, text, text, suggestions=(text,))
    finding = replace(finding, message=Text(text, text), excerpt=Excerpt(text, text, text))
    result = replace(made.clear(1), id=text, path=text, title=text, findings=(finding,))
    for name in ("junit", "checkstyle"):
        parsed(name, made.report(result))


def test_checkstyle_groups_by_file() -> None:
    root = parsed("checkstyle", made.sample())
    files = {file.get("name"): file for file in root}
    sheet = files["content/民政局/公示/发放名册.xlsx"]
    assert len(sheet) == 12
    assert {str(name): str(value) for name, value in sheet[0].attrib.items()} == {
        "line": "1",
        "severity": "error",
        "message": "有公民身份号码 61*************007 (表2!D7)",
        "source": "qishan-lint.sensitive.citizen-id",
    }
    wrong = files[made.harvest().path][0]
    assert (wrong.get("line"), wrong.get("column")) == ("18", "14")
