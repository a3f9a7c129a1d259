"""The words of a repository: added by a command, taken for right by what extends their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from qishan_lint import dictionary
from qishan_lint.errors import ConfigError, UsageError
from tests.command import lint

WRONG = "---\ntitle: 关于春季造林的通知\npublished: 2026-11-20\n---\n\n会议要求，各乡镇要健全工作机智，压实工作责任。\n"
TODAY = ("--today", "2026-11-25")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("甲.md", "乙.md", "丙.md"):
        (tmp_path / name).write_text(WRONG, encoding="utf-8")
    (tmp_path / "qishan-lint.yaml").write_text("extends: [recommended, qishan-words.yaml]\n", encoding="utf-8")
    (tmp_path / "qishan-words.yaml").write_text("extends: none\n", encoding="utf-8")
    return tmp_path


def test_a_rejected_word_is_no_longer_doubted(folder: Path) -> None:
    (folder / "qishan-words.yaml").unlink()
    (folder / "qishan-lint.yaml").unlink()
    assert "机智\t制\t3\n" in lint(folder, "dictionary", "doubted", ".", *TODAY)
    assert "extends" in lint(folder, "dictionary", "add", "工作机智")
    (folder / "qishan-lint.yaml").write_text("extends: [recommended, qishan-words.yaml]\n", encoding="utf-8")
    assert "extends" not in lint(folder, "dictionary", "add", "柳湾")
    assert "机智" not in lint(folder, "dictionary", "doubted", ".", "--items", "1", *TODAY)


def test_a_dictionary_of_the_configuration_itself_hides_the_file(folder: Path) -> None:
    (folder / "qishan-lint.yaml").write_text(
        "extends: [recommended, ./qishan-words.yaml]\nrules: {wording/spelling: {dictionary: [石桥驿]}}\n",
        encoding="utf-8",
    )
    (folder / "qishan-words.yaml").unlink()
    dictionary.add(folder / "qishan-words.yaml", ["柳湾"])
    said = lint(folder, "dictionary", "add", "岐丰", "--lang", "en")
    assert "does not use qishan-words.yaml" in said


def test_words_are_kept_sorted_and_once(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    assert dictionary.add(path, ["石桥", "柳湾", "石桥"]) == 2
    assert dictionary.add(path, ["柳湾", "yes"]) == 1
    assert dictionary.read(path) == sorted(["柳湾", "石桥", "yes"])


@pytest.mark.parametrize("word", ["", "柳", "柳 湾", "柳，湾", "柳" * 17, "=1+1", "a\nb"])
def test_what_is_no_word_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(UsageError):
        dictionary.add(tmp_path / "words.yaml", [word])
    assert not (tmp_path / "words.yaml").exists()


@pytest.mark.parametrize(
    "content",
    [
        "extends: recommended\n",
        "extends: none\nignore: [wording]\n",
        "extends: none\nrules: {wording/spelling: {min-confidence: 0.9}}\n",
        "extends: [\n",
    ],
)
def test_a_file_that_holds_more_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError):
        dictionary.add(path, ["柳湾"])
    assert path.read_text(encoding="utf-8") == content
