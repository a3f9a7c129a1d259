"""Silencing: what a directive covers, and that every faulty one is reported and silences nothing."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from qishan_lint import catalog, engine, items, plan, sources
from qishan_lint.config import Allow
from qishan_lint.items import ItemOptions
from qishan_lint.model import Result
from qishan_lint.settings import RuleSetting, Settings
from tests import packs
from tests.identity.numbers import citizen

TODAY = datetime.date(2026, 11, 25)
RULE = "wording/wrong-word"
WAIVED = "*"
"""Stands for the waivers in what ``outcome`` counts."""


def check(name: str, text: str, *allow: Allow) -> Result:
    rules = catalog.load()
    ids = [RULE, *(rule for rule in rules.entries if rule.startswith("item/allow-"))]
    chosen = [catalog.compile_rule(rules.entries[rule], level=None, params={}) for rule in ids]
    settings = Settings(rules={rule: RuleSetting() for rule in ids}, allow=list(allow))
    (files,) = sources.from_memory({name: text.encode()})
    return engine.check(items.read(files, ItemOptions()), plan.assemble(settings, chosen, rules.digest), TODAY)


def outcome(name: str, text: str, *allow: Allow) -> dict[str, int]:
    result = check(name, text, *allow)
    counted = Counter(finding.rule.rpartition("/")[2] for finding in result.findings)
    return dict(counted + Counter({WAIVED: len(result.waivers)}))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word because 原文如此 -->\n\n请登陆系统。",
            {WAIVED: 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: 允许 wording/wrong-word 因为 原文如此 至 2026-12-01 -->\n\n请登陆系统。",
            {WAIVED: 1},
        ),
        ("a.md", "<!-- qishan-lint: allow wording because 原文如此 -->\n\n请登陆系统。", {WAIVED: 1}),
        (
            "a.html",
            "<p><!-- qishan-lint: allow wording/wrong-word because 原文如此 -->请登陆系统。</p>",
            {WAIVED: 1},
        ),
        (
            "a.txt",
            "# qishan-lint: allow wording/wrong-word because 原文如此\n标题\n请登陆系统。",
            {WAIVED: 1},
        ),
        (
            "a.md",
            "---\ntitle: 甲\nqishan-lint:\n  - allow: wording/wrong-word\n    because: 原文如此\n---\n\n请登陆系统。",
            {WAIVED: 1},
        ),
        (
            "a.md",
            "首段。\n\n<!-- qishan-lint: allow wording/wrong-word because 原文如此 -->\n\n请登陆系统。\n\n再登陆系统。",
            {WAIVED: 1, "wrong-word": 1},
        ),
        (
            "a.md",
            "请登陆系统。\n\n```\n<!-- qishan-lint: allow wording/wrong-word because 原文如此 -->\n```\n",
            {"wrong-word": 1},
        ),
        (
            "a.md",
            "---\ntitle: 甲\n---\n\n请登陆系统。\n\n```\nqishan-lint:\n  - allow: wording/wrong-word\n    because: 例\n```\n",
            {"wrong-word": 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word because 无 -->\n\n请登录系统。",
            {"allow-unused": 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word because 旧 until 2026-11-24 -->\n\n请登陆系统。",
            {"allow-expired": 1, "wrong-word": 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word because 今天为止 until 2026-11-25 -->\n\n请登陆系统。",
            {WAIVED: 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-wrd because 写错 -->\n\n请登陆系统。",
            {"allow-unknown": 1, "wrong-word": 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word -->\n\n请登陆系统。",
            {"allow-without-reason": 1, "wrong-word": 1},
        ),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word because 原文为 <b>登陆</b>，a > b -->\n\n请登陆系统。",
            {WAIVED: 1},
        ),
        (
            "a.md",
            f"<!-- qishan-lint: allow wording/wrong-word because {'甲' * 600} until 2026-11-24 -->\n\n请登陆系统。",
            {"allow-malformed": 1, "wrong-word": 1},
        ),
        (
            "a.txt",
            f"# qishan-lint: allow wording/wrong-word because {'甲' * 600} until 2026-11-24\n标题\n请登陆系统。",
            {"allow-malformed": 1, "wrong-word": 1},
        ),
        ("a.md", "<!-- qishan-lint: alow x -->\n\n请登陆系统。", {"allow-malformed": 1, "wrong-word": 1}),
        (
            "a.md",
            "<!-- qishan-lint: allow wording/wrong-word because 甲 until 明年 -->\n\n请登陆系统。",
            {"allow-malformed": 1, "wrong-word": 1},
        ),
    ],
)
def test_directive_covers_exactly_its_stretch(name: str, text: str, expected: dict[str, int]) -> None:
    assert outcome(name, text) == expected


@pytest.mark.parametrize("value", ["[" * 400 + "]" * 400, "\n  - &a [x, x]\n  - [*a, *a]"])
def test_hostile_front_matter_is_malformed(value: str) -> None:
    text = f"---\ntitle: 甲\nqishan-lint: {value}\n---\n\n请登陆系统。"
    assert outcome("a.md", text)["wrong-word"] == 1


ENTRY = "  - allow: {}\n    because: 原文如此\n    until: {}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "rules", ["wording/wrong-word", "[stale/old, wording/wrong-word]", "stale/old, wording/wrong-word"]
)
@pytest.mark.parametrize("until", ["2026-12-01", "'2026年12月1日'"])
def test_entry_of_front_matter_says_who_why_and_until(rules: str, until: str, end: str) -> None:
    text = f"---\ntitle: 甲\nqishan-lint:\n{ENTRY.format(rules, until)}other: 乙\n---\n\n请登陆系统。"
    result = check("a.md", text.replace("\n", end))
    (waiver,) = result.waivers
    assert (waiver.finding.rule, waiver.reason, waiver.where) == (RULE, "原文如此", "3:1")
    assert waiver.until == datetime.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("value", "rule", "said"),
    [
        (" 甲\n  乙", "malformed", "甲 乙"),
        ("\n  - {allow: wording/wrong-word, because: 原文, until: 明年}", "malformed", "明年"),
        ("\n  - because: 原文", "malformed", "{'because': '原文'}"),
        ("\n  - &a [x, x]\n  - [*a, *a]", "malformed", "qishan-lint:"),
        ("\n  - {allow: wording/wrong-word", "malformed", "qishan-lint:"),
        ("\n  - allow: wording/wrong-word", "without-reason", ""),
        ("\n  - {allow: wording/wrong-word, because: 原文, until: 2026-11-24}", "expired", "2026-11-24"),
        ("\n  - {allow: wording/no-such, because: 原文}", "unknown", "wording/no-such"),
    ],
)
def test_faulty_entry_of_front_matter_is_told_with_its_place(value: str, rule: str, said: str) -> None:
    result = check("a.md", f"---\ntitle: 甲\nqishan-lint:{value}\n---\n\n请登陆系统。")
    faults = [one for one in result.findings if one.rule == f"item/allow-{rule}"]
    assert ([fault.place.where for fault in faults], result.waivers) == (["3:1"], ())
    assert said in faults[0].message.zh


@pytest.mark.parametrize(
    ("glob", "covers"),
    [
        ("**", True),
        ("站/通知/旧通知.md", True),
        ("**/旧通知.md", True),
        ("站/**/旧通知.md", True),
        ("*.md", True),
        ("站/通知/", True),
        ("**/通知.md", False),
        ("旧通知.md", False),
        ("通知/旧通知.md", False),
    ],
)
def test_configured_allowance_names_whole_path_pieces(glob: str, covers: bool) -> None:
    found = outcome("站/通知/旧通知.md", "请登陆系统。", Allow(rule=RULE, reason="原文", item=glob))
    assert found == ({WAIVED: 1} if covers else {"wrong-word": 1})


def test_allowance_for_a_fingerprint_covers_that_finding_alone() -> None:
    text = "请登陆系统。\n\n先登陆网站再说。"
    first, _ = check("a.md", text).findings
    assert outcome("a.md", text, Allow(rule=RULE, reason="原文", fingerprint=first.fingerprint)) == {
        WAIVED: 1,
        "wrong-word": 1,
    }


def test_reason_of_a_waiver_is_masked() -> None:
    number = citizen()
    result = check("a.md", f"<!-- qishan-lint: allow wording/wrong-word because {number} -->\n\n请登陆系统。")
    assert [number in waiver.reason for waiver in result.waivers] == [False]


def test_a_rule_of_a_pack_that_is_off_is_known(tmp_path: Path) -> None:
    office = packs.pack(tmp_path / "office")
    ids = [rule for rule in catalog.load().entries if rule.startswith("item/allow-")]
    rules = [catalog.compile_rule(catalog.load().entries[rule], level=None, params={}) for rule in ids]
    text = f"# 标题\n\n<!-- qishan-lint: allow {packs.OWN} because 本县如此 -->\n\n正文。"
    (files,) = sources.from_memory({"a.md": text.encode()})
    told = []
    for folders in ([], [str(office)]):
        settings = Settings(rules={rule: RuleSetting() for rule in ids}, packs=folders)
        made = plan.assemble(settings, rules, catalog.load().digest)
        told.append([one.rule for one in engine.check(items.read(files, ItemOptions()), made, TODAY).findings])
    assert told == [["item/allow-unknown"], []]
