"""Baselines: what is known is not reported again; only what is new is; nothing of a secret is in the file."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from qishan_lint import baseline, checking
from qishan_lint.errors import UsageError
from qishan_lint.model import Report
from qishan_lint.settings import Choice
from tests.identity.numbers import citizen
from tests.trees import plant

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    plant(
        tmp_path,
        {"a.md": f"请登陆系统。\n\n身份证号{citizen()}。\n", "b.md": "请登陆网站。\n", ".git/HEAD": ""},
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*paths: str, known: Path | None = None) -> Report:
    choice = Choice(select=("wording/wrong-word", "sensitive/citizen-id"))
    return checking.check(checking.Request(paths=paths, today=TODAY, choice=choice, baseline=known))[0]


def test_known_findings_are_left_out_and_new_ones_kept(folder: Path) -> None:
    first = check(".")
    count = baseline.write(folder / "known.json", first)
    assert count == sum(finding.waivable for finding in first.findings) > 1
    again = check(".", known=folder / "known.json")
    assert [finding for finding in again.findings if finding.waivable] == []
    assert sum(result.baselined for result in again.results) == count
    plant(folder, {"b.md": "请登陆网站。\n\n新的一段，请登陆平台。\n"})
    third = check(".", known=folder / "known.json")
    assert len([one for one in third.findings if one.waivable]) == 1
    assert sum(result.baselined for result in third.results) == count


def test_nothing_of_a_secret_is_in_the_file(folder: Path) -> None:
    baseline.write(folder / "known.json", check("."))
    written = (folder / "known.json").read_text(encoding="utf-8")
    assert not any(citizen()[at : at + 6] in written for at in range(6, 13))
    first = {finding.fingerprint for finding in check("a.md").findings if finding.sensitive}
    plant(folder, {"a.md": f"请登陆系统。\n\n身份证号{citizen(303)}。\n"})
    assert {finding.fingerprint for finding in check("a.md").findings if finding.sensitive} == first != set()


def test_stale_entries_are_counted_for_what_was_checked(folder: Path) -> None:
    baseline.write(folder / "known.json", check("."))
    plant(folder, {"b.md": "请登录网站。\n"})
    assert check(".", known=folder / "known.json").stale_baseline == 1
    assert check("a.md", known=folder / "known.json").stale_baseline == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": 1}',
        b'{"schema": 2, "entries": []}',
        b"\xff\xfe",
        b'{"schema":1,"entries":[{"rule":"\xff"}]}',
    ],
)
def test_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "known.json").write_bytes(content)
    with pytest.raises(UsageError) as refused:
        baseline.load(tmp_path / "known.json")
    assert refused.value.where == str(tmp_path / "known.json")
    assert refused.value.message.en.startswith(("not a baseline: ", "unknown version 2 "))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        baseline.load(tmp_path / "known.json")
    assert str(tmp_path / "known.json") in refused.value.message.zh
    assert refused.value.remedy is not None
    assert "baseline write" in refused.value.remedy.zh


def test_file_is_the_same_for_the_same_findings(folder: Path) -> None:
    for name in ("one.json", "two.json"):
        baseline.write(folder / name, check("."))
    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()
    assert json.loads((folder / "one.json").read_bytes())["schema"] == baseline.SCHEMA
