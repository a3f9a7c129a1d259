"""Earlier versions: kept on this machine or found in git, told by their digest."""

import subprocess
from pathlib import Path

from qishan_lint.signoff import versions
from qishan_lint.signoff.statement import text_digest
from qishan_lint.sources.tree import Disk
from tests.trees import plant

OLD, NEW = "# 题\n\n三万吨\n".encode(), "# 题\n\n五万吨\n".encode()


def test_a_kept_version_is_found_by_either_line_end(tmp_path: Path) -> None:
    plant(tmp_path / "site", {"a.md": OLD.replace(b"\n", b"\r\n")})
    versions.keep(tmp_path / "cache", Disk(tmp_path / "site"), ["a.md", "missing.md"])
    assert versions.find(tmp_path / "cache", tmp_path, "a.md", text_digest(OLD)) == OLD.replace(b"\n", b"\r\n")
    assert versions.find(tmp_path / "cache", tmp_path, "a.md", text_digest(NEW)) is None


def test_a_kept_version_that_was_tampered_with_is_none(tmp_path: Path) -> None:
    plant(tmp_path / "site", {"a.md": OLD})
    versions.keep(tmp_path / "cache", Disk(tmp_path / "site"), ["a.md"])
    (kept,) = (tmp_path / "cache" / "signed").iterdir()
    kept.write_bytes(NEW)
    assert versions.find(tmp_path / "cache", tmp_path, "a.md", text_digest(OLD)) is None


def test_an_earlier_commit_has_it_too(tmp_path: Path) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.invalid"]
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    for content in (OLD, NEW):
        plant(tmp_path, {"镇/a.md": content})
        subprocess.run(["git", "add", "-A"], cwd=tmp_path, check=True)
        subprocess.run(["git", *identity, "commit", "-qm", "x"], cwd=tmp_path, check=True)
    assert versions.find(None, tmp_path, "镇/a.md", text_digest(OLD)) == OLD
    assert versions.find(None, tmp_path, "镇/a.md", text_digest(b"other")) is None
    assert versions.find(None, tmp_path / "镇", "a.md", text_digest(OLD)) == OLD
