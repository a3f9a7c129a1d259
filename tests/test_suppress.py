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


def check(name: str, text: str, *allow: Allow, more: tuple[str, ...] = ()) -> Result:
    rules = catalog.load()
    ids = [RULE, *more, *(rule for rule in rules.entries if rule.startswith("item/allow-"))]
    chosen = [catalog.compile_rule(rules.entries[rule], level=None, params={}) for rule in ids]
    settings = Settings(rules={rule: RuleSetting() for rule in ids}, allow=list(allow))
    (files,) = sources.from_memory({name: text.encode()})
    return engine.check(items.read(files, ItemOptions()), plan.assemble(settings, chosen, rules.digest), TODAY)


def comment(rules: str, reason: str = "原文如此") -> str:
    return f"<!-- qishan-lint: allow {rules} because {reason} -->"


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


def test_waiver_of_the_configuration_says_who_until_when_and_where() -> None:
    day = datetime.date(2026, 12, 1)
    first, last = check(
        "a.md",
        "请登陆系统。\n\n再登陆网站。",
        Allow(rule="wording", reason="原文", by="石桥镇", until=day),
        Allow(rule="wording/no-such", reason="原文"),
    ).waivers
    for waiver in (first, last):
        assert (waiver.by, waiver.until, waiver.where, waiver.reason) == ("石桥镇", day, "qishan-lint.yaml", "原文")
    (own,) = check("a.md", f"{comment(RULE)}\n\n请登陆系统。").waivers
    assert (own.by, own.where) == ("", "1:1")


def test_expired_allowance_of_the_configuration_silences_nothing() -> None:
    day = datetime.date(2026, 11, 24)
    assert outcome("a.md", "请登陆系统。", Allow(rule=RULE, reason="原文", until=day)) == {
        "wrong-word": 1,
        "allow-expired": 1,
    }


def test_what_may_not_be_allowed_is_kept_and_told() -> None:
    text = f"# 通知\n\n首段。\n\n{comment('sensitive/secrecy-mark, wording')}\n\n绝密★启用前，请登陆系统。\n"
    result = check("a.md", text, more=("sensitive/secrecy-mark",))
    told = [(one.rule, one.place.path, one.place.where) for one in result.findings]
    assert sorted(told) == [("item/allow-forbidden", "a.md", "5:1"), ("sensitive/secrecy-mark", "a.md", "7:1")]
    (forbidden,) = (one for one in result.findings if one.rule == "item/allow-forbidden")
    assert "sensitive/secrecy-mark" in forbidden.message.zh
    assert [waiver.finding.rule for waiver in result.waivers] == [RULE]


def test_findings_before_and_after_what_is_allowed_are_kept() -> None:
    text = f"请登陆系统。\n\n{comment(RULE)}\n\n再登陆网站。\n\n又登陆网站。\n\n{comment(RULE)}\n\n先登陆系统。"
    result = check("a.md", text)
    assert [one.place.where for one in result.findings] == ["1:2", "7:2"]
    assert [(one.finding.place.where, one.where) for one in result.waivers] == [("5:2", "3:1"), ("11:2", "9:1")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # inside a block: all of it, from its first to its last character, and nothing beyond
        (f"首段。\n\n登陆系统，{comment(RULE)}再登陆网站", {WAIVED: 2}),
        # at the end of a block: that one, not the next
        (f"首段。\n\n请登陆系统。{comment(RULE)}\n\n尾段。", {WAIVED: 1}),
        (f"首段。\n\n请**登陆系统** {comment(RULE)}\n\n尾段。", {WAIVED: 1}),
        (f"首段。\n\n- 请登陆系统。{comment(RULE)}\n- 尾段。", {WAIVED: 1}),
        (f"首段。\n\n先说{comment(RULE)}\n\n登陆系统", {"wrong-word": 1, "allow-unused": 1}),
        # on a line of its own it stands before the next one
        (f"首段。\n\n请登陆系统。\n{comment(RULE)}\n\n尾段。", {"wrong-word": 1, "allow-unused": 1}),
        # with nothing behind it, it covers nothing
        (f"请登陆系统。\n\n{comment(RULE)}\n", {"wrong-word": 1, "allow-unused": 1}),
        # before the first text it covers all, whatever the title says
        (f"# 登陆系统的通知\n\n{comment(RULE)}\n\n请登陆系统。\n\n再登陆网站。", {WAIVED: 3}),
        # one in code is text, and so is one in a line of code
        (f"首段。\n\n见 `{comment(RULE)}`，请登陆系统。", {"wrong-word": 1}),
        # one whose rule is unknown beside one that is known
        (f"{comment('wording/no-such, ' + RULE)}\n\n请登陆系统。", {"allow-unknown": 1, WAIVED: 1}),
        (f"{comment(RULE + '、stale')}\n\n请登陆系统。", {WAIVED: 1, "allow-unknown": 1}),
        # marks that belong to no directive
        ("首段。 qishan-lint 是一种工具。\n\n请登陆系统。", {"wrong-word": 1}),
        ("qishan-lint:\n  - allow: wording\n    because: 例\n\n请登陆系统。\n\n---\n\n尾", {"wrong-word": 1}),
    ],
)
def test_what_a_comment_covers(text: str, expected: dict[str, int]) -> None:
    assert outcome("a.md", text) == expected


@pytest.mark.parametrize(
    ("line", "covers"),
    [
        ("<p>请<b>登陆系统</b>{}</p><p>尾段。</p>", True),
        ("<p>请登陆系统。</p>{}<p>尾段。</p>", False),
        ("<p>首段。</p>{}<p>请登陆系统。</p>", True),
        ("<p>首段。{}</p><p>请登陆系统。</p>", False),
    ],
)
def test_a_comment_of_a_page_belongs_to_the_paragraph_that_it_stands_in(line: str, covers: bool) -> None:
    text = f"<html><body><p>开头。</p>{line.format(comment(RULE))}</body></html>"
    assert outcome("a.html", text) == ({WAIVED: 1} if covers else {"wrong-word": 1, "allow-unused": 1})


def test_every_entry_of_front_matter_counts() -> None:
    entries = "\n  - 甲\n  - {allow: wording/wrong-word, because: 原文, until: 明年}\n  - {allow: wording, because: 例}"
    text = f"---\ntitle: 甲\nqishan-lint:{entries}\n---\n\n请登陆系统。"
    assert outcome("a.md", text) == {"allow-malformed": 2, WAIVED: 1}


def test_a_faulty_directive_is_shown_in_part() -> None:
    for text in (
        f"<!-- qishan-lint: {'甲' * 90} -->\n\n正文。",
        f"---\ntitle: 甲\nqishan-lint:\n  - {'甲' * 90}\n---\n\n正文。",
    ):
        (fault,) = check("a.md", text).findings
        assert fault.message.zh.count("甲") == 80


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
