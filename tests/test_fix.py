"""Repairs: whole or not at all, every other byte as it was, and patches that git takes."""

from __future__ import annotations

import functools
import itertools
import subprocess
import sys
import types
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import fix
from qishan_lint.model import Edit, Finding, Fix, Level, Place, Text
from tests.identity.numbers import citizen
from tests.trees import git, jpeg, plant, repository


def finding(path: str, *edits: tuple[int, int, str, str]) -> Finding:
    made = tuple(Edit(path, start, end, text, old) for start, end, text, old in edits)
    return Finding("wording/x", Level.ERROR, path, Place(path), Text("甲", "a"), fix=Fix(True, made, path=path))


def replacing(path: str, text: str, old: str, new: str) -> Finding:
    at = text.index(old)
    return finding(path, (at, at + len(old), new, old))


BODY = "标题行\r\n请登陆系统。\r\n末行没有换行"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16-le", b"\xff\xfe")],
)
def test_encoding_mark_and_line_ends_stay(tmp_path: Path, encoding: str, mark: bytes) -> None:
    text = BODY + "，办事群众可以在服务大厅咨询有关事项。"
    plant(tmp_path, {"稿.txt": mark + text.encode(encoding)})
    changes = fix.plan(tmp_path, [replacing("稿.txt", text, "登陆", "登录")])
    assert len(fix.write(tmp_path, changes)) == 1
    assert (tmp_path / "稿.txt").read_bytes() == mark + text.replace("登陆", "登录").encode(encoding)
    assert fix.plan(tmp_path, [replacing("稿.txt", text, "登陆", "登录")]) == []


@given(
    text=st.text("甲乙丙丁", min_size=1, max_size=20),
    raw=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.text("戊己", max_size=2)), max_size=6),
)
def test_only_chosen_edits_change_the_text(text: str, raw: list[tuple[int, int, str]]) -> None:
    edits = [
        Edit("a", start, min(start + length, len(text)), new, text[start : start + length])
        for start, length, new in raw
        if start <= len(text)
    ]
    kept = fix.chosen(edits)
    assert all(one.end <= other.start for one, other in itertools.pairwise(kept))
    backward = text
    for edit in reversed(kept):
        backward = backward[: edit.start] + edit.text + backward[edit.end :]
    assert fix.edited(text, edits) == backward


def test_repair_of_two_edits_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    plant(tmp_path, {"a.md": "甲乙丙丁戊"})
    first = finding("a.md", (0, 2, "子丑", "甲乙"))
    pair = finding("a.md", (1, 2, "“", "乙"), (4, 5, "”", "戊"))
    (change,) = fix.plan(tmp_path, [pair, first])
    assert change.after.decode() == "子丑丙丁戊"
    assert change.findings == (first,)


def test_changed_file_is_left_alone(tmp_path: Path) -> None:
    plant(tmp_path, {"a.md": "请登陆系统。"})
    found = [replacing("a.md", "请登陆系统。", "登陆", "登录")]
    changes = fix.plan(tmp_path, found)
    (tmp_path / "a.md").write_text("另一段话。", encoding="utf-8")
    assert fix.write(tmp_path, changes) == []
    assert fix.plan(tmp_path, found) == []
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "另一段话。"


def test_nothing_outside_or_behind_a_link_is_touched(tmp_path: Path) -> None:
    plant(tmp_path, {"外.md": "请登陆系统。", "根/内.md": "请登陆系统。"})
    (tmp_path / "根" / "链.md").symlink_to("内.md")
    wrong = [replacing(path, "请登陆系统。", "登陆", "登录") for path in ("../外.md", "链.md", "无.md")]
    assert fix.plan(tmp_path / "根", wrong) == []


@pytest.mark.parametrize(
    "text", ["请登陆系统。", "一\n请登陆系统。\n三\n", "\ufeff请登陆系统。\n", "请登陆系统。\r\n二\r\n"]
)
@pytest.mark.parametrize("name", ["稿件 一.md", 'a"b.md', "plain.md", "a b.md", "~ x.md", "a\\b.md", "\x7f\t甲.md"])
def test_git_takes_the_patch(tmp_path: Path, name: str, text: str) -> None:
    repository(tmp_path, {name: text})
    changes = fix.plan(tmp_path, [replacing(name, text.removeprefix("\ufeff"), "登陆", "登录")])
    made = fix.patch(changes)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=made.data, check=True, capture_output=True)
    assert (tmp_path / name).read_bytes() == changes[0].after != text.encode()


