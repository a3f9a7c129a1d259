"""The committed judgement of findings in clean text: complete, and within what is demanded."""

from __future__ import annotations

import csv
import re
from pathlib import Path

JUDGED = Path(__file__).parent.parent / "docs" / "judged-findings.tsv"
LINES = JUDGED.read_text(encoding="utf-8").splitlines()
HEAD = "\n".join(line for line in LINES if line.startswith("#"))
TABLE = (line for line in LINES if not line.startswith("#"))
ROWS = list(csv.DictReader(TABLE, delimiter="\t", quoting=csv.QUOTE_NONE))


def false(level: str) -> int:
    return sum(row["verdict"] == "false" for row in ROWS if row["level"] == level)


def test_every_row_is_judged_with_a_reason() -> None:
    assert len(ROWS) > 300
    assert {row["verdict"] for row in ROWS} == {"true", "false"}
    assert all(row["reason"] and "【" in row["text"] for row in ROWS)


def test_figures_of_the_head_are_those_of_the_rows() -> None:
    warnings = sum(row["level"] == "warning" for row in ROWS)
    assert f"{false('warning')} of {warnings} warnings false" in HEAD
    characters = re.search(r"\(([\d,]+) read\)", HEAD)
    assert characters is not None
    rate = false("warning") * 10_000 / int(characters[1].replace(",", ""))
    assert f"{rate:.2f} in 10,000" in HEAD
    assert rate <= 1


def test_no_error_is_false() -> None:
    assert false("error") == 0


def test_seed_and_criterion_are_named() -> None:
    assert re.search(r"--seed \d+", HEAD)
    assert "Criterion" in HEAD
