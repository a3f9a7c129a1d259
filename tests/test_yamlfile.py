"""Mistakes in YAML files are told with file, line, key and the likely meaning."""

from __future__ import annotations

import msgspec
import pytest

from qishan_lint import yamlfile
from qishan_lint.errors import ConfigError


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    min_length: int = 0


class Sample(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    name: str = ""
    inner: Inner = Inner()
    rows: list[Inner] = []


def mistake(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        yamlfile.read(text, Sample, "a.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("text", "where", "says", "remedy"),
    [
        ("name: x\nnmae: y\n", "a.yaml:2", "nmae", "name"),
        ("name: x\ninner:\n  min-lenght: 3\n", "a.yaml:3", "min-lenght", "min-length"),
        ("rows:\n  - min-length: 1\n  - min-length: many\n", "a.yaml:3", "rows[1].min-length", None),
        ("name: [\n", "a.yaml:2", "YAML", None),
        ("name: x\nname: y\n", "a.yaml:2", "name", None),
        ("name: &a x\ninner: {}\n", "a.yaml:1", "锚点", "引号"),
        ("name: !!python/object/apply:os.system [ls]\n", "a.yaml:1", "", None),
    ],
)
def test_mistake_names_line_and_remedy(text: str, where: str, says: str, remedy: str | None) -> None:
    error = mistake(text)
    assert error.where == where
    assert says in error.message.zh
    if remedy is not None:
        assert error.remedy is not None
        assert remedy in error.remedy.zh


def test_ampersand_and_star_inside_text_are_fine() -> None:
    assert yamlfile.read('name: "R&D *"\n', Sample, "a.yaml").name == "R&D *"


def test_empty_file_is_the_default() -> None:
    assert yamlfile.read("", Sample, "a.yaml") == Sample()


def test_oversized_file_is_refused_unread() -> None:
    assert "字节" in mistake("name: " + "x" * (yamlfile.MAX_BYTES + 1)).message.zh
