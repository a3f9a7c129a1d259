"""Front matter: values as YAML and TOML read them, each with its exact place."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.textual import frontmatter
from qishan_lint.textual.frontmatter import FrontMatter


def values(front: FrontMatter, source: str) -> dict[str, tuple[str, str]]:
    """Each field's value, and what stands at its place."""
    return {
        field.name: (field.value, source[field.source_span.start : field.source_span.end] if field.source_span else "")
        for field in front.fields
    }


@pytest.mark.parametrize(
    ("line", "value", "written"),
    [
        ("a: 县政府", "县政府", "县政府"),
        ("a:   两端 空格  ", "两端 空格", "两端 空格"),
        ('a: "双引号"', "双引号", "双引号"),
        ("a: '单引号'", "单引号", "单引号"),
        ("a: 'it''s'", "it's", "it''s"),
        (r'a: "b\tc"', "b\tc", r"b\tc"),
        ("a: 2024-05-01 # 注", "2024-05-01", "2024-05-01"),
        ("a: 甲：乙", "甲：乙", "甲：乙"),
        ("a: x:y", "x:y", "x:y"),
        ("a: [甲, 乙]", "甲、乙", "甲, 乙"),
        ("a:\n- 甲\n- 乙", "甲、乙", "甲\n- 乙"),
        ("a: |\n  第一行\n  第二行", "第一行\n第二行\n", "|\n  第一行\n  第二行\n"),
        ("a:\n  b: 1", "b、1", "b: 1"),
        ("a:", "", ""),
        ("a: true", "true", "true"),
        ("a: 𠮷😀", "𠮷😀", "𠮷😀"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_yaml_values_and_places(line: str, value: str, written: str, newline: str) -> None:
    source = f"---\nb: 前\n{line}\nc: 后\n---\n正文".replace("\n", newline)
    front = frontmatter.read(source)
    assert front.error == ""
    found = values(front, source)
    assert (found["b"], found["c"]) == (("前", "前"), ("后", "后"))
    assert found["a"][0] == value
    assert found["a"][1].rstrip() == written.replace("\n", newline).rstrip()
    assert source[front.body :] == "正文"


@given(
    st.lists(
        st.sampled_from(["a: 1", "b: 甲 乙", "c: '丙'", 'd: "丁"', "e: 2024-05-01 08:00", "f: x#y", "g: a-b"]),
        unique=True,
    )
)
def test_the_quick_way_reads_what_yaml_reads(lines: list[str]) -> None:
    body = "\n".join(lines)
    source = f"---\n{body}\n---\n" if lines else "---\n---\n"
    expected = yaml.load(body, Loader=yaml.CBaseLoader) or {}
    assert {name: value for name, (value, _) in values(frontmatter.read(source), source).items()} == expected


@given(st.text(alphabet="ab县:：'\"#[]{},&*!|>-?%@` 1\\\t", min_size=1, max_size=20))
def test_any_value_reads_as_in_yaml_or_is_refused(value: str) -> None:
    source = f"---\nk: {value}\n---\n"
    front = frontmatter.read(source)
    try:
        expected = yaml.load(f"k: {value}\n", Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        assert front.error
        return
    if front.error:
        assert "&" in value or "*" in value
    elif isinstance(expected, dict) and isinstance(expected.get("k"), str):
        assert values(front, source)["k"][0] == expected["k"]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "正文",
        "---",
        "---\n",
        "---\n正文\n",
        "----\na: 1\n----\n",
        "--- x\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "+++\n",
        "---\n" + "a: 1\n" * 20_000 + "---\n",
    ],
)
def test_what_is_no_front_matter_is_body(source: str) -> None:
    assert frontmatter.read(source) == FrontMatter()


@pytest.mark.parametrize("front", ["[" * 30_000, "- " * 30_000, "a: " + "{b: " * 10_000, "? " * 20_000])
def test_deep_nesting_is_refused_or_read_without_recursion(front: str) -> None:
    assert frontmatter.read(f"---\n{front}\n---\n").body > 0


def test_toml_places() -> None:
    source = '+++\ntitle = "标题"\ndate = 2024-05-01T08:00:00Z\n"栏目" = \'动态\'\n[extra]\na = 1\n+++\n'
    found = values(frontmatter.read(source), source)
    assert found["title"] == ("标题", "标题")
    assert found["栏目"] == ("动态", "动态")
    assert found["date"][0].startswith("2024-05-01")


def test_what_can_be_read_of_a_broken_one_is_kept() -> None:
    source = "---\ntitle: 标题\ntags: [未闭合\ndate: 2024-05-01\n---\n正文"
    front = frontmatter.read(source)
    assert (front.line, source[front.body :]) == (4, "正文")
    assert values(front, source) == {"title": ("标题", "标题"), "date": ("2024-05-01", "2024-05-01")}


def test_broken_toml_is_an_error() -> None:
    assert frontmatter.read("+++\na = \n+++\n").error
