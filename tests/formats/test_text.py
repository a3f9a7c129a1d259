"""Text output: hierarchy, colours that only repeat the words, states, next steps, consoles of other encodings."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace

from qishan_lint.formats import _width
from qishan_lint.formats._paint import plain
from qishan_lint.model import Place, Report
from tests.formats import sample_report as made

COMMAND = ("qishan-lint", "check", "content/", "--today", "2026-11-23", "--format", "text")


def shown(report: Report, **options: Any) -> str:
    return made.text_of("text", report, **{"command": COMMAND, **options})


@pytest.mark.parametrize("report", [made.sample(), made.spotless(), made.empty()])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_colours_add_nothing_to_the_words(report: Report, width: int, lang: str) -> None:
    colored = shown(report, width=width, lang=lang, color=True, statistics=True)
    assert "\x1b[" in colored
    assert plain(colored) == shown(report, width=width, lang=lang, statistics=True)


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_no_line_is_too_wide_but_commands(width: int) -> None:
    for line in shown(made.sample(), width=width, statistics=True).split("\n"):
        assert _width.of(line) <= width or "qishan-lint " in line


def test_wide_ambiguous_characters_keep_lines_within_the_width() -> None:
    for line in shown(made.sample(), ambiguous_width=2).split("\n"):
        assert _width.of(line, 2) <= 80 or "qishan-lint " in line


def test_narrow_pages_name_the_rule_below_wide_ones_at_the_right_end() -> None:
    assert "位置  18:14  规则 wording/wrong-word\n" in shown(made.sample())
    wide = shown(made.sample(), width=120)
    assert re.search(r"“登陆”应为“登录”  \[可自动改\] +wording/wrong-word\n", wide)
    assert "规则 wording" not in wide


def test_marks_of_secrecy_and_personal_data_have_their_own_words() -> None:
    text = shown(made.sample())
    assert "错误 保密  出现国家秘密标志" in text
    assert "[不可豁免]" in text
    assert "错误 脱敏  有公民身份号码" in text


def test_equal_hits_are_counted_once() -> None:
    text = shown(made.sample())
    assert text.count("有公民身份号码") == 1
    assert "发放名册.xlsx > 表2!D7 等 12 处" in text


def test_replacement_is_shown_for_words_and_never_for_sensitive_values() -> None:
    text = shown(made.sample())
    assert "建议  登陆 → 登录\n" in text
    assert "建议  大约3万余人左右 → 3万余人 或 约3万人\n" in text


def test_other_places_are_named() -> None:
    finding = replace(made.fire().findings[1], related=(Place(path="content/柳湾镇/动态/旧.jpg"),))
    text = shown(made.report(replace(made.fire(), findings=(finding,))))
    assert "另见  content/柳湾镇/动态/旧.jpg\n" in text


def test_next_steps_carry_on_from_the_command() -> None:
    text = shown(made.sample())
    base = "qishan-lint check content/ --today 2026-11-23"
    assert f"  1  先看保密与脱敏\n     {base} --select sensitive\n" in text
    assert f"  2  自动改正 1 处\n     {base} --fix\n" in text
    assert f"{base} --format html -o 报告.html\n" in text


def test_short_commands_stand_beside_their_step() -> None:
    text = shown(made.sample(), command=("qishan-lint", "check", "content/"))
    assert "  1  先看保密与脱敏     qishan-lint check content/ --select sensitive\n" in text


def test_no_next_steps_for_standard_input() -> None:
    assert "下一步" not in shown(made.sample(), command=("qishan-lint", "check", "-"))


def test_paths_with_spaces_are_quoted_in_next_steps() -> None:
    text = shown(made.sample(), command=("qishan-lint", "check", "稿 件/it's"))
    assert "qishan-lint check '稿 件/it'\\''s' --fix" in text


def test_hundreds_of_paths_are_not_repeated_in_next_steps() -> None:
    paths = [f"content/要闻动态/{number:04}.md" for number in range(390)]
    text = shown(made.sample(), command=("qishan-lint", "check", *paths))
    assert "qishan-lint check content/要闻动态/0000.md content/要闻动态/0001.md" in text
    assert "0012.md … --fix\n" in text
    assert "0389.md" not in text


def test_thresholds_of_the_county_are_named() -> None:
    assert "未确认 2 个阈值由本县定，现用默认值：qishan-lint config show\n" in shown(made.sample())


def test_what_is_not_listed_is_counted() -> None:
    text = shown(made.sample())
    for line in ("读不了的文件 1 个", "已豁免 1 处", "基线中已知 2 处", "基线中有 1 条已不存在"):
        assert line in text


def test_clean_report_says_what_ran() -> None:
    text = shown(made.spotless())
    assert "5 篇已查，没有发现问题" in text
    assert "9 条规则全部运行" in text
    assert "不代替人读" in text
    assert "下一步" not in text


def test_empty_report_says_what_counts() -> None:
    text = shown(made.empty())
    assert "没有可查的篇目" in text
    assert "qishan-lint check .." in text


def test_interrupted_report_says_so() -> None:
    assert "已中断" in shown(made.report(made.fire(), interrupted=True))


def test_statistics_by_rule_and_kind() -> None:
    text = shown(made.sample(), statistics=True, times=(("terms", 1.234), ("spelling", 3.7)))
    assert re.search(r"wording/wrong-word +1 +1 +错误\n", text)
    assert re.search(r"spelling +3\.70 +75%\n +terms +1\.23 +25%", text)


def test_many_findings_are_summed_up_by_rule() -> None:
    text = shown(made.large(300))
    assert re.search(r"\n各规则\n.*\n  stale/vague-recent +600 +300 +警告\n", text)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_structure_survives_consoles_of_other_encodings(encoding: str) -> None:
    text = shown(made.sample())
    printed = text.encode(encoding, "replace").decode(encoding)
    lines = zip(text.split("\n"), printed.split("\n"), strict=True)
    assert all(line.count("^") == other.count("^") for line, other in lines)
    if encoding == "gbk":
        lost = {character for character, other in zip(text, printed, strict=True) if character != other}
        # What the tool itself writes can be encoded; what an article holds may be lost.
        assert lost <= set("😀\u0301")


def test_nothing_hostile_is_printed() -> None:
    text = shown(made.sample())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)


def test_words_listed_as_readable_are_read() -> None:
    from qishan_lint import readers

    listed = set(re.findall(r"\.[a-z]+", shown(made.empty()).split("能读的稿件：")[1].split("和")[0]))
    assert listed
    for suffix in listed:
        assert suffix in readers.suffixes()
