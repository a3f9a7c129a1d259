"""The gate's policy and configuration come from a trusted place, and whatever decides a check belongs to them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("cryptography")

from qishan_lint import settings, trust
from qishan_lint.errors import TrustError, UsageError
from tests.trees import plant, repository

POLICY = """version: 1
levels: [股室]
reviewers:
  - {id: jia, name: 甲, levels: [1], paths: ["**"]}
"""
RULE = """id: own/word
resolute: wording
level: warning
title: {zh: 旧称, en: Old name}
kind: terms
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An office whose configuration extends a file elsewhere and names a pack of rules."""
    plant(
        tmp_path,
        {
            ".qishan/policy.yaml": POLICY,
            "qishan-lint.yaml": "extends: [recommended, 公用/base.yaml]\n",
            "公用/base.yaml": "levels: {short/body: warning}\n",
            "镇/a.md": "# 题\n\n正文。\n",
        },
    )
    return tmp_path


def _changed(root: Path) -> tuple[str, ...]:
    settings.forget()
    return trust.of_revision(root, "main").changed


@pytest.mark.parametrize(
    "path", [".qishan/policy.yaml", "qishan-lint.yaml", "公用/base.yaml", ".qishanignore", "镇/.gitignore"]
)
def test_a_pinned_digest_covers_whatever_decides(root: Path, path: str) -> None:
    pinned = trust.pinned(root)
    assert trust.of_digest(root, pinned.upper() + "\n").policy.levels == ["股室"]
    before = (root / path).read_text(encoding="utf-8") if (root / path).exists() else ""
    plant(root, {path: before + "# 注\n"})
    settings.forget()
    with pytest.raises(TrustError):
        trust.of_digest(root, pinned)


def test_a_pinned_digest_leaves_articles_alone(root: Path) -> None:
    pinned = trust.pinned(root)
    plant(root, {"镇/a.md": "# 另题\n\n正文。\n", "pyproject.toml": "[tool.other]\nx = 1\n"})
    settings.forget()
    assert trust.pinned(root) == pinned


def test_without_a_policy_there_is_nothing_to_pin(root: Path) -> None:
    (root / ".qishan/policy.yaml").unlink()
    with pytest.raises(UsageError):
        trust.pinned(root)


@pytest.mark.parametrize("path", ["qishan-lint.yaml", "公用/base.yaml"])
def test_a_revision_tells_what_decides_otherwise(root: Path, path: str) -> None:
    repository(root, {})
    assert _changed(root) == ()
    plant(root, {path: (root / path).read_text(encoding="utf-8") + "help-base: 'https://example.invalid/'\n"})
    assert _changed(root) == (path,)


def test_a_file_that_a_change_begins_to_extend_counts(root: Path) -> None:
    repository(root, {})
    plant(root, {"新.yaml": "levels: {short/body: info}\n", "qishan-lint.yaml": "extends: 新.yaml\n"})
    assert set(_changed(root)) == {"qishan-lint.yaml", "新.yaml"}


def test_the_rules_of_a_pack_count(root: Path) -> None:
    plant(root, {"qishan-lint.yaml": "packs: [规则]\n", "规则/own/word.yaml": RULE + "params: {terms: [{find: 旧}]}\n"})
    settings.forget()
    assert "规则/own/word.yaml" in trust.deciding(root, root)
    repository(root, {})
    plant(root, {"规则/own/word.yaml": RULE + "params: {terms: [{find: 别}]}\n"})
    assert _changed(root) == ("规则/own/word.yaml",)


def test_a_revision_without_a_policy(root: Path) -> None:
    (root / ".qishan/policy.yaml").unlink()
    repository(root, {})
    with pytest.raises(TrustError):
        trust.of_revision(root, "main")
