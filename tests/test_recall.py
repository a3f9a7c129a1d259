"""What files held: not read again while nothing changed, and never believed when something did."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qishan_lint import recall, sources
from qishan_lint.recall import FileRecall
from qishan_lint.runner import key
from qishan_lint.sources import ItemFiles
from qishan_lint.sources.held import Held
from qishan_lint.sources.tree import Disk
from tests.trees import JPEG, plant


class Salted:
    """A checker of whose salt nothing is asked."""

    def salt(self, files: ItemFiles, *, dated: bool) -> bytes:
        return f"{files.id} {dated}".encode()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recall, "RECENT", 0)
    pages: dict[str, str | bytes] = {
        "a.md": "![图](p.jpg)",
        "b.md": "# 另\n\n<!-- qishan-lint: allow x because y -->",
        "p.jpg": JPEG,
    }
    return plant(tmp_path / "site", pages)


def looked_at(site: Path) -> tuple[object, list[bytes]]:
    """The items and the keys of their results, by what is remembered."""
    with FileRecall(site.parent / "cache", site) as known:
        found = sources.discover((str(site),), root=site, recall=known)
        return found, [key(files, Salted(), known) for files in found]  # type: ignore[arg-type]


def held(site: Path, name: str) -> Held | None:
    with FileRecall(site.parent / "cache", site) as known:
        return known.held(name)


def test_what_did_not_change_is_not_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = looked_at(site)
    monkeypatch.setattr(Disk, "read", lambda *_: pytest.fail("read again"))
    assert looked_at(site) == first
    assert [held(site, name) is not None for name in ("a.md", "b.md", "p.jpg", "c.md")] == [True, True, True, False]


def test_what_changed_a_moment_ago_is_not_remembered(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "RECENT", 3_600_000_000_000)
    looked_at(site)
    assert held(site, "a.md") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no time of the last change of a file's status")
def test_a_changed_file_of_the_old_size_and_time_is_another(site: Path) -> None:
    first = looked_at(site)
    before = (site / "p.jpg").stat()
    (site / "p.jpg").write_bytes(JPEG[:-1] + b"?")
    os.utime(site / "p.jpg", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert held(site, "p.jpg") is None
    found, keys = looked_at(site)
    assert found == first[0]
    assert [one == other for one, other in zip(keys, first[1], strict=True)] == [False, True]


def test_a_file_that_changed_while_it_was_read_is_not_remembered(site: Path) -> None:
    with FileRecall(site.parent / "cache", site) as known:
        state = known.state("a.md")
        (site / "a.md").write_text("# 改过了", encoding="utf-8")
        known.keep("a.md", state, Held.of(b"old"))
        assert known.held("a.md") is None


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_folder_that_became_a_link_is_not_believed(site: Path) -> None:
    plant(site, {"镇/c.md": "# 丙"})
    looked_at(site)
    assert held(site, "镇/c.md") is not None
    (site / "镇").rename(site.parent / "elsewhere")
    (site / "镇").symlink_to(site.parent / "elsewhere")
    assert held(site, "镇/c.md") is None


def test_another_version_reads_anew(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at(site)
    monkeypatch.setattr(recall, "__version__", "999")
    assert held(site, "a.md") is None


def test_a_broken_entry_is_unknown(site: Path) -> None:
    with FileRecall(site.parent / "cache", site) as known:
        known._known["a.md"] = b"\xc1"
        assert known.held("a.md") is None
