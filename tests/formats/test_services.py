"""Formats of services: GitHub, GitLab, reviewdog; no article gives a command, no two hits collapse."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qishan_lint.model import Report, Text
from tests import needs
from tests.formats import sample_report as made

COMMAND = re.compile(r"::(error|warning|notice) file=[^:\r\n]+,title=[a-z/-]+::[^\r\n]*")
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^[a-z-]+/[a-z-]+$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                },
            },
        },
    },
}


def test_github_prints_a_command_for_each_hit() -> None:
    lines = made.text_of("github", made.sample()).splitlines()
    assert len(lines) == 20
    assert all(COMMAND.fullmatch(line) for line in lines)
    first = f"::error file={made.harvest().path},line=18,endLine=18,col=14,endColumn=16,title=wording/wrong-word::"
    assert lines[0].startswith(first + "“登陆”应为“登录”")


@given(st.text(st.characters(codec=None), max_size=60))
def test_no_text_makes_a_second_github_command(text: str) -> None:
    finding = made.in_text("wording/wrong-word", f"{text}.md", 3, text, text, text, text, suggestions=(text,))
    finding = replace(finding, message=Text(text, text))
    report = made.report(replace(made.clear(1), findings=(finding,)))
    out = made.text_of("github", report)
    assert len(out.splitlines()) == 1
    assert COMMAND.fullmatch(out.rstrip("\n"))


def test_percent_signs_cannot_be_mistaken_for_escapes() -> None:
    finding = made.in_text("wording/wrong-word", "a%0A.md", 3, "", "登陆", "", "增长5%0A::error::x")
    (line,) = made.text_of("github", made.report(replace(made.clear(1), findings=(finding,)))).splitlines()
    assert "file=a%250A.md," in line
    assert line.endswith("::增长5%250A::error::x")


def test_gitlab_is_an_array_of_issues_with_fingerprints_of_their_own() -> None:
    issues = json.loads(made.text_of("gitlab", made.sample()))
    jsonschema.validate(issues, GITLAB)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 20
    severities = {issue["check_name"]: issue["severity"] for issue in issues}
    assert severities["sensitive/secrecy-mark"] == "blocker"
    assert severities["sensitive/citizen-id"] == "critical"


def test_gitlab_tells_equal_texts_in_two_files_apart() -> None:
    pair = [made.in_text("wording/wrong-word", f"{name}.md", 1, "", "登陆", "", "错") for name in "ab"]
    results = [replace(made.clear(number), findings=(one,)) for number, one in enumerate(pair)]
    issues = json.loads(made.text_of("gitlab", made.report(*results)))
    assert pair[0].fingerprint == pair[1].fingerprint
    assert issues[0]["fingerprint"] != issues[1]["fingerprint"]


def test_gitlab_tells_hits_with_one_fingerprint_apart() -> None:
    finding = made.in_text("wording/wrong-word", "a.md", 1, "", "登陆", "", "错")
    result = replace(made.clear(1), findings=(finding, finding))
    one, two = json.loads(made.text_of("gitlab", made.report(result)))
    assert one["fingerprint"] != two["fingerprint"]


def diagnostics(report: Report) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made.text_of("rdjson", report))["diagnostics"]
    return found


def test_rdjson_counts_bytes() -> None:
    finding = made.in_text("wording/wrong-word", "a.md", 1, "😀岐山县", "风鸣镇", "𠮷祥", "地名有误")
    report = made.report(replace(made.clear(1), findings=(finding,)))
    assert diagnostics(report)[0]["location"]["range"] == {
        "start": {"line": 1, "column": 14},
        "end": {"line": 1, "column": 23},
    }


def test_rdjson_suggests_replacements() -> None:
    (first, *_) = diagnostics(made.sample())
    assert [each["text"] for each in first["suggestions"]] == ["登录"]


@pytest.mark.node
@pytest.mark.parametrize("report", [made.sample(), made.spotless(), made.empty()])
def test_rdjson_is_valid_by_the_validator(report: Report, tmp_path: Path) -> None:
    done = _validate(made.text_of("rdjson", report), tmp_path)
    assert done.returncode == 0, done.stdout


@pytest.mark.node
def test_the_validator_tells_bad_diagnostics(tmp_path: Path) -> None:
    bad = made.text_of("rdjson", made.sample()).replace('"ERROR"', '"TERRIBLE"')
    assert _validate(bad, tmp_path).returncode != 0


def _validate(document: str, folder: Path) -> subprocess.CompletedProcess[str]:
    validator = needs.node_module("@umbrelladocs/rdformat-validator/bin/rdformat-validator.js")
    path = folder / "report.rdjson"
    path.write_text(document)
    return subprocess.run([needs.program("node"), validator, path], capture_output=True, text=True, check=False)
