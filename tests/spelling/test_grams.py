from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qishan_lint import spelling
from qishan_lint.spelling import alphabet, grams
from qishan_lint.spelling.grams import ORDER, Reading

SPELLER = spelling.load()
TABLE, SINGLE = SPELLER.model.arrays["grams"], SPELLER.model.arrays["single"]
PHRASES = ("会议要求", "各乡镇要健全工作机制", "压实工作责任", "。", "，", "龘", "人民政府", "2024", "进行", "\n", "的")
TEXT = st.lists(st.sampled_from(PHRASES), max_size=12).map("".join)


def tokens(text: str) -> np.ndarray:
    found: np.ndarray = alphabet.tokenise(text, SPELLER.tokens).ids
    return found


def read(*texts: str) -> Reading:
    return grams.read(TABLE, SINGLE, alphabet.joined([tokens(text) for text in texts]))


def test_common_text_is_known_and_cheap_and_nonsense_is_not() -> None:
    common, nonsense = read("各乡镇要健全工作机制"), read("龘镇健各鬯制作要机工")
    assert common.length.max() == ORDER
    assert nonsense.length.max() < ORDER - 1
    assert common.cost.sum() < nonsense.cost.sum() / 2


def test_nothing_is_known_whose_beginning_is_not() -> None:
    length = read("各乡镇要健全工作机制，压实工作责任。").length
    assert all(later <= earlier + 1 for earlier, later in pairwise(length))


@settings(max_examples=50, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_texts_in_one_array_are_read_as_each_by_itself(texts: list[str]) -> None:
    together = read(*texts)
    ids = [tokens(text) for text in texts]
    for one, start in zip(ids, alphabet.starts(ids), strict=True):
        alone = grams.read(TABLE, SINGLE, alphabet.joined([one]))
        own = slice(start, start + len(one))
        assert np.array_equal(together.length[own], alone.length)
        assert np.array_equal(together.cost[own], alone.cost)
        assert np.array_equal(together.stored[own], alone.stored)


@pytest.mark.parametrize("new", [("制",), ("机", "制"), ("龘",), ("的", "人")])
@settings(max_examples=25, deadline=None)
@given(TEXT)
def test_a_change_is_read_as_the_changed_text_would_be(new: tuple[str, ...], text: str) -> None:
    size, put = len(new), tokens("".join(new))[1:-1]
    ids = tokens("各乡镇" + text + "工作责任各乡镇要健")
    reading = grams.read(TABLE, SINGLE, alphabet.joined([ids]))
    width = ORDER - 1
    places = np.arange(width, len(ids) - width - size)
    windows = ids[places[:, None] + np.arange(-width, size + width)]
    windows[:, width : width + size] = put
    found = grams.reread(TABLE, SINGLE, reading, places, windows)
    for row, place in enumerate(places):
        changed = ids.copy()
        changed[place : place + size] = put
        whole = grams.read(TABLE, SINGLE, alphabet.joined([changed]))
        assert np.array_equal(found.length[row], whole.length[place : place + size + width])
        assert np.array_equal(found.cost[row], whole.cost[place : place + size + width])
