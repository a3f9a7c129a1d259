"""Names that some system takes for one are counted as one, however they are written."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.signoff import mentions, siblings
from qishan_lint.signoff.siblings import Names, folded
from qishan_lint.sources.tree import Disk
from tests.trees import plant


@given(st.text(min_size=1, max_size=12))
def test_every_way_of_writing_a_name_is_found(name: str) -> None:
    known = Names([name])
    for form in ("NFC", "NFD"):
        for written in (name, name.upper(), name.lower(), name.casefold()):
            variant = unicodedata.normalize(form, written)
            assert known.count(variant) == (folded(variant) == folded(name))


def test_the_longest_way_of_writing_a_character_is_found() -> None:
    composed = "\u1f82" * 3
    written = unicodedata.normalize("NFD", composed)
    assert len(written) == 12
    assert Names([composed]).count(written) == 1


def test_names_that_differ_by_case_alone_are_two_of_one() -> None:
    known = Names(["A.jpg", "a.JPG", "照片.jpg"])
    assert [known.count(name) for name in ("a.jpg", "照片.jpg", "x" * 500, "")] == [2, 1, 0, 0]


def test_a_file_that_comes_within_a_moment_is_seen(tmp_path: Path) -> None:
    root = plant(tmp_path, {"a.md": "甲"})
    before = root.stat().st_mtime_ns
    assert siblings.names(Disk(root), "").count("b.md") == 0
    plant(root, {"b.md": "乙"})
    os.utime(root, ns=(before, before))
    assert siblings.names(Disk(root), "").count("b.md") == 1


def test_where_names_cannot_be_had_every_one_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = plant(tmp_path, {"镇/a.md": "甲", "镇/b.jpg": b"x"})
    monkeypatch.setattr(Disk, "names", lambda *_: {})
    tree = Disk(root)
    monkeypatch.setattr(tree, "is_file", lambda path: path == "镇/b.jpg")
    assert not siblings.names(tree, "镇").listed
    assert list(mentions.unlisted(mentions.read("<p id='b.jpg'>"), "镇/a.md", frozenset({"镇/a.md"}), tree)) == [
        "镇/b.jpg"
    ]
