"""The cheap look misses nothing: whatever a detector could find shows a sign."""

from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.identity import prefilter

FILL = st.text(alphabet="县人民政府，。 \n2月a", max_size=30)
DIGITS = st.text(alphabet="0123456789０１２٣①OoIl", min_size=11, max_size=19)
CHINESE = st.text(alphabet="〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", min_size=11, max_size=19)
GAPS = st.lists(st.sampled_from(["", "", " ", "-", "\u200b", " - ", "——.", "\n"]), min_size=18, max_size=18)


@given(FILL, DIGITS, GAPS, FILL)
def test_a_long_number_is_seen_whatever_parts_it(before, digits, gaps, after):
    number = "".join(digit + gap for digit, gap in zip(digits, gaps, strict=False))
    assert prefilter.signs(f"{before}{number}{after}") & prefilter.NUMBER


@given(FILL, CHINESE, FILL)
def test_a_long_number_in_chinese_is_seen(before, number, after):
    assert prefilter.signs(before + number + after) & prefilter.NUMBER


@given(st.text(max_size=60))
def test_the_short_look_agrees_with_the_long_one(text):
    long = prefilter._NUMBER.search(text) is not None or prefilter._CHINESE_NUMBER.search(text) is not None
    assert prefilter._has_number(text) == long
