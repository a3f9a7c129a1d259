"""Writing: the new content whole, or the old one untouched and nothing left beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qishan_lint import files


@pytest.mark.parametrize("step", ["fsync", "replace", "fdopen"])
@pytest.mark.parametrize("old", [b"old", None])
def test_failure_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, old: bytes | None) -> None:
    target = tmp_path / "稿.md"
    if old is not None:
        target.write_bytes(old)

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OSError, match="No space"):
        files.write(target, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == ([("稿.md", old)] if old else [])


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_mode_is_kept(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    target.chmod(mode)
    files.write(target, b"new")
    assert (target.stat().st_mode & 0o777, target.read_bytes()) == (mode, b"new")


def test_new_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "a", b"new")
        files.write(tmp_path / "b", b"new", mode=0o600)
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in "ab"] == [0o640, 0o600]


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").symlink_to("a")
    files.write(tmp_path / "b", b"new")
    assert (tmp_path / "b").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["字" * 80, "a" * 250])
def test_long_names_are_written(tmp_path: Path, name: str) -> None:
    files.write(tmp_path / name, b"new")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_what_cannot_be_written_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fails)
    with pytest.raises(OSError, match="No space"):
        files.create(tmp_path / "稿.md", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_takes_the_place_of_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    def fails(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", fails)
    files.create(tmp_path / "a", b"first")
    (tmp_path / "b").symlink_to("nowhere")
    for name in "ab":
        with pytest.raises(FileExistsError):
            files.create(tmp_path / name, b"second")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").is_symlink()) == (b"first", True)
