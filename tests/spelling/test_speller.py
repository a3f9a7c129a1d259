from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint import spelling
from qishan_lint.spelling import Guess, Speller, modelfile
from qishan_lint.spelling.modelfile import Model, ModelError

FIFTY = Path(__file__).parents[2] / "fixtures" / "spelling" / "fifty.tsv"
PAIRS = [tuple(line.split("\t")) for line in FIFTY.read_text(encoding="utf-8").splitlines()]
SPELLER = spelling.load()


def corrected(text: str, found: list[Guess]) -> str:
    for guess in reversed(found):
        text = text[: guess.start] + guess.replacement + text[guess.end :]
    return text


def test_the_fifty_sentences_were_never_changed() -> None:
    assert len(PAIRS) == 50
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in PAIRS)


def test_most_of_the_fifty_errors_are_found_and_corrected(speller: Speller) -> None:
    right = sum(corrected(wrong, speller.check(wrong)) == meant for wrong, meant in PAIRS)
    assert right >= 40


@pytest.mark.parametrize("meant", [pair[1] for pair in PAIRS])
def test_right_sentences_stay_alone(speller: Speller, meant: str) -> None:
    assert speller.check(meant) == []


def test_checking_is_pure(speller: Speller) -> None:
    text = "\n".join(wrong for wrong, _ in PAIRS)
    assert speller.check(text) == speller.check(text) == spelling.load().check(text)


def test_dictionary_words_are_not_doubted(speller: Speller) -> None:
    text = "会议要求，各乡镇要健全工作机智，压实工作责任。"
    assert speller.check(text)
    assert speller.check(text, dictionary=frozenset({"工作机智"})) == []


def test_words_of_the_title_are_not_doubted(speller: Speller) -> None:
    text = "会议要求，各乡镇要健全工作机智，压实工作责任。"
    assert speller.check(text, title="机智小组工作机智") == []


WORDS = st.sampled_from([*(piece for pair in PAIRS for piece in pair), "\n", "龘", "", "会议要求，" * 900])
"""One is longer than what is looked at together."""


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=3).map("".join), max_size=12))
def test_texts_looked_at_together_hold_what_each_holds_by_itself(texts: list[str]) -> None:
    together = SPELLER.suspected(texts, least=0.5)
    assert together == [SPELLER.suspected([text], least=0.5)[0] for text in texts]


def test_a_lower_bar_finds_no_less(speller: Speller) -> None:
    text = "\n".join(wrong for wrong, _ in PAIRS)
    assert len(speller.check(text, least=0.7)) >= len(speller.check(text))


def test_loading_is_mapping() -> None:
    started = time.perf_counter()
    spelling.load()
    assert time.perf_counter() - started < 0.15


def test_a_model_of_another_version_is_refused(tmp_path: Path, speller: Speller) -> None:
    modelfile.write(tmp_path / "m", Model(speller.model.arrays, {**speller.model.about, "version": 1}))
    with pytest.raises(ModelError, match="version 1, not 2"):
        spelling.load(tmp_path / "m")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_is_checked_without_complaint(text: str) -> None:
    for guess in SPELLER.check(text, least=0.5):
        assert 0 <= guess.start < guess.end <= len(text)
        assert guess.replacement != text[guess.start : guess.end]


@pytest.mark.parametrize("text", ["", "。", "\n", "中" * 5000, "的地得" * 300, "\ud800", "𠀀𠀁", "a1！" * 50])
def test_odd_texts(speller: Speller, text: str) -> None:
    assert isinstance(speller.check(text), list)


def test_a_long_text_is_read_in_batches_that_stay_small(speller: Speller) -> None:
    wrong, right = "会议要求，各乡镇要健全工作机智，压实工作责任。", "全县农业农村工作会议在凤鸣镇召开。"
    filler = "\n".join([right] * 2000) + "\n"
    text = f"{wrong}\n{filler}党员干部要发挥先锋模范做用。\n{filler}{right * 3000}"
    speller.check(wrong)
    tracemalloc.start()
    found = speller.check(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(text[one.start : one.end], one.replacement) for one in found] == [("智", "制"), ("做", "作")]
    assert peak < 60 << 20
