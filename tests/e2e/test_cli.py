"""The installed command as a new user meets it: right and wrong input, languages, encodings, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

TODAY = "2026-11-25"
BODY = (
    "县图书馆延长开放时间，晚上九点闭馆，周末照常开放。馆内提供热水，老年读者可以借用老花镜。"
    "少年儿童阅览区晚上七点以后须由家长陪同，自习室座位可以在服务台登记。图书馆此前征求了读者意见，不少上班的读者提出，"
    "下班后赶到图书馆常常已经闭馆。图书馆据此调整了值班安排，增加夜间保洁和巡查，在门口加装照明，并与公交公司协商，"
    "把末班车延后半小时。延时开放先试行三个月，试行结束后根据到馆人数和读者评价决定是否长期执行。读者有意见和建议，"
    "可以投入一楼大厅的意见箱，也可以在服务台留言。"
)
GOOD = f"---\ntitle: 县图书馆延长开放时间方便读者\ndate: 2026-11-20\nsource: 县文化和旅游局\n---\n\n{BODY}\n"
BAD = GOOD.replace("周末照常", "读者可以登陆系统预约，周末照常", 1)
WRONG_LINE = 7


def lint(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "QISHAN_LINT_CACHE_DIR": str(cwd / ".cache-of-test"), **(env or {})}
    environment.pop("FORCE_COLOR", None)
    return subprocess.run(
        (sys.executable, "-m", "qishan_lint", *arguments),
        cwd=cwd, env=environment, input=stdin, capture_output=True, check=False,
    )  # fmt: skip


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    return (done.stdout + done.stderr).decode("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "好.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "坏.md").write_text(BAD, encoding="utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_clean_item_is_exit_0(folder: Path) -> None:
    done = lint("check", "好.md", "--today", TODAY, cwd=folder)
    assert done.returncode == 0, said(done)


def test_finding_is_exit_1_with_line_reason_and_replacement(folder: Path) -> None:
    done = lint("check", "坏.md", "--today", TODAY, cwd=folder)
    assert done.returncode == 1
    for words in ("坏.md", "登陆系统", "登录系统", f"{WRONG_LINE}:", "原因", "建议", "wording/wrong-word"):
        assert words in said(done)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("check", "没有.md"), 2, "路径不存在"),
        (("check", "--today", "2026-13-01"), 2, "日期"),
        (("check", "--format", "sarfi", "好.md"), 2, "sarif"),
        (("check", "--select", "wordng", "好.md"), 2, "wording"),
        (("check", "--config", "没有.yaml"), 2, "配置文件不存在"),
        (("check", "--baseline", "没有.json", "好.md"), 2, "基线"),
        (("check", "--lang", "fr"), 2, "zh"),
        (("check", "--frmat", "json"), 2, "--format"),
        (("chek",), 2, "应为“check”"),
        (("explain",), 2, "缺少参数"),
        (("explain", "wording/wrong-wrod"), 2, "wording/wrong-word"),
        (("check", "--jobs", "abc"), 2, "不是整数"),
        (("check", "--min-level", "fatal"), 2, "不在可选值"),
        (("check", "--since", "nowhere", "."), 2, "nowhere"),
        (("rules", "list", "--format", "xml"), 2, "json"),
        (("init", "没有"), 2, "文件夹不存在"),
    ],
)
def test_mistakes_are_exit_2_and_say_what_to_do(
    folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (folder / ".git").rmdir()
    subprocess.run(("git", "init", "--quiet"), cwd=folder, check=True)
    done = lint(*arguments, cwd=folder)
    assert done.returncode == code, said(done)
    assert words in said(done)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("rules:\n  short/body:\n    minimun: 5\n", 3, "minimum"),
        ("ignore: [wording/worng-word]\n", 1, "wording/wrong-word"),
        ("fail-on: somtimes\n", 1, "warning"),
        ("a: [\n", 2, "YAML"),
    ],
)
def test_mistake_in_the_configuration_names_its_line(folder: Path, text: str, line: int, words: str) -> None:
    (folder / "qishan-lint.yaml").write_text(text, encoding="utf-8")
    done = lint("check", "好.md", cwd=folder)
    assert done.returncode == 2
    assert f"qishan-lint.yaml:{line}" in said(done)
    assert words in said(done)


def test_language_by_option_and_variable(folder: Path) -> None:
    by_option = lint("check", "坏.md", "--today", TODAY, "--lang", "en", cwd=folder)
    by_variable = lint("check", "坏.md", "--today", TODAY, cwd=folder, env={"QISHAN_LINT_LANG": "en"})
    for done in (by_option, by_variable):
        assert "should be" in said(done)
    assert "应为" in said(lint("check", "坏.md", "--today", TODAY, cwd=folder, env={"LANG": "en_US.UTF-8"}))


def test_help_is_in_the_language_of_the_run(folder: Path) -> None:
    chinese, english = (said(lint("check", "--help", "--lang", lang, cwd=folder)) for lang in ("zh", "en"))
    assert "用法：" in chinese
    assert "Usage:" not in chinese
    assert "Options:" in english
    assert "选项" not in english
    for command in ("rules", "config", "baseline"):
        assert "Commands:" not in said(lint(command, "--help", cwd=folder))


def test_help_fits_into_80_columns(folder: Path) -> None:
    from qishan_lint.formats import _width

    for command in ((), ("check",), ("rules",), ("init",)):
        for line in said(lint(*command, "--help", cwd=folder, env={"COLUMNS": "80"})).splitlines():
            assert _width.of(line) <= 80, line


def test_standard_input(folder: Path) -> None:
    done = lint("check", "-", "--stdin-filename", "新稿.md", "--today", TODAY, cwd=folder, stdin=BAD.encode())
    assert done.returncode == 1
    assert "新稿.md" in said(done)


def test_every_format_gives_the_same_exit_code_and_names_the_finding(folder: Path) -> None:
    from qishan_lint import formats

    for name in formats.names():
        done = lint("check", ".", "--today", TODAY, "--format", name, "--output", f"out.{name}", cwd=folder)
        assert done.returncode == 1, name
        data = (folder / f"out.{name}").read_bytes()
        assert data
        if not formats.load(name).BINARY:
            assert b"wrong-word" in data, name


def test_fix_repairs_once_and_keeps_the_rest(folder: Path) -> None:
    target = folder / "坏.md"
    target.write_bytes(BAD.replace("\n", "\r\n").encode("utf-8-sig"))
    first = lint("check", "--fix", "坏.md", "--today", TODAY, cwd=folder)
    assert first.returncode == 0, said(first)
    fixed = target.read_bytes()
    assert fixed == BAD.replace("登陆系统", "登录系统").replace("\n", "\r\n").encode("utf-8-sig")
    assert lint("check", "--fix", "坏.md", "--today", TODAY, cwd=folder).returncode == 0
    assert target.read_bytes() == fixed


def test_diff_changes_nothing_and_git_applies_it(folder: Path) -> None:
    (folder / ".git").rmdir()
    subprocess.run(("git", "init", "--quiet"), cwd=folder, check=True)
    before = (folder / "坏.md").read_bytes()
    done = lint("check", "--diff", ".", "--today", TODAY, cwd=folder)
    assert (folder / "坏.md").read_bytes() == before
    applied = subprocess.run(("git", "apply", "-"), cwd=folder, input=done.stdout, capture_output=True, check=False)
    assert applied.returncode == 0, applied.stderr
    assert (folder / "坏.md").read_text(encoding="utf-8") == BAD.replace("登陆系统", "登录系统")


def test_fix_only_touches_the_named_rules(folder: Path) -> None:
    before = (folder / "坏.md").read_bytes()
    lint("check", "--fix", "--fix-only", "wording/punctuation", "坏.md", "--today", TODAY, cwd=folder)
    assert (folder / "坏.md").read_bytes() == before


def test_fix_leaves_what_is_allowed_or_switched_off(folder: Path) -> None:
    allowed = BAD.replace("\n\n县", "\n\n<!-- qishan-lint: allow wording/wrong-word because 引用原文 -->\n\n县", 1)
    (folder / "坏.md").write_text(allowed, encoding="utf-8")
    assert lint("check", "--fix", "坏.md", "--today", TODAY, cwd=folder).returncode == 0
    assert (folder / "坏.md").read_text(encoding="utf-8") == allowed
    (folder / "坏.md").write_text(BAD, encoding="utf-8")
    lint("check", "--fix", "--ignore", "wording/wrong-word", "坏.md", "--today", TODAY, cwd=folder)
    assert (folder / "坏.md").read_text(encoding="utf-8") == BAD


def test_baseline_hides_the_known_and_shows_the_new(folder: Path) -> None:
    written = lint("baseline", "write", "--today", TODAY, "-o", "known.json", cwd=folder)
    assert written.returncode == 0, said(written)
    text = (folder / "known.json").read_text(encoding="utf-8")
    assert "登陆" not in text
    known = ("check", ".", "--today", TODAY, "--baseline", "known.json")
    assert lint(*known, cwd=folder).returncode == 0
    (folder / "坏.md").write_text("\n" + BAD.replace("馆内提供", "请按布署执行。馆内提供", 1), encoding="utf-8")
    done = lint(*known, cwd=folder)
    assert done.returncode == 1
    assert "布署" in said(done)


def test_thresholds_of_failure(folder: Path) -> None:
    assert lint("check", "坏.md", "--today", TODAY, "--exit-zero", cwd=folder).returncode == 0
    (folder / "好.md").write_text(GOOD.replace("周末照常", "涉及到周末，照常", 1), encoding="utf-8")
    assert lint("check", "好.md", "--today", TODAY, cwd=folder).returncode == 0
    assert lint("check", "好.md", "--today", TODAY, "--fail-on", "info", cwd=folder).returncode == 1


def test_quiet_says_nothing_when_all_is_well(folder: Path) -> None:
    assert said(lint("check", "-q", "好.md", "--today", TODAY, cwd=folder)) == ""


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_console_of_any_encoding(folder: Path, encoding: str) -> None:
    done = lint("check", ".", "--today", TODAY, "--statistics", cwd=folder, env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 1
    if encoding == "gbk":
        assert "登录系统" in done.stdout.decode("gbk")


def test_no_colour_in_a_pipe_and_none_with_no_color(folder: Path) -> None:
    plain = lint("check", "坏.md", "--today", TODAY, cwd=folder).stdout
    assert b"\x1b[" not in plain
    forced = lint("check", "坏.md", "--today", TODAY, "--color", "always", cwd=folder).stdout
    assert b"\x1b[" in forced
    both = lint("check", "坏.md", "--today", TODAY, cwd=folder, env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).stdout
    assert b"\x1b[" not in both


def test_reader_that_goes_away(folder: Path) -> None:
    command = f'"{sys.executable}" -m qishan_lint rules list | head -n 1'
    done = subprocess.run(("bash", "-c", command), cwd=folder, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def test_same_bytes_for_any_number_of_processes(folder: Path) -> None:
    for number in range(40):
        (folder / f"稿{number}.md").write_text(BAD if number % 3 else GOOD, encoding="utf-8")
    options = ("check", ".", "--today", TODAY, "--format", "jsonl", "--no-cache")
    one, two = (lint(*options, "--jobs", jobs, cwd=folder) for jobs in ("1", "2"))
    assert two.stderr == one.stderr == b""
    assert two.stdout == one.stdout


def test_rules_for_programs(folder: Path) -> None:
    listed = json.loads(lint("rules", "list", "--format", "json", cwd=folder).stdout)
    assert listed["schema"] == 1
    assert {"id", "level", "on", "waivable", "fixable", "name", "source"} <= set(listed["rules"][0])


def test_schema_is_json(folder: Path) -> None:
    assert "properties" in json.dumps(json.loads(lint("config", "schema", cwd=folder).stdout))


def test_version_is_quick_and_plain(folder: Path) -> None:
    from qishan_lint import __version__

    assert said(lint("--version", cwd=folder)).strip() == f"qishan-lint {__version__}"
    assert said(lint("--lang", "en", "--version", cwd=folder)).strip() == f"qishan-lint {__version__}"


def test_second_run_comes_from_the_cache_and_says_the_same(folder: Path) -> None:
    options = ("check", ".", "--today", TODAY, "--format", "jsonl")
    first, second = (lint(*options, cwd=folder).stdout for _ in range(2))
    assert first == second
    (folder / "坏.md").write_text(GOOD, encoding="utf-8")
    assert lint(*options, cwd=folder).returncode == 0
