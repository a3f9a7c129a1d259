"""JSON and JSON Lines: one shape, one version, the same bytes everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from qishan_lint.formats._record import SCHEMA
from qishan_lint.model import Report
from tests.formats import sample_report as made


def rendered(name: str) -> str:
    return made.text_of(name, made.sample())


def test_json_names_the_version_of_its_shape() -> None:
    document = json.loads(rendered("json"))
    assert document["schema"] == SCHEMA
    assert document["tool"] == {"name": "qishan-lint", "version": "1.0.0"}


def test_bytes_depend_on_neither_language_nor_machine() -> None:
    report = replace(made.sample(), seconds=99.0, root="/somewhere/else")
    for name in ("json", "jsonl"):
        assert rendered(name) == made.text_of(name, report, lang="en", width=200, color=True)
        assert rendered(name).isascii()


def test_hits_keep_their_own_place_and_fingerprint() -> None:
    document = json.loads(rendered("json"))
    item = next(item for item in document["items"] if item["id"] == made.allowance().id)
    finding = item["findings"][0]
    assert finding["count"] == len(finding["places"]) == 12
    assert len({place["fingerprint"] for place in finding["places"]}) == 12
    assert finding["places"][0]["where"] == "表2!D7"
    assert "line" not in finding["places"][0]


def test_fixes_and_cut_lines_are_there() -> None:
    document = json.loads(rendered("json"))
    wrong, _, collage = document["items"][0]["findings"]
    assert wrong["places"][0]["fix"]["edits"][0]["text"] == "登录"
    assert collage["places"][0]["lines"] == [[803, 0, 803, 900]]


def test_lines_hold_the_same_findings_as_the_document() -> None:
    document = json.loads(rendered("json"))
    lines = [json.loads(line) for line in rendered("jsonl").splitlines()]
    assert [line["type"] for line in lines][:2] == ["run", "item"]
    assert lines[-1] == {"type": "summary", **document["summary"]}
    findings = [line for line in lines if line["type"] == "finding"]
    expected = [
        {"type": "finding", "item": item["id"], **finding} for item in document["items"] for finding in item["findings"]
    ]
    assert findings == expected


def test_waivers_say_why_who_and_until_when() -> None:
    document = json.loads(rendered("json"))
    (waiver,) = (waiver for item in document["items"] for waiver in item["waivers"])
    assert (waiver["reason"], waiver["by"], waiver["until"]) == ("指上一段的会议", "李岩", "2026-12-31")


SHAPE = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("report", [made.sample(), made.spotless(), made.empty()])
def test_json_has_the_published_shape(report: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SHAPE)
    jsonschema.Draft202012Validator(SHAPE).validate(json.loads(made.text_of("json", report)))


def test_every_field_of_the_shape_is_described() -> None:
    document = json.loads(rendered("json"))
    finding = document["items"][0]["findings"][0]
    for fields, described in (
        (document, SHAPE),
        (document["summary"], SHAPE["properties"]["summary"]),
        (document["items"][0], SHAPE["$defs"]["item"]),
        (finding, SHAPE["$defs"]["finding"]),
    ):
        assert set(fields) == set(described["properties"])
    (place,) = finding["places"]
    inner = SHAPE["$defs"]["finding"]["properties"]["places"]["items"]["properties"]
    assert set(place) == {*inner, *SHAPE["$defs"]["place"]["properties"]} - {"box", "lines"}
