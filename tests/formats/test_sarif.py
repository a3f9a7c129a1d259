"""SARIF: valid by the official schema, positions in both units, suppressions, fixes, fingerprints."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from qishan_lint.model import Report
from tests import needs
from tests.formats import sample_report as made


def log(report: Report, **options: Any) -> dict[str, Any]:
    rendered = made.text_of("sarif", report, **options)
    assert rendered.isascii()
    loaded: dict[str, Any] = json.loads(rendered)
    return loaded


def results(report: Report, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log(report, **options)["runs"][0]["results"]
    return found


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    path = needs.node_module("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
    return jsonschema.Draft4Validator(json.loads(path.read_text()))


@pytest.mark.node
@pytest.mark.parametrize("columns", ["unicodeCodePoints", "utf16CodeUnits"])
@pytest.mark.parametrize("report", [made.sample(), made.spotless(), made.empty()])
def test_valid_by_the_official_schema(report: Report, columns: str, validator: jsonschema.Draft4Validator) -> None:
    assert [error.message for error in validator.iter_errors(log(report, columns=columns))] == []


@pytest.mark.node
def test_the_schema_tells_bad_logs(validator: jsonschema.Draft4Validator) -> None:
    bad = log(made.sample())
    bad["runs"][0]["columnKind"] = "bytes"
    assert not validator.is_valid(bad)


def test_every_hit_is_a_result_and_names_its_rule() -> None:
    run = log(made.sample())["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == 20 + 1
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(rule["help"]["text"] for rule in rules)


def test_columns_are_counted_in_the_unit_that_is_named() -> None:
    finding = made.in_text("wording/wrong-word", "a.md", 1, "😀岐山县", "风鸣镇", "𠮷祥", "地名有误")
    report = made.report(replace(made.clear(1), findings=(finding,)))
    points, units = log(report), log(report, columns="utf16CodeUnits")
    assert points["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert units["runs"][0]["columnKind"] == "utf16CodeUnits"
    region = results(report)[0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"], region["charLength"]) == (5, 8, 3)
    assert region["snippet"]["text"] == "风鸣镇"
    region = results(report, columns="utf16CodeUnits")[0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (6, 9)
    assert "charOffset" not in region


def test_paths_are_percent_encoded_and_relative() -> None:
    uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results(made.sample())}
    assert all(uri.isascii() and not uri.startswith("/") and ":" not in uri for uri in uris)
    assert any("a,b%3Ac%25d" in uri for uri in uris)


def test_waivers_are_suppressions_with_their_reason() -> None:
    suppressed = [result for result in results(made.sample()) if "suppressions" in result]
    assert len(suppressed) == 1
    (suppression,) = suppressed[0]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"] == "指上一段的会议"


def test_fixes_replace_what_was_found() -> None:
    (fixed,) = (result for result in results(made.sample()) if "fixes" in result)
    (replacement,) = fixed["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"]["text"] == "登录"
    assert replacement["deletedRegion"]["startColumn"] == 14


def test_fingerprints_are_there() -> None:
    for result in results(made.sample()):
        assert len(result["partialFingerprints"]["qishanFinding/v1"]) == 64
