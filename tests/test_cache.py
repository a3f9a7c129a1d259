"""The cache: warm equals cold after any edits, and one that cannot be used is done without."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from qishan_lint import capabilities, recall, runner, sources
from qishan_lint.cache import Cache
from qishan_lint.checker import Checker
from qishan_lint.model import Result
from qishan_lint.recall import FileRecall
from qishan_lint.settings import Choice
from tests.trees import JPEG, plant

KEY = b"k" * 32
RESULT = Result("a.md", "a.md", "1")
CHOICES = [Choice(select=("wording/wrong-word", "item")), Choice(select=("stale", "item"))]
A_MOMENT = 20_000_000
"""Nanoseconds that a test waits for, instead of two seconds, until a file is remembered."""
NAMES = st.sampled_from(["a.md", "b.md", "甲/c.md", "甲/p.jpg", "p.jpg"])
TEXTS = st.sampled_from(
    [
        "请登陆系统。",
        "<!-- qishan-lint: allow wording/wrong-word because 原文 until 2026-12-24 -->\n\n请登陆系统。",
        "---\ntitle: 甲\ndate: 2026-11-20\n---\n正文。",
        "![图](../p.jpg)",
        "![图](甲/p.jpg)",
        "![图](p.jpg)",
    ]
)


class Edits(RuleBasedStateMachine):
    """Any edits to a small site, each followed by a check with the cache and one without."""

    def __init__(self) -> None:
        super().__init__()
        self._held = tempfile.TemporaryDirectory()
        self._root = Path(self._held.name, "site")
        self._root.mkdir()
        self._today = datetime.date(2026, 11, 25)
        self._choice = CHOICES[0]

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        plant(self._root, {name: JPEG + text.encode() if name.endswith("jpg") else text})

    @rule(name=NAMES, text=TEXTS)
    def rewrite_under_the_old_time(self, name: str, text: str) -> None:
        path = self._root / name
        if path.exists():
            before, data = path.stat(), text.encode() if name.endswith("md") else JPEG + text.encode()
            path.write_bytes(data.ljust(before.st_size)[: before.st_size])
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if (self._root / old).exists() and old[-3:] == new[-3:]:
            (self._root / new).parent.mkdir(exist_ok=True)
            (self._root / old).rename(self._root / new)

    @rule(days=st.integers(1, 400))
    def pass_days(self, days: int) -> None:
        self._today += datetime.timedelta(days)

    @rule(choice=st.sampled_from(CHOICES))
    def change_rules(self, choice: Choice) -> None:
        self._choice = choice

    @invariant()
    def warm_equals_cold(self) -> None:
        found = sources.discover((str(self._root),), root=self._root)
        checker = Checker(self._choice, None, self._today, capabilities.installed())
        cold = runner.run(found, checker, jobs=1)
        cache = Path(self._held.name, "cache")
        with patch.object(recall, "RECENT", A_MOMENT), FileRecall(cache, self._root) as known:
            assert sources.discover((str(self._root),), root=self._root, recall=known) == found
            warm = runner.run(found, checker, jobs=1, cache=cache, recall=known)
        assert [msgspec.json.encode(one) for one in warm.results] == [msgspec.json.encode(one) for one in cold.results]

    def teardown(self) -> None:
        self._held.cleanup()


TestEdits = Edits.TestCase
SEQUENCES = int(os.environ.get("QISHAN_LINT_SEQUENCES", "20"))
"""Sequences of edits that are tried; docs/performance.md tells of a thousand."""

TestEdits.settings = settings(max_examples=SEQUENCES, stateful_step_count=15, deadline=None)


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_broken_file_is_made_anew_or_done_without(tmp_path: Path, content: bytes) -> None:
    with Cache(tmp_path) as cache:
        name = cache.info()[0].name
    for path in tmp_path.iterdir():
        path.unlink()
    (tmp_path / name).write_bytes(content)
    with Cache(tmp_path) as cache:
        cache.put({KEY: RESULT}, 1)
        assert cache.get([KEY]) in ({KEY: RESULT}, {})


@pytest.mark.parametrize("log", [b"", b"old log" * 1000])
def test_cache_damaged_inside_begins_anew(tmp_path: Path, log: bytes) -> None:
    with Cache(tmp_path) as cache:
        cache.put({bytes([number]) * 32: msgspec.structs.replace(RESULT, title="题" * 2000) for number in range(50)}, 1)
        path = cache.info()[0]
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    if log:
        Path(f"{path}-wal").write_bytes(log)
    with Cache(tmp_path) as cache:
        assert cache.get([KEY]) == {}
        cache.put({KEY: RESULT}, 1)
        assert cache.get([KEY]) == {KEY: RESULT}
    with Cache(tmp_path) as cache:
        assert cache.get([KEY]) == {KEY: RESULT}


def test_much_too_large_a_cache_is_bounded_at_once(tmp_path: Path) -> None:
    keys = [bytes([number]) * 32 for number in range(200)]
    with Cache(tmp_path) as cache:
        for moment, key in enumerate(keys):
            cache.put({key: msgspec.structs.replace(RESULT, title="题" * 2000)}, moment)
        cache.shrink(limit=200_000)
        assert cache.info()[1] <= 200_000
        kept = sorted(cache.get(keys))
        assert kept
        assert kept == keys[-len(kept) :]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes; the folder's permissions hold there")
def test_nobody_else_reads_the_cache(tmp_path: Path) -> None:
    with Cache(tmp_path / "new") as cache:
        cache.put({KEY: RESULT}, 1)
        modes = {path.stat().st_mode & 0o077 for path in [tmp_path / "new", *(tmp_path / "new").iterdir()]}
    assert modes == {0}


def test_place_that_is_no_folder_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with Cache(tmp_path / "file") as cache:
        cache.put({KEY: RESULT}, 1)
        assert cache.get([KEY]) == {}


def test_two_share_one_cache(tmp_path: Path) -> None:
    with Cache(tmp_path) as one, Cache(tmp_path) as other:
        one.put({KEY: RESULT}, 1)
        other.put({b"o" * 32: RESULT}, 1)
        assert one.get([KEY, b"o" * 32]) == other.get([KEY, b"o" * 32]) == {KEY: RESULT, b"o" * 32: RESULT}


def test_much_too_large_a_cache_forgets_files_too(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        cache.put({KEY: RESULT}, 1)
        cache.put_files("/a/", {"b.md": b"1", "\udcff.md": b"2"})
        cache.put_files("/ab/", {"c.md": b"3"})
        assert cache.files("/a/") == {"b.md": b"1"}
        cache.shrink(limit=1)
        assert cache.files("/a/") == {}


def test_texts_are_kept_until_the_cache_is_much_too_large_or_cleared(tmp_path: Path) -> None:
    keys = [str(number) for number in range(1200)]
    with Cache(tmp_path) as cache:
        cache.put({KEY: RESULT}, 1)
        for forget in (cache.clear, lambda: cache.shrink(limit=1)):
            cache.put_texts(dict.fromkeys(keys, b"1"))
            assert cache.texts([*keys[::2], "none"]) == dict.fromkeys(keys[::2], b"1")
            forget()
            assert cache.texts(keys) == {}


def test_what_was_used_longest_ago_is_dropped(tmp_path: Path) -> None:
    keys = [bytes([number]) * 32 for number in range(8)]
    with Cache(tmp_path) as cache:
        for moment, key in enumerate(keys):
            cache.put({key: RESULT}, moment)
        cache.get(keys[:1])
        cache.touch(keys[:1], 1_000_000)
        cache.shrink(limit=cache.info()[1] - 1)
        assert sorted(cache.get(keys)) == [keys[0], *keys[3:]]


def test_processes_share_a_cache_and_die_while_they_write(tmp_path: Path) -> None:
    """Warm equals cold after two checks at once, one of them killed at another moment each round."""
    site = plant(tmp_path / "site", {f"{n:03}.md": f"# 第{n}篇\n\n请登陆系统办理，共{n}项。\n" for n in range(60)})
    command = [sys.executable, "-m", "qishan_lint", "check", str(site), "--today", "2026-11-25", "--format", "jsonl"]

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    cold, _ = start("--no-cache").communicate()
    cache = ("--cache-dir", str(tmp_path / "cache"))
    for round_ in range(6):
        doomed, other = start(*cache, "--jobs", "2"), start(*cache)
        time.sleep(0.15 + 0.08 * round_)
        doomed.kill()
        doomed.communicate()
        assert other.communicate()[0] == cold
        plant(site, {"000.md": f"# 第{round_}次\n\n请登陆系统办理。\n"})
        cold, _ = start("--no-cache").communicate()
        assert start(*cache).communicate()[0] == cold


RULE = """id: wording/pack-word
kind: terms
level: warning
name: {zh: 词, en: word}
message: {zh: 有误, en: wrong}
why: {zh: 试验, en: a trial}
source: 试验
params: {terms: {甲乙丙: {right: 甲乙}}}
examples:
  - {bad: 甲乙丙。, fixed: 甲乙。}
  - {good: 甲乙。}