@pytest.mark.parametrize("name", ["~.md", "!.md", 'a"b.md', "a\\b.md", "稿 一.md", "\x7f.md", "\x1f.md", "é.md"])
def test_names_in_a_patch_are_those_that_git_writes(tmp_path: Path, name: str) -> None:
    repository(tmp_path, {name: "请登陆系统。\n"})
    made = fix.patch(fix.plan(tmp_path, [replacing(name, "请登陆系统。", "登陆", "登录")]))
    plant(tmp_path, {name: "请登录系统。\n"})
    theirs = git(tmp_path, "diff").splitlines()
    ours = made.data.decode().splitlines()
    octal = {"\\t": "\\011", '\\"': "\\042", "\\\\": "\\134"}  # git has short forms for some

    def plain(line: str) -> str:
        return functools.reduce(lambda text, pair: text.replace(*pair), octal.items(), line)

    assert ours[:2] == [plain(line) for line in theirs if line.startswith(("--- ", "+++ "))]
    assert ours[2:] == theirs[-len(ours[2:]) :]


def test_a_repair_of_a_whole_file_is_no_patch_and_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("invented_repairs")
    module.first = lambda data: data + b"1"  # type: ignore[attr-defined]
    module.none = lambda _: None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "invented_repairs", module)
    for name in ("first", "none"):
        monkeypatch.setitem(fix.ACTIONS, name, f"invented_repairs:{name}")
    picture = jpeg(9)
    plant(tmp_path, {"a.jpg": picture})
    found = [
        Finding(
            "photo/x", Level.ERROR, "a.jpg", Place("a.jpg"), Text("甲", "a"), fix=Fix(True, (), action, path="a.jpg")
        )
        for action in ("none", "first", "first")
    ]
    changes = fix.plan(tmp_path, found)
    assert [(change.before, change.after) for change in changes] == [(picture, picture + b"1")]
    assert fix.patch(changes).data == b""


def test_git_takes_the_patch_of_any_encoding(tmp_path: Path) -> None:
    text = "办事群众可以在服务大厅咨询有关事项。\r\n请登陆系统。"
    files = {
        "国标.txt": text.encode("gb18030"),
        "标记.txt": b"\x84\x31\x95\x33" + text.encode("gb18030"),
        "宽.txt": text.encode("utf-16"),
        "通用.txt": text.encode("utf-8-sig"),
    }
    repository(tmp_path, files)
    found = [replacing(name, text, "登陆", "登录") for name in files]
    made = fix.patch(fix.plan(tmp_path, found))
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=made.data, check=True, capture_output=True)
    assert [change.path for change in fix.plan(tmp_path, found)] == ["宽.txt"]
    assert b"utf-16" in made.data


def test_hunk_with_a_secret_is_left_out(tmp_path: Path) -> None:
    text = f"身份证号{citizen()}，请登陆系统。\n" + "空行\n" * 20 + "再登陆网站。\n"
    plant(tmp_path, {"a.md": text})
    at = text.rindex("登陆")
    found = [replacing("a.md", text, "登陆", "登录"), finding("a.md", (at, at + 2, "登录", "登陆"))]
    made = fix.patch(fix.plan(tmp_path, found))
    assert made.left_out == 1
    assert citizen() not in made.data.decode()
    assert "+再登录网站。" in made.data.decode()


def test_hunks_with_secrets_are_counted_over_all_files(tmp_path: Path) -> None:
    """Also where the number begins the first line that is shown; a file without one is shown between them."""
    texts = {name: f"{citizen()}\n请登陆系统。\n" for name in ("a.md", "c.md")} | {"b.md": "请登陆系统。\n"}
    plant(tmp_path, texts)
    made = fix.patch(fix.plan(tmp_path, [replacing(name, text, "登陆", "登录") for name, text in texts.items()]))
    assert made.left_out == 2
    assert made.data.startswith(b"--- a/b.md\n")
    assert made.data.count(b"@@ -") == 1


def test_what_is_wanted_is_a_matter_of_safety_rule_and_family() -> None:
    sound = finding("a.md", (0, 1, "甲", "乙"))
    risky = msgspec.structs.replace(sound, rule="short/y", fix=Fix(False, sound.fix.edits if sound.fix else ()))
    none = msgspec.structs.replace(sound, fix=None)
    every = [sound, risky, none]
    assert fix.wanted(every, unsafe=False) == [sound]
    assert fix.wanted(every, unsafe=True) == [sound, risky]
    for only, left in (("wording/x", [sound]), ("short", [risky]), ("short/y", [risky]), ("x", []), ("word", [])):
        assert fix.wanted(every, unsafe=True, only=[only]) == left
    assert fix.wanted(every, unsafe=True, only=["short", "wording"]) == [sound, risky]


def test_repairs_side_by_side_are_both_made(tmp_path: Path) -> None:
    plant(tmp_path, {"a.md": "甲乙丙"})
    found = [
        finding("a.md", (1, 2, "戊", "乙")),
        finding("a.md", (0, 1, "丁", "甲")),
        finding("a.md", (2, 2, "己", "")),
    ]
    (change,) = fix.plan(tmp_path, found)
    assert (change.after.decode(), len(change.findings)) == ("丁戊己丙", 3)
    assert fix.write(tmp_path, [change]) == [change]


def test_a_file_in_an_unknown_encoding_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xff\xff")
    assert fix.plan(tmp_path, [finding("a.txt", (0, 0, "甲", ""))]) == []
