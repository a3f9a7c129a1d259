from __future__ import annotations

import pytest

from qishan_lint.spelling import Guess, Speller, guards

SPARED = [
    ("中墨两国元首会谈", "墨", "国"),
    ("希方表示感谢", "希", "对"),
    ("诺兹德廖夫·伊万表示", "廖", "了"),
    ("村民柳晓舟说", "晓", "小"),
    ("前往石鳞村调研", "鳞", "林"),
    ("其人之言曰善哉", "善", "上"),
    ("乡振局召开会议", "振", "镇"),
    ("确保疫木除治质量", "除治", "处置"),
    ("罚款人民币伍仟元整", "伍仟", "五千"),
    ("注册资金叁佰万元整", "叁", "三"),
    ("二〇一三年八月二日", "三", "二"),
]
KEPT = [
    ("各乡镇要健全工作机智", "智", "制"),
    ("要加强对群众的保帐", "帐", "障"),
    ("组建专业队伍元旦值守", "伍", "五"),
]


def guess(text: str, old: str, new: str) -> Guess:
    return Guess(text.index(old), text.index(old) + len(old), new, 0.97, "sound")


@pytest.mark.parametrize(("text", "old", "new"), SPARED)
def test_spared(speller: Speller, text: str, old: str, new: str) -> None:
    assert guards.keep(text, [guess(text, old, new)], speller.guard, frozenset(), "") == []


@pytest.mark.parametrize(("text", "old", "new"), KEPT)
def test_kept(speller: Speller, text: str, old: str, new: str) -> None:
    one = guess(text, old, new)
    assert guards.keep(text, [one], speller.guard, frozenset(), "") == [one]


def test_what_a_text_writes_again_and_again_is_probably_a_name(speller: Speller) -> None:
    text = "石桥机智小组成立。石桥机智小组开会。石桥机智小组总结。"
    found = [Guess(place, place + 1, "制", 0.97, "sound") for place in (3, 12, 21)]
    assert guards.keep(text, found, speller.guard, frozenset(), "") == []
    assert guards.keep(text, found[:2], speller.guard, frozenset(), "") == found[:2]


def test_what_counts_by_another_error_alone_is_no_error_in_the_name_of_a_county(speller: Speller) -> None:
    text = "青禾县人民检查院开展活动"
    sure, weak = guess(text, "查", "察"), Guess(1, 2, "和", 0.62, "sound")
    assert guards.keep(text, [weak, sure], speller.guard, frozenset(), "") == [sure]
    strong = Guess(0, 1, "全", 0.97, "sound")
    assert guards.keep("权县各级部门", [strong], speller.guard, frozenset(), "") == [strong]
