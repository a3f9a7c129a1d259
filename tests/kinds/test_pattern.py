"""Patterns: prefilter, exceptions, repairs, blocks, anchors."""

from __future__ import annotations

import msgspec
import pytest

from qishan_lint.kinds import pattern
from qishan_lint.model import Span, Zone
from tests.textitems import found, item, matches, part, rule

NUMBER = {"match": "（(?P<year>20[0-9]{2})）(?P<n>[0-9]{1,3})号", "replace": "〔\\g<year>〕\\g<n>号", "unless": "判决"}


def test_repair() -> None:
    (match,) = matches(item("岐政发（2024）5号"), rule("pattern", patterns=[NUMBER]))
    assert match.replacement == "〔2024〕5号"
    assert match.data["found"] == "（2024）5号"


def test_unless_looks_around_and_not_beyond_the_block() -> None:
    tested = rule("pattern", patterns=[NUMBER])
    assert found(item("判决书（2024）5号"), tested) == []
    assert found(item("判决", "岐政发（2024）5号"), tested) == ["（2024）5号"]


def test_group_at_is_what_is_pointed_at() -> None:
    tested = rule("pattern", patterns=[{"match": "》(?P<at>、)《", "replace": ""}])
    (match,) = matches(item("《甲》、《乙》"), tested)
    assert match.spot.span == Span(3, 4)
    assert match.replacement == ""


def test_translation_of_the_replacement() -> None:
    tested = rule("pattern", patterns=[{"match": "[０-９]{1,9}", "replace": "\\g<0>"}], translate=["０１２", "012"])
    assert [match.replacement for match in matches(item("２０１年"), tested)] == ["201"]


def test_many_matches_say_the_same_and_keep_their_repairs() -> None:
    tested = rule(
        "pattern", patterns=[{"match": "[０-９]", "replace": "\\g<0>"}], translate=["０１２", "012"], together=3
    )
    few, many = matches(item("０年", "１月"), tested), matches(item("０年", "１月", "２日"), tested)
    assert [match.data["found"] for match in few] == ["０", "１"]
    assert {match.data["found"] for match in many} == {"０、１、２"}
    assert [match.replacement for match in many] == ["0", "1", "2"]


def test_each_stretch_once_and_the_longest() -> None:
    tested = rule("pattern", patterns=[{"match": "。{2}"}, {"match": "。{2,6}"}])
    assert found(item("好。。。。的"), tested) == ["。。。。"]


def test_blocks() -> None:
    tested = rule("pattern", patterns=[{"match": "。$", "replace": ""}], blocks=["title"])
    assert pattern.literals(tested.params) is None
    assert found(item("正文。", title="标题。"), tested) == ["。"]
    assert found(item("正文。", title="标题"), tested) == []


def test_anchored_patterns_are_tried_at_the_beginnings_of_blocks() -> None:
    tested = rule("pattern", patterns=[{"match": "^[0-9]{1,2}、"}])
    assert pattern.literals(tested.params) is None
    assert found(item("1、甲，2、乙", "3、丙"), tested) == ["1、", "3、"]


def test_no_match_across_blocks_nor_in_code() -> None:
    tested = rule("pattern", patterns=[{"match": "约[^，]{1,6}左右"}])
    assert found(item("约", "3天左右"), tested) == []
    assert found(item(parts=(part("约3天左右", zones=(Zone("code", Span(0, 6)),)),)), tested) == []
    assert found(item("约3天左右"), tested) == ["约3天左右"]


def test_not_inside() -> None:
    tested = rule("pattern", patterns=[{"match": "测试"}], not_inside=["“”"])
    assert found(item("“测试”测试"), tested) == ["测试"]


def test_dates() -> None:
    old, new = {"match": "旧名", "from": "2020-01-01"}, {"match": "新名", "until": "2020-01-01"}
    tested = rule("pattern", patterns=[old, new])
    assert found(item("旧名新名", published="2019-12-31"), tested) == ["新名"]
    assert found(item("旧名新名", published="2020-01-01"), tested) == ["旧名"]


def test_without_literals_everything_is_looked_at() -> None:
    tested = rule("pattern", patterns=[{"match": "\\d{4}"}])
    assert pattern.literals(tested.params) is None
    assert found(item("共1234元"), tested) == ["1234"]


def test_patterns_outside_the_subset_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="no upper bound"):
        msgspec.convert({"patterns": [{"match": "a+"}]}, pattern.Params)
    with pytest.raises(msgspec.ValidationError, match="no upper bound"):
        msgspec.convert({"patterns": [{"match": "a", "unless": "b*"}]}, pattern.Params)


def test_literals_are_noted_once() -> None:
    params = pattern.resolve({"patterns": [{"match": "布署|按装"}, {"match": "\\d"}]}, str)
    assert [one["needs"] for one in params["patterns"]] == [("布署", "按装"), ("",)]
    assert pattern.resolve({"patterns": "oops"}, str) == {"patterns": "oops"}
