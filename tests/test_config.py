"""The configuration file: found, extended, refused with reasons."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from qishan_lint import config
from qishan_lint.errors import ConfigError


def write(folder: Path, text: str, name: str = "qishan-lint.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nearest_file_wins(tmp_path: Path) -> None:
    write(tmp_path, "fail-on: error\n")
    near = write(tmp_path / "news", "fail-on: warning\n")
    assert config.find(tmp_path / "news" / "2026") == near


def test_search_ends_at_the_repository(tmp_path: Path) -> None:
    write(tmp_path, "fail-on: error\n")
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    assert config.find(tmp_path / "repo" / "news") is None


def test_pyproject_is_used_only_with_a_table(tmp_path: Path) -> None:
    project = write(tmp_path, "[tool.other]\n", "pyproject.toml")
    assert config.find(tmp_path) is None
    folder = tmp_path / "b"
    project = write(folder, '[tool.qishan-lint]\nfail-on = "warning"\n', "pyproject.toml")
    assert config.find(folder) == project
    assert config.load(project)[-1].config.fail_on == "warning"


def test_layers_are_ordered_from_base_to_file(tmp_path: Path) -> None:
    write(tmp_path, "extends: none\nfail-on: info\n", "base.yaml")
    path = write(tmp_path, "extends: ./base.yaml\nfail-on: warning\n")
    assert [str(layer.config.fail_on) for layer in config.load(path)] == ["info", "warning"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("extends: ./missing.yaml\n", "不存在"),
        ("extends: recomended\n", "没有名为"),
        ("extends: ./qishan-lint.yaml\n", "循环"),
        ("allow: [{rule: short/body}]\n", "allow"),
        ("levels: {short: fatal}\n", "levels"),
    ],
)
def test_mistakes_are_refused(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert says in caught.value.message.zh
    assert "qishan-lint.yaml" in caught.value.where


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "qishan-lint.yaml"
    path.write_bytes("site: {name: 青禾县}\n".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        config.load(path)


def test_schema_accepts_what_the_tool_accepts() -> None:
    schema = json.loads(config.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    good = {"extends": "recommended", "overrides": [{"files": ["a/**"], "ignore": ["short"]}], "fail-on": "warning"}
    jsonschema.validate(good, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"fail-on": "sometimes"}, schema)
