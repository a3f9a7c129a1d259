"""The subset of regular expressions: what is allowed, what is refused and why, which literals are needed."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.matching import patterns
from qishan_lint.matching.patterns import PatternError


@pytest.mark.parametrize(
    ("source", "character"),
    [
        ("a*", 2),
        ("a+", 2),
        ("a{2,}", 2),
        ("(a)\\1", 4),
        ("(?i)a", 2),
        ("(?P<a>b)(?P=a)", 10),
        ("(?#comment)", 2),
        ("a{3,1}", 7),
        ("(a", 3),
        ("a)", 2),
        ("[ab", 4),
        ("*a", 1),
        ("\\pL", 1),
        ("\\", 1),
    ],
)
def test_refused(source: str, character: int) -> None:
    with pytest.raises(PatternError) as caught:
        patterns.compiled(source)
    assert f"character {character}:" in caught.value.text.en
    assert f"第 {character} 个字符" in caught.value.text.zh


@pytest.mark.parametrize(
    "source", ["(a{1,30}){1,30}", "(?:a|aa){1,40}", "a{0,60}a{0,60}a{0,60}", ".{0,200}x.{0,300}y", "(?:a?){1,90}"]
)
def test_costly_ones_are_refused(source: str) -> None:
    with pytest.raises(PatternError, match=r"ways|characters"):
        patterns.compiled(source)


def test_what_python_refuses_is_refused_too() -> None:
    with pytest.raises(PatternError, match="bad character range"):
        patterns.compiled("[z-a]")


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ("测试", ("测试",)),
        ("布署|按装", ("布署", "按装")),
        ("(?:大约|约)[^，\\n]{1,10}(?:左右|上下)", ("左右", "上下")),
        ("[一二]零年", ("一零年", "二零年")),
        ("a?b", ("ab", "b")),
        ("、{2,4}", ("、、",)),
        ("(?<=年)0[1-3]月", ("01月", "02月", "03月")),
        ("[\\u4e00-\\u4e02]", ("一", "丁", "丂")),
        ("[\\[（]第", ("[第", "（第")),
        ("[^a]", None),
        ("\\d{4}", None),
        ("(?=abc).", None),
        ("a?", None),
    ],
)
def test_literals(source: str, literals: tuple[str, ...] | None) -> None:
    assert patterns.literals(source) == literals


@pytest.mark.parametrize(
    ("source", "anchored"), [("^a", True), ("^a|b", False), ("a", False), ("(?:^a)", False), ("^[|]", True)]
)
def test_anchored(source: str, anchored: bool) -> None:
    assert patterns.anchored(source) is anchored


def test_a_match_holds_the_literal_and_stays_in_its_block() -> None:
    pattern = patterns.compiled("约[^，]{1,8}左右")
    text = "约定好，约5天左右。\n约\n3天左右"
    around = (text.index("左右"), text.index("左右") + 2)
    assert [match.group() for match in patterns.find(pattern, text, around)] == ["约5天左右"]
    last = (text.rindex("左右"), text.rindex("左右") + 2)
    assert list(patterns.find(pattern, text, last)) == []


def test_an_earlier_match_does_not_hide_the_one_at_the_literal() -> None:
    pattern = patterns.compiled("a[bc]{1,2}|cd")
    text = "abcd"
    assert [match.group() for match in patterns.find(pattern, text, (2, 4))] == ["cd"]


def test_end_of_window_is_not_the_end_of_a_block() -> None:
    pattern = patterns.compiled("ab$")
    assert list(patterns.find(pattern, "abc", (0, 2))) == []
    assert [match.span() for match in patterns.find(pattern, "xab\nc", (1, 3))] == [(1, 3)]


_ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "(?:a|b)", "(?:ab|a)", "(?=a)", "(?<!b)", "\\d", "^", "$"])
_REPEATS = st.sampled_from(["", "?", "{2}", "{0,3}", "{1,4}?"])
_PATTERNS = st.lists(st.tuples(_ATOMS, _REPEATS), min_size=1, max_size=6).map(
    lambda pieces: "".join(atom + ("" if atom in {"^", "$", "(?=a)", "(?<!b)"} else repeat) for atom, repeat in pieces)
)


@given(_PATTERNS, st.text("ab1\n", max_size=30))
def test_every_match_holds_a_needed_literal(source: str, text: str) -> None:
    try:
        pattern = patterns.compiled(source)
    except PatternError:
        return
    for match in re.finditer(source, text, re.MULTILINE):
        assert match.end() - match.start() <= pattern.width
        if match.group() and pattern.literals is not None:
            assert any(literal in match.group() for literal in pattern.literals)


@given(_PATTERNS, st.text("ab1\n", max_size=30))
def test_looking_around_literals_finds_what_a_whole_scan_finds(source: str, text: str) -> None:
    try:
        pattern = patterns.compiled(source)
    except PatternError:
        return
    if pattern.literals is None:
        return
    places = [
        (start, start + len(literal))
        for literal in pattern.literals
        for start in range(len(text))
        if text.startswith(literal, start)
    ]
    around = {match.span() for place in places for match in patterns.find(pattern, text, place)}
    assert {match.span() for match in patterns.find(pattern, text)} <= around


@given(st.text("ab()[]{}?*+|^$\\.,1 2<>=!:Pn", max_size=14))
def test_any_string_is_compiled_or_refused(source: str) -> None:
    try:
        patterns.compiled(source)
    except PatternError as error:
        problem = error
    else:
        return
    assert problem.text.zh
    assert problem.text.en


def test_the_costliest_allowed_pattern_is_quick() -> None:
    pattern = patterns.compiled("a{0,60}a{0,60}b")
    start = time.process_time()
    assert list(patterns.find(pattern, "a" * 20_000)) == []
    assert time.process_time() - start < 20
