"""The invented county's site: exactly the planted faults are found, in every run and every format, and no secret is shown."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest

from qishan_lint import formats

ROOT = Path(__file__).parents[2]
SITE = ROOT / "fixtures" / "site"
EXPECTED = ROOT / "fixtures" / "expected-site.json"
TODAY = "2026-11-25"
SECRETS = ("138 0000 1234", "139 0000 5678", "13700004321", "Qh2026test!")
IDENTITY = re.compile(rb"610399 ?18\d{2} ?\d{4} ?\d{3}[0-9X]")


def check(*options: str) -> subprocess.CompletedProcess[bytes]:
    command = (sys.executable, "-m", "qishan_lint", "check", "fixtures/site", "--today", TODAY, *options)
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env={**os.environ, "COLUMNS": "80"})


def found() -> dict[str, list[list[str]]]:
    """Item → its findings as [rule, level, where], in the order of the report."""
    done = check("--no-cache", "--format", "jsonl")
    assert done.returncode == 1, done.stderr.decode()
    items: dict[str, list[list[str]]] = {}
    for line in done.stdout.decode("utf-8").splitlines():
        entry = json.loads(line)
        if entry["type"] == "item":
            items[entry["id"].removeprefix("fixtures/site/content/")] = []
        elif entry["type"] == "finding":
            places = [place["where"] for place in entry["places"]]
            item = entry["item"].removeprefix("fixtures/site/content/")
            items[item] += [[entry["rule"], entry["level"], where] for where in places]
    return items


def test_exactly_the_planted_faults_are_found() -> None:
    items = found()
    if os.environ.get("QISHAN_LINT_UPDATE_EXPECTED"):
        EXPECTED.write_text(json.dumps(items, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert items == json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_site_is_as_large_and_as_varied_as_it_should_be() -> None:
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert len(expected) >= 40
    assert sum(not faults for faults in expected.values()) >= 15
    families = {rule.partition("/")[0] for faults in expected.values() for rule, _, _ in faults}
    assert families == {"short", "wording", "photo", "stale", "sensitive", "item"}
    suffixes = {Path(item).suffix for item in expected}
    assert {".md", ".html", ".txt", ".docx", ""} <= suffixes


def test_number_of_processes_does_not_matter() -> None:
    one, two = (check("--no-cache", "--jobs", jobs, "--format", "jsonl") for jobs in ("1", "2"))
    assert (one.returncode, two.returncode) == (1, 1), two.stderr.decode()
    assert one.stdout == two.stdout


@pytest.mark.parametrize("name", formats.names())
def test_no_secret_is_shown_in_any_format(name: str, tmp_path: Path) -> None:
    target = tmp_path / "report"
    done = check("--no-cache", "--format", name, "--output", str(target))
    assert done.returncode == 1
    data = target.read_bytes() + done.stderr
    assert not IDENTITY.search(data)
    for secret in SECRETS:
        raw = secret.encode()
        for form in (raw, base64.b64encode(raw), urllib.parse.quote(secret, safe="").encode()):
            assert form not in data


def test_diff_leaves_secrets_out() -> None:
    done = check("--no-cache", "--diff")
    assert not IDENTITY.search(done.stdout + done.stderr)
    assert all(secret.encode() not in done.stdout for secret in SECRETS)
