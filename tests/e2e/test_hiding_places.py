"""fixtures/hidden, one item with a number in every hiding place: ``check`` finds each and says where, ``redact`` cleans."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from fixtures import hiding

with hiding.PLACES.open(encoding="utf-8", newline="") as stream:
    LISTED = list(csv.DictReader(stream, delimiter="\t"))
WRITTEN = ("花名册.docx", "台账.xlsx")
"""The kinds of files of which there can be a desensitised copy."""


def qishan(*arguments: str, folder: Path = hiding.FOLDER) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "qishan_lint", *arguments)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def found(folder: Path) -> Counter[tuple[str, str]]:
    """The files and places that the report names for citizens' numbers."""
    done = qishan("check", ".", "--no-cache", "-f", "jsonl", "--select", "sensitive", folder=folder)
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    hits = [place for one in entries if one.get("rule") == "sensitive/citizen-id" for place in one["places"]]
    return Counter((place["path"], place["where"]) for place in hits)


def test_every_place_is_found_and_told() -> None:
    assert [(row["file"], row["place"], row["number"]) for row in LISTED] == list(hiding.places())
    assert found(hiding.FOLDER) == Counter((row["file"], row["where"]) for row in LISTED)


def test_the_script_builds_what_is_committed(tmp_path: Path) -> None:
    for name, data in hiding.contents():
        (tmp_path / name).write_bytes(data)
    assert found(tmp_path) == found(hiding.FOLDER)


def test_no_number_is_shown_whole() -> None:
    for form in ("text", "json", "html"):
        shown = qishan("check", ".", "--no-cache", "-f", form).stdout
        assert not [row["number"] for row in LISTED if row["number"] in shown]


@pytest.mark.parametrize("name", WRITTEN)
def test_redact_leaves_none(name: str, tmp_path: Path) -> None:
    done = qishan("redact", name, "--mask-profile", "two-three", "--output", str(tmp_path / "out"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert found(tmp_path / "out") == {}


def test_redact_says_what_to_do_about_the_others(tmp_path: Path) -> None:
    done = qishan("redact", "讲话.pdf", "--mask-profile", "two-three", "--output", str(tmp_path / "out"))
    assert done.returncode != 0
    assert "讲话.pdf" in done.stdout + done.stderr
    assert not list(tmp_path.rglob("*.pdf"))
