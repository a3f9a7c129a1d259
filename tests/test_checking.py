"""A whole check that is interrupted tells, in every format, what it did not come to."""

from __future__ import annotations

import datetime
import os
import signal
import sys
from pathlib import Path

import pytest

from qishan_lint import checking, formats
from qishan_lint.checker import Checker
from qishan_lint.formats import RenderOptions
from qishan_lint.model import Item, Level, Report, Result
from qishan_lint.sources.grouping import ItemFiles
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)


@pytest.fixture
def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report of a run over three items that is interrupted at the second."""
    plant(tmp_path, {f"{name}.md": f"# {name}\n\n会议在县城召开。\n" for name in "abc"})
    check = Checker.__call__

    def checked(self: Checker, files: ItemFiles, item: Item | None = None) -> Result:
        if files.id == "b.md":
            os.kill(os.getpid(), signal.SIGINT)
        return check(self, files, item)

    monkeypatch.setattr(Checker, "__call__", checked)
    return checking.check(checking.Request(paths=(str(tmp_path),), today=DAY, root=tmp_path, jobs=1))[0]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_what_was_not_reached_is_a_finding_in_its_place(interrupted: Report) -> None:
    assert interrupted.interrupted
    assert checking.exit_code(interrupted, Level.ERROR) == 130
    assert [one.id for one in interrupted.results] == ["a.md", "b.md", "c.md"]
    unreached = [one.item for one in interrupted.findings if one.rule == "item/not-checked"]
    assert unreached == ["b.md", "c.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize(
    "name", ["text", "json", "jsonl", "html", "sarif", "junit", "github", "gitlab", "checkstyle", "rdjson"]
)
def test_every_format_names_what_was_not_reached(interrupted: Report, name: str) -> None:
    made = formats.load(name).render(interrupted, RenderOptions())
    assert "b.md" in str(made)
    assert "c.md" in str(made)
