"""Repairs reach the source through markup: tags, emphasis and line ends inside a term stay as they are."""

from __future__ import annotations

import datetime

import pytest

from qishan_lint import catalog, engine, fix, items, plan, sources
from qishan_lint.items import ItemOptions
from qishan_lint.settings import Settings

TODAY = datetime.date(2026, 11, 25)


@pytest.fixture(scope="module")
def terms() -> plan.Plan:
    """A plan of the one rule that knows 登陆 for 登录."""
    rules = catalog.load()
    rule = catalog.compile_rule(rules.entries["wording/wrong-word"], level=None, params={})
    return plan.assemble(Settings(rules={}), [rule], rules.digest)


def repaired(terms: plan.Plan, name: str, text: str) -> str:
    (files,) = sources.from_memory({name: text.encode()})
    result = engine.check(items.read(files, ItemOptions()), terms, TODAY)
    assert [finding.rule for finding in result.findings] == ["wording/wrong-word"]
    return fix.edited(text, [edit for finding in result.findings if finding.fix for edit in finding.fix.edits])


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", "请登陆系统。", "请登录系统。"),
        ("a.md", "请登**陆**系统。", "请登**录**系统。"),
        ("a.md", "请登\n陆系统。", "请登\n录系统。"),
        ("a.md", "> 甲请登\r\n> 陆系统。", "> 甲请登\r\n> 陆系统。"),
        ("a.md", "---\ntitle: 请登陆系统\n---\n", "---\ntitle: 请登录系统\n---\n"),
        ("a.html", "<p>请登<b>陆</b>系<i>统</i>。", "<p>请登<b>录</b>系<i>统</i>。"),
        ("a.html", "<p>请登&#x9646;系统。", "<p>请登&#x9646;系统。"),
        ("a.txt", "标题\n　　请登陆系统。", "标题\n　　请登录系统。"),
        ("a.md", "见`登陆系统`。请登陆系统。", "见`登陆系统`。请登录系统。"),
    ],
)
def test_only_what_changes_is_written(terms: plan.Plan, name: str, text: str, expected: str) -> None:
    assert repaired(terms, name, text) == expected
