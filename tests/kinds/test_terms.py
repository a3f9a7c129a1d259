"""Wrong words: guards, dates, quotations, overlapping terms, repairs."""

from __future__ import annotations

import pytest

from qishan_lint.errors import ConfigError
from qishan_lint.kinds import terms
from qishan_lint.model import Span, Zone
from tests.textitems import found, item, matches, part, rule

WORDS = {
    "己经": {"right": "已经", "unless": "自~ 知~"},
    "攻府": {"right": "政府", "unless": "进~上"},
    "人名政府": {"right": "人民政府"},
    "人名": {"right": "人民"},
    "制定": {"right": "制订|拟订"},
    "瞎子": {},
}
OFFICE = {"环保局": {"right": "生态环境局", "from": "2019-03-31"}, "旧局": {"until": "2020-01-01"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他己经到了", ["己经"]),
        ("他靠自己经营农家乐", []),
        ("知己经年", []),
        ("县攻府上报", ["攻府"]),
        ("进攻府上", []),
        ("进攻府衙", ["攻府"]),
        ("县人名政府、人名", ["人名政府", "人名"]),
        ("", []),
    ],
)
def test_guards(text: str, expected: list[str]) -> None:
    assert found(item(text), rule("terms", terms=WORDS)) == expected


def test_repair_only_with_one_right_word() -> None:
    one, several, none = matches(item("己经制定瞎子"), rule("terms", terms=WORDS))
    assert (one.replacement, one.suggestions, one.safe) == ("已经", ("已经",), True)
    assert (several.replacement, several.suggestions) == (None, ("制订", "拟订"))
    assert (none.replacement, none.suggestions) == (None, ())
    assert str(one.data["advice"].zh) == "应为“已经”"  # type: ignore[union-attr]
    assert str(none.data["advice"].en) == "should be rewritten"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2019-03-30", ["旧局"]), ("2019-03-31", ["环保局", "旧局"]), ("2020-01-01", ["环保局"]), ("", ["环保局"])],
)
def test_dates(published: str, expected: list[str]) -> None:
    assert found(item("环保局和旧局", published=published), rule("terms", terms=OFFICE)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县环保局执法", ["环保局"]),
        ("原环保局执法", []),
        ("他时任“环保局长”", []),
        ("依据《环保局办法》执法", []),
        ("《办法》由环保局解释", ["环保局"]),
        ("2015年，环保局成立", []),
        ("2015年成立。环保局执法", ["环保局"]),
        ("2020年，环保局执法", ["环保局"]),
        ("编号120156，环保局执法", ["环保局"]),
    ],
)
def test_words_of_their_time(text: str, expected: list[str]) -> None:
    tested = rule("terms", terms=OFFICE, not_inside=["《》", "“”"], not_after=["原", "时任"], past_years=True)
    assert found(item(text), tested) == expected


def test_extra_and_except() -> None:
    tested = rule("terms", {"except": ["己经"]}, terms=WORDS, extra={"岐山羊": "岐山县"})
    assert found(item("己经在岐山羊"), tested) == ["岐山羊"]


def test_code_is_left_alone() -> None:
    tested = rule("terms", terms=WORDS)
    assert found(item(parts=(part("己经", kind="code"),)), tested) == []
    assert found(item(parts=(part("命令己经", zones=(Zone("code", Span(2, 4)),)),)), tested) == []


def test_only_the_parts_of_the_roles() -> None:
    parts = (part("己经"), part("己经", role="attachment"))
    assert found(item(parts=parts), rule("terms", terms=WORDS)) == ["己经"]
    assert len(found(item(parts=parts), rule("terms", terms=WORDS, roles=("article", "attachment")))) == 2


def test_lists_are_read() -> None:
    files = {"a.tsv": "wrong\tright\tunless\n己经\t已经\t自~\n", "b.tsv": "wrong\tright\n# note\n\n巳经\t已经\n"}
    params = terms.resolve({"terms": ["a.tsv", "b.tsv"], "safe": False}, files.__getitem__)
    assert params == {"terms": {"己经": {"right": "已经", "unless": "自~"}, "巳经": {"right": "已经"}}, "safe": False}
    assert terms.resolve({"terms": "b.tsv"}, files.__getitem__) == {"terms": {"巳经": {"right": "已经"}}}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("right\twrong\n", 1),
        ("wrong\tright\tunles\n", 1),
        ("wrong\tright\n己经\t已经\n己经\t已经\n", 3),
        ("wrong\tright\n己经\t己经\n", 2),
        ("wrong\tright\n\t己经\n", 2),
    ],
)
def test_a_wrong_list_is_refused(text: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        list(terms.table(text, "a.tsv"))
    assert caught.value.where == f"a.tsv:{line}"


def test_many_hits_in_one_text_are_told_of_together() -> None:
    terms = {"縣": {"right": "县"}, "會": {"right": "会"}, "議": {"right": "议"}, "開": {"right": "开"}}
    gathering = rule("terms", terms=terms, together=5)
    few, many = matches(item("縣會議開"), gathering), matches(item("縣會議開會"), gathering)
    assert [one.data["found"] for one in few] == ["縣", "會", "議", "開"]
    assert {one.data["found"] for one in many} == {"縣、會、議"}
    assert {str(one.data["advice"]) for one in many} == {str(many[0].data["advice"])}
    assert [one.replacement for one in many] == ["县", "会", "议", "开", "会"]
