"""What holds for an item: files laid over one another, overrides by glob, and what nothing switches off."""

from __future__ import annotations

from pathlib import Path

import pytest

from qishan_lint import settings
from qishan_lint.errors import ConfigError
from qishan_lint.settings import Choice, Settings


def configured(folder: Path, text: str, choice: Choice = Choice(), item: str = "a.md") -> Settings:  # noqa: B008
    (folder / ".git").mkdir(exist_ok=True)
    (folder / "qishan-lint.yaml").write_text(text, encoding="utf-8")
    return settings.for_folder(folder, choice).for_item(folder / item)


def test_without_a_file_the_preset_holds(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    found = settings.for_folder(tmp_path, Choice()).base()
    assert "wording/wrong-word" in found.rules
    assert "photo/code" not in found.rules


def test_what_is_ignored_stays_off(tmp_path: Path) -> None:
    found = configured(tmp_path, "ignore: [short]\nenable: [short/title]\n")
    assert [rule for rule in found.rules if rule.startswith("short/")] == []
    (tmp_path / "b").mkdir()
    assert "wording/wrong-word" not in configured(tmp_path / "b", "ignore: [wording/wrong-word]\n").rules


def test_override_counts_from_the_file(tmp_path: Path) -> None:
    text = "overrides:\n  - files: [公示公告/**]\n    ignore: [short]\n    levels: {stale/no-date: error}\n"
    inside = configured(tmp_path, text, item="公示公告/a.md")
    outside = configured(tmp_path, text, item="要闻/公示.md")
    assert not any(rule.startswith("short/") for rule in inside.rules)
    assert any(rule.startswith("short/") for rule in outside.rules)
    assert inside.rules["stale/no-date"].level == "error"
    assert outside.rules["stale/no-date"].level is None


def test_level_off_switches_off(tmp_path: Path) -> None:
    assert "stale/no-date" not in configured(tmp_path, "levels: {stale/no-date: 'off'}\n").rules


def test_command_line_selects_and_ignores(tmp_path: Path) -> None:
    found = configured(tmp_path, "", Choice(select=("short",), ignore=("short/title",)))
    assert set(found.rules) == {rule for rule in found.rules if rule.startswith("short/")}
    assert "short/title" not in found.rules


@pytest.mark.parametrize(
    "text",
    [
        "ignore: [sensitive]\n",
        "ignore: [sensitive/secrecy-mark]\n",
        "levels: {sensitive/secrecy-mark: info}\n",
        "rules: {sensitive/secrecy-mark: {patterns: []}}\n",
        "overrides: [{files: ['**'], ignore: [all]}]\n",
    ],
)
def test_nothing_switches_off_what_cannot_be_waived(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(tmp_path, text)
    assert "sensitive/secrecy-mark" in caught.value.message.zh
    assert "qishan-lint.yaml:1" in caught.value.where


def test_selection_keeps_what_cannot_be_waived(tmp_path: Path) -> None:
    assert "sensitive/secrecy-mark" in configured(tmp_path, "select: [wording]\n").rules


@pytest.mark.parametrize("text", ["ignore: [wordng]\n", "allow: [{rule: wording/wrong-wrod, reason: 引用原文}]\n"])
def test_unknown_names_are_refused_with_the_nearest(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(tmp_path, text)
    assert caught.value.remedy is not None
    assert "wording" in caught.value.remedy.zh


def test_equal_settings_have_equal_digests(tmp_path: Path) -> None:
    one = configured(tmp_path, "ignore: [short]\n")
    (tmp_path / "b").mkdir()
    other = configured(tmp_path / "b", "# the same\nignore:\n  - short\n")
    assert one.digest == other.digest
    (tmp_path / "c").mkdir()
    assert configured(tmp_path / "c", "ignore: [stale]\n").digest != one.digest


def test_exclude_counts_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    configured(tmp_path / "content", "exclude: [旧稿/**, '*.bak.md']\n")
    found = settings.for_folder(tmp_path / "content", Choice())
    assert found.excludes(tmp_path) == ("/content/旧稿/**", "/content/**/*.bak.md")
    assert found.excludes(tmp_path / "content") == ("旧稿/**", "*.bak.md")
