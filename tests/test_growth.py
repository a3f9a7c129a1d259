"""Every rule on text made to be slow for it: its own example over and over, whole and broken off in the middle."""

from __future__ import annotations

import datetime

import pytest

from qishan_lint import capabilities, catalog, sources
from qishan_lint.checker import Checker
from qishan_lint.kinds import Rule
from qishan_lint.settings import Choice
from tests.growth import grows_no_faster
from tests.textitems import item, matches

SIZE = 60_000
RULES = [
    catalog.compile_rule(entry, level=None, params={})
    for entry in catalog.load().entries.values()
    if catalog.has_extra(entry)
]
LONGEST = 3_000
"""Characters of an example that is still repeated often enough."""


def _pieces(rule: Rule) -> list[str]:
    """The first text that the rule reports, without line ends, and its first half."""
    for example in rule.examples:
        text = str(example.item.get("text", "")).replace("\n", "")
        if example.bad and 0 < len(text) <= LONGEST:
            return [text, text[: len(text) // 2 or 1]]
    return []


CASES = [pytest.param(rule, piece, id=f"{rule.id}-{len(piece)}") for rule in RULES for piece in _pieces(rule)]


def test_most_rules_are_tried() -> None:
    assert sum(bool(_pieces(rule)) for rule in RULES) > 60


@pytest.mark.parametrize(("rule", "piece"), CASES)
def test_rule(rule: Rule, piece: str) -> None:
    grows_no_faster(piece, lambda text: matches(item(text, published="2026-11-01"), rule), SIZE)


HEAD = "姓名,身份证号,出生日期,公开的身份证号,手机号,银行卡号,金额,备注\n"
ROW = "王某某,610323185001010012,1850-01-01,61**************12,13900000001,6222000000000000001,800.50,第1户\n"


def test_all_rules_on_a_list_of_persons() -> None:
    """A table twice as long takes twice as long: what stands beside a value is not looked for in every row."""
    checker = Checker(Choice(ignore=("wording/spelling",)), None, datetime.date(2026, 11, 25), capabilities.installed())

    def check(rows: str) -> int:
        files = {"a.md": "# 名单\n\n[名单](名单.csv)\n".encode(), "名单.csv": (HEAD + rows).encode()}
        (source,) = sources.from_memory(files)
        return len(checker(source).findings)

    assert check(ROW)
    grows_no_faster(ROW, check, 400_000)
