from __future__ import annotations

import pytest

from qishan_lint.spelling import Speller

BESIDE = ["要就就业问题开展座谈。", "县领导与与会人员交流。", "我们的的确确做了工作。", "两村合并并组建村委会。"]
"""A function word beside a word that begins or ends with it."""

WRONG = [
    ("要认真贯彻落实党的的二十大精神。", "的的", "的"),
    ("县政府对有关工作进行进行部署。", "进行进行", "进行"),
    ("要就就有关问题开展座谈。", "就就", "就"),
]
RIGHT = ["要明确工作的目的的要求。", "各乡镇要踏踏实实做好工作。", "我们要天天讲、月月讲。", "旅游新三样。"]


@pytest.mark.parametrize(("text", "twice", "once"), WRONG)
def test_what_was_typed_twice_is_found(speller: Speller, text: str, twice: str, once: str) -> None:
    found = [(text[guess.start : guess.end], guess.replacement, guess.kind) for guess in speller.check(text, least=0.9)]
    assert (twice, once, "doubled") in found


@pytest.mark.parametrize("text", [*RIGHT, *BESIDE])
def test_right_repetitions_stay(speller: Speller, text: str) -> None:
    assert [guess for guess in speller.check(text) if guess.kind == "doubled"] == []
