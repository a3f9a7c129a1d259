"""A spot check by the installed command, from the audit's record to what the sample proves."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

from qishan_lint.audit import record
from tests.audit.made import audit, item
from tests.command import lint
from tests.sampling.test_sampling import RULE, filled

SEED = "03 09 16 21 28 32 + 07"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    items = [item(f"{name}/{number}.md", name) for name in ("县民政局", "县财政局") for number in range(30)]
    record.write(tmp_path / "audit.json", audit([*items, item("旧/1.md", "县民政局", published="2026-10-01")]))
    return tmp_path


def test_freeze_draw_record(folder: Path) -> None:
    told = lint(folder, "sample", "freeze", "audit.json", "--month", "2026-11", "--seed-rule", RULE)
    assert "2026-11 共 60 篇" in told
    digest = told.split("校验值 ")[1].split()[0]
    drawn = lint(folder, "sample", "draw", "frame-2026-11.json", "--month", "2026-11", "--n", "12", "--seed", SEED)
    assert digest in drawn
    assert "县财政局：30 篇抽 6 篇" in drawn
    filled(
        folder / "f.xlsx",
        folder / "sample-2026-11.xlsx",
        {f"{name}/{n}.md": "合格" for name in ("县民政局", "县财政局") for n in range(30)},
    )
    told = lint(folder, "sample", "record", "f.xlsx", "--frame", "frame-2026-11.json")
    assert "已查 12 篇，不合格 0 篇" in told
    assert "不超过 11 篇" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("freeze", "none.json", "--seed-rule", RULE), "none.json"),
        (("freeze", "audit.json", "--seed-rule", "以后"), "先写明"),
        (("freeze", "audit.json", "--seed-rule", RULE, "--month", "2026-13"), "2026-11"),
        (("freeze", "audit.json", "--seed-rule", RULE, "--month", "2025-01"), "没有稿件"),
        (("draw", "audit.json", "--n", "3", "--seed", SEED), "不是抽查名单"),
        (("record", "audit.json", "--frame", "audit.json"), "不是抽查名单"),
    ],
)
def test_mistakes_say_what_to_do(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    assert words in lint(folder, "sample", *arguments, code=2)
