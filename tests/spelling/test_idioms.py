import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import spelling
from qishan_lint.spelling import Speller


@pytest.fixture(scope="module")
def speller() -> Speller:
    return spelling.load()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("广大干部任劳任冤，无私奉献。", "广大干部任劳任怨，无私奉献。"),  # the last character
        ("大是大菲面前立场坚定。", "大是大非面前立场坚定。"),
        ("他们身先士足，冲在一线。", "他们身先士卒，冲在一线。"),
        ("设计别出心才，游客赞不绝口。", "设计别出心裁，游客赞不绝口。"),
        ("工作有得放矢，成效明显。", "工作有的放矢，成效明显。"),  # in the middle
        ("有的干部一丝不够，有的任劳任冤。", "有的干部一丝不苟，有的任劳任怨。"),  # two in a sentence
    ],
)
def test_idiom_with_a_wrong_character_is_found(speller: Speller, wrong: str, right: str) -> None:
    text = wrong
    for guess in reversed(speller.check(wrong)):
        text = text[: guess.start] + guess.replacement + text[guess.end :]
    assert text == right
    assert speller.check(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "要明查暗访，推动整改。",  # a form that official text has too
        "“绿水青山”尚在，发展还要加快。",  # no idiom: a mark stands within
        "坚持因事制宜、因地制宜。",
        "他是正确认识问题的。",  # three of the characters of 错误认识, which is no fixed phrase
        "任",
        "",
    ],
)
def test_what_is_no_slip_is_left(speller: Speller, text: str) -> None:
    assert [guess for guess in speller.check(text) if guess.kind == "idiom"] == []


def test_places_hold_in_many_texts_at_once(speller: Speller) -> None:
    texts = ["各镇要认真落实。", "广大干部任劳任冤。", "", "他们身先士足，冲在一线。"]
    found = speller.suspected(texts)
    assert [[(one.start, one.replacement) for one in some] for some in found] == [[], [(7, "怨")], [], [(5, "卒")]]


def test_a_higher_bar_than_they_are_sure_leaves_them_out(speller: Speller) -> None:
    assert speller.check("广大干部任劳任冤。", least=0.985) == []


@given(st.text(st.sampled_from("任劳怨冤大是非菲，。\u3007“”A1 囗龘\U00020000\n") | st.characters(), max_size=40))
def test_any_text_is_read(speller: Speller, text: str) -> None:
    for guess in speller.check(text):
        assert 0 <= guess.start < guess.end <= len(text)
