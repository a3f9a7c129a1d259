"""Fixed expressions: order, missing and changed members."""

from __future__ import annotations

import pytest

from qishan_lint.kinds import phrase
from qishan_lint.model import Level
from tests.textitems import hit, item, matches, rule

PHRASES = [
    {"name": "四个意识", "members": ["政治意识", "大局意识", "核心意识", "看齐意识"]},
    {"name": "新发展理念", "members": ["创新", "协调", "绿色", "开放", "共享"]},
    {"name": "四个全面", "members": ["全面小康", "全面改革", "全面法治", "全面从严"], "until": "2020-10-29"},
]
TESTED = rule("phrase", phrases=PHRASES)


@pytest.mark.parametrize(
    ("text", "problem", "where"),
    [
        ("增强政治意识、大局意识、看齐意识、核心意识", "顺序不对", "政治意识、大局意识、看齐意识、核心意识"),
        ("“四个意识”（政治意识、大局意识、看齐意识）", "少了“核心意识”", "政治意识、大局意识、看齐意识"),
        ("政治意识、大局意识、看齐意识“四个意识”", "少了“核心意识”", "政治意识、大局意识、看齐意识"),
        ("政治意识、大局意思、核心意识、看齐意识", "有一项写错了", "大局意思"),
        ("增强政治意识、大局意识、核心意识、看齐意思，团结一致", "有一项写错了", "看齐意思"),
        ("增强政治意思、大局意识、核心意识、看齐意识", "有一项写错了", "政治意思"),
        ("坚持创新、绿色、协调、开放、共享的发展理念", "顺序不对", "创新、绿色、协调、开放、共享"),
    ],
)
def test_faults(text: str, problem: str, where: str) -> None:
    (match,) = matches(item(text), TESTED)
    assert match.data["problem"].zh == problem  # type: ignore[union-attr]
    assert hit(match) == where


@pytest.mark.parametrize(
    "text",
    [
        "增强政治意识、大局意识、核心意识、看齐意识",
        "增强“四个意识”，坚持政治意识和大局意识",
        "政治意识、大局意识、核心意识等",
        "政治意识、大局意识、核心意识、担当精神不强",
        "责任、大局意识、核心意识、看齐意识",
        "“四个意识”：政治意识、大局意识等",
        "驰而不息整治“四个意识”不强，特别是政治意识、大局意识不强",
        "坚持开放、创新、绿色，推动共享、开放",
        "创新、协调、绿色、开放、共享",
        "政治意识。大局意识、核心意识",
        "新发展理念。创新、绿色、开放不足",
    ],
)
def test_no_finding(text: str) -> None:
    assert matches(item(text), TESTED) == []


def test_a_changed_member_is_an_error_with_a_repair() -> None:
    (match,) = matches(item("政治意识、大局意思、核心意识、看齐意识"), TESTED)
    assert (match.level, match.replacement, match.safe) == (Level.ERROR, "大局意识", False)


def test_dates() -> None:
    text = "全面改革、全面小康、全面法治、全面从严"
    assert matches(item(text, published="2019-01-01"), TESTED)
    assert not matches(item(text, published="2021-01-01"), TESTED)


def test_lists_are_read() -> None:
    text = "name\tmembers\tfrom\n四风\t形式主义、官僚主义；享乐主义\t2023-01-01\n三新\t甲、乙\n"
    assert phrase.resolve({"phrases": "a.tsv"}, {"a.tsv": text}.__getitem__) == {
        "phrases": [
            {"name": "四风", "members": ["形式主义", "官僚主义", "享乐主义"], "from": "2023-01-01"},
            {"name": "三新", "members": ["甲", "乙"]},
        ]
    }
    assert phrase.resolve({"phrases": PHRASES}, str) == {"phrases": PHRASES}