"""


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("terms", "{terms: {甲乙丙: {right: 甲乙, from: 2026-11-26}}}"),
        ("pattern", "{patterns: [{match: 甲乙丙, from: 2026-11-26}]}"),
        ("anniversary", "{founded: {甲乙丙: 1926}}"),
    ],
)
def test_an_undated_item_is_checked_again_on_another_day(tmp_path: Path, kind: str, params: str) -> None:
    """What has no date counts as published today: a word can be right on one day and wrong on the next."""
    rule = RULE.partition("kind:")[0] + f"kind: {kind}\n" + RULE.partition("terms\n")[2].partition("params:")[0]
    rule += f"params: {params}\nexamples:\n  - {{bad: 甲乙丙。}}\n  - {{good: 甲乙。}}\n"
    plant(tmp_path, {"rules/wording/pack-word.yaml": rule, "a.md": "# 题\n\n庆祝甲乙丙成立99周年。\n"})
    plant(tmp_path, {"qishan-lint.yaml": "extends: none\npacks: [rules]\nselect: [wording/pack-word]\n"})
    (files,) = sources.discover((str(tmp_path / "a.md"),), root=tmp_path)
    keys = {
        runner.key(files, Checker(Choice(), None, datetime.date(2026, 11, day), capabilities.installed()))
        for day in (25, 26)
    }
    assert len(keys) == 2


@pytest.mark.parametrize("pack", [False, True])
def test_a_cache_that_was_moved_serves_another_checkout(tmp_path: Path, pack: bool) -> None:
    """As CI keeps it between runs: another folder, other times, other numbers of files; the same report, nothing new."""
    site = tmp_path / "one" / "site"
    plant(site, {f"镇/{number}.md": f"# 题\n\n请登陆系统，甲乙丙 {number}。\n" for number in range(9)})
    plant(site, {"镇/p.jpg": JPEG, "qishan-lint.yaml": "packs: [rules]\n" if pack else "extends: recommended\n"})
    plant(site, {"rules/wording/pack-word.yaml": RULE} if pack else {})
    other = tmp_path / "two" / "elsewhere" / "site"
    shutil.copytree(site, other, copy_function=shutil.copyfile)
    reports: list[bytes] = []
    counts: list[int] = []
    for folder, cache in ((site, tmp_path / "cache"), (other, tmp_path / "restored")):
        if reports:
            shutil.copytree(tmp_path / "cache", cache)
        command = [sys.executable, "-m", "qishan_lint", "check", ".", "--today", "2026-11-25", "--format", "json"]
        done = subprocess.run([*command, "--cache-dir", str(cache)], cwd=folder, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr.decode()
        reports.append(done.stdout)
        with Cache(cache) as known:
            counts.append(known.info()[2])
    assert reports[0] == reports[1]
    assert counts == [10, 10]  # nine articles and the photo
