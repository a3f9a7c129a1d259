"""Ignore files: git's meaning, at every level, without letting a hostile pattern stop the check."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from qishan_lint.sources.ignores import Ignores, is_lock
from qishan_lint.sources.tree import Memory
from tests.trees import git, plant, repository

PATHS = [
    "a.md",
    "b.txt",
    "草稿/a.md",
    "草稿/留.md",
    "x/草稿/a.md",
    "x/y/z.md",
    "x/图.jpg",
    "图.jpg",
    "build/a.md",
    "x/build",
    "[1].md",
]


@pytest.mark.parametrize(
    "lines",
    [
        "*.txt",
        "草稿/",
        "/草稿/",
        "草稿/*\n!草稿/留.md",
        "**/图.jpg",
        "x/**/z.md",
        "/图.jpg",
        "build",
        "build/",
        "\\[1\\].md",
        "# 注\n\n*.md\n!a.md",
        "x/*",
    ],
)
def test_patterns_mean_what_they_mean_to_git(tmp_path: Path, lines: str) -> None:
    repository(tmp_path, {".gitignore": lines, **dict.fromkeys(PATHS, "x")})
    kept = set(git(tmp_path, "-c", "core.quotepath=off", "ls-files", "-z").split("\0")) - {"", ".gitignore"}
    ignores = Ignores(Memory({".gitignore": lines.encode(), **dict.fromkeys(PATHS, b"x")}))
    assert {path for path in PATHS if not ignores.is_ignored_deep(path)} == kept


def test_deeper_files_win_and_count_from_their_folder() -> None:
    files = {".gitignore": b"*.md\n", "x/.gitignore": b"!/a.md\n", "x/.qishanignore": b"y/\n"}
    ignores = Ignores(Memory(files))
    assert ignores.is_ignored_deep("a.md")
    assert not ignores.is_ignored_deep("x/a.md")
    assert ignores.is_ignored_deep("x/z/a.md")
    assert ignores.is_ignored_deep("x/y/a.txt")


def test_files_above_the_root_hold_up_to_the_repository(tmp_path: Path) -> None:
    plant(tmp_path, {".gitignore": "*.md\n", "repo/.gitignore": "*.txt\n/news/草稿.html\n", "repo/news/a.md": "x"})
    (tmp_path / "repo/.git").mkdir()
    ignores = Ignores(Memory({}), root=tmp_path / "repo/news")
    assert ignores.is_ignored("a.txt")
    assert ignores.is_ignored("草稿.html")
    assert not ignores.is_ignored("a.md")


def test_exclusions_count_from_the_root() -> None:
    ignores = Ignores(Memory({}), ["/a.md", "x/"])
    assert ignores.is_ignored_deep("a.md")
    assert ignores.is_ignored_deep("x/b.md")
    assert not ignores.is_ignored_deep("y/a.md")


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 12 + "*b", "**/a/" * 8 + "**/b", "[a-z]*" * 9 + "1", "?" * 100 + "*a" * 9, "(a+)+$", "x" * 100_000],
)
def test_a_hostile_pattern_costs_nothing_and_hides_nothing(pattern: str) -> None:
    ignores = Ignores(Memory({".gitignore": f"{pattern}\n*.txt\n".encode()}))
    began = time.process_time()
    assert not ignores.is_ignored_deep("a/" * 60 + "a" * 200)
    assert ignores.is_ignored_deep("a.txt")
    assert time.process_time() - began < 1


@pytest.mark.parametrize(("name", "expected"), [("~$稿.docx", True), (".~lock.稿.odt#", True), ("稿~.docx", False)])
def test_lock_files(name: str, expected: bool) -> None:
    assert is_lock(name) is expected


def test_tool_folders_are_never_walked() -> None:
    assert all(Ignores(Memory({})).is_ignored(name, folder=True) for name in (".git", "node_modules", ".venv"))


def test_undecodable_ignore_file_is_read_as_far_as_possible() -> None:
    ignores = Ignores(Memory({".gitignore": b"\xff\xfe\n*.txt\n"}))
    assert ignores.is_ignored("a.txt")
