"""Trees of files: nothing outside the root, nothing above the limit, the same names on every system."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.sources.tree import Disk, Memory, ReadError, Tree, join, locate, normal
from tests.trees import plant

FILES: dict[str, str | bytes] = {"a.md": "甲", "夹/b c.txt": b"12345", "夹/深/c.jpg": b""}


@pytest.fixture(params=["disk", "memory", "overlay"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> Tree:
    data = {path: text if isinstance(text, bytes) else text.encode() for path, text in FILES.items()}
    if request.param == "memory":
        return Memory(data)
    disk = Disk(plant(tmp_path, FILES if request.param == "disk" else {**FILES, "a.md": "旧"}))
    return disk if request.param == "disk" else Memory({"a.md": data["a.md"]}, disk)


def test_names_and_contents(tree: Tree) -> None:
    assert tree.names("") == {"a.md": False, "夹": True}
    assert tree.names("夹") == {"b c.txt": False, "深": True}
    assert tree.names("无") == {}
    assert tree.read("a.md", 10) == "甲".encode()
    assert tree.read("夹/深/c.jpg", 0) == b""


@pytest.mark.parametrize(
    ("path", "limit", "code"),
    [("无.md", 9, "missing"), ("夹/无/x", 9, "missing"), ("夹/b c.txt", 4, "too-large")],
)
def test_refusals(tree: Tree, path: str, limit: int, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        tree.read(path, limit)
    assert caught.value.code == code


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege on Windows")
@pytest.mark.parametrize(
    "link",
    [lambda root, out: ("l.md", out / "x.md"), lambda root, out: ("l", out), lambda root, out: ("m", root / "夹")],
)
def test_links_are_never_followed(
    tmp_path: Path, link: Callable[[Path, Path], tuple[str, Path]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = plant(tmp_path_factory.mktemp("outside"), {"x.md": "密", "b c.txt": "密"})
    plant(tmp_path, FILES)
    name, target = link(tmp_path, outside)
    (tmp_path / name).symlink_to(target)
    tree = Disk(tmp_path)
    assert tree.names("")[name] is False
    for path in (name, f"{name}/x.md", f"{name}/b c.txt"):
        with pytest.raises(ReadError):
            tree.read(path, 99)


@pytest.mark.skipif(os.name == "nt", reason="no permissions to take away")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    (plant(tmp_path, FILES) / "a.md").chmod(0)
    with pytest.raises(ReadError, match="unreadable"):
        Disk(tmp_path).read("a.md", 99)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        Disk(plant(tmp_path, FILES)).read("夹", 99)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.md", "a.md"),
        ("A.md", None),
        ("夹/b c.txt", "夹/b c.txt"),
        ("夹", None),
        ("夹/深", None),
        ("无/a", None),
        ("a" * 5000, None),
    ],
)
@pytest.mark.parametrize("exact", [True, False])
def test_locate(tree: Tree, path: str, found: str | None, exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qishan_lint.sources.tree._EXACT_NAMES", exact and sys.platform == "linux")
    assert locate(tree, path) == found


def test_locate_across_unicode_forms() -> None:
    assert locate(Memory({"cafe\u0301.jpg": b""}), "caf\u00e9.jpg") == "cafe\u0301.jpg"
    assert locate(Memory({"caf\u00e9.jpg": b""}), "cafe\u0301.jpg") == "caf\u00e9.jpg"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/../b", "b"), ("./a//b/.", "a/b"), ("..", None), ("a/../../b", None), ("/a", "a"), ("", "")],
)
def test_normal(path: str, expected: str | None) -> None:
    assert normal(path) == expected


@given(st.lists(st.sampled_from(["a", "..", ".", "", "b c"]), max_size=8).map("/".join))
def test_a_normal_path_stays_inside(path: str) -> None:
    found = normal(path)
    if found is not None:
        assert not {"..", ".", ""} & set(found.split("/")) or found == ""
        assert normal(join("x", found) if found else "x") is not None
