"""Kept data: made once for a state, made anew for another, and never a reason to fail."""

from pathlib import Path

import pytest

from qishan_lint.kept import kept


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path))
    return tmp_path


def _made(calls: list[int]) -> dict[str, int]:
    calls.append(1)
    return {"made": len(calls)}


def test_one_state_is_made_once(folder):
    calls: list[int] = []
    for _ in range(3):
        assert kept("thing", ("a", 1), dict[str, int], lambda: _made(calls)) == {"made": 1}
    assert kept("thing", ("a", 2), dict[str, int], lambda: _made(calls)) == {"made": 2}


def test_a_damaged_file_is_made_anew(folder):
    kept("thing", ("a",), dict[str, int], lambda: {"made": 1})
    (file,) = folder.glob("thing-*.json")
    file.write_bytes(b"{")
    assert kept("thing", ("a",), dict[str, int], lambda: {"made": 2}) == {"made": 2}


def test_only_recent_states_stay(folder):
    for number in range(20):
        kept("thing", (number,), dict[str, int], dict)
    assert len(list(folder.glob("thing-*.json"))) <= 9
    for number in range(20):
        kept("other", (number,), dict[str, int], dict, most=15)
    assert 15 <= len(list(folder.glob("other-*.json"))) <= 16


def test_without_a_folder_it_is_made_each_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path / "file"))
    assert kept("thing", (), dict[str, int], lambda: {"made": 1}) == {"made": 1}
