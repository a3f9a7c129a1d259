"""Spelling as a kind: which rule reports a guess, at what level, and where it looks."""

from __future__ import annotations

import importlib.util

import msgspec
import pytest

from qishan_lint import catalog
from qishan_lint.errors import ConfigError
from qishan_lint.kinds import spelling
from qishan_lint.model import Cell, Level, Span, Table, Zone
from qishan_lint.spelling import Speller
from tests.textitems import item, matches, part, rule

WRONG = "会议要求，各乡镇要健全工作机智，压实工作责任。"
FUNCTION_WORD = "党员干部要充分发挥先锋模范做用。"
SETS = ["的地得", "在再", "做作", "像象", "即既"]
MAIN = rule("spelling", never=SETS, organs=["人民法院"])
FUNCTION_WORDS = rule("spelling", only=SETS)


def test_a_guess_says_what_is_wrong_and_how_sure_it_is() -> None:
    found = matches(item(WRONG), MAIN)
    shown = [(one.data["wrong"], one.suggestions, one.level, one.safe) for one in found]
    assert shown == [("智", ("制",), None, False)]
    assert found[0].confidence is not None
    assert 0.9 < found[0].confidence <= 1


def test_what_was_prepared_together_is_found_as_by_itself() -> None:
    items = [item(WRONG), item("会议要求，各乡镇要压实工作责任。"), item(FUNCTION_WORD + WRONG)]
    alone = [matches(one, MAIN) for one in items]
    spelling._guesses.cache_clear()
    spelling.prepare(items, MAIN)
    assert [matches(one, MAIN) for one in items] == alone
    assert [len(found) for found in alone] == [1, 0, 1]


def test_what_was_prepared_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "全县各级各部门要坚持问题导向，强化工作错施。"
    spelling.prepare([item(text), item(WRONG)], MAIN)
    monkeypatch.setattr(Speller, "suspected", None)
    spelling.prepare([item(WRONG)], FUNCTION_WORDS)
    assert [one.replacement for one in matches(item(text), MAIN)] == ["措"]


def test_function_words_have_a_rule_of_their_own() -> None:
    assert matches(item(FUNCTION_WORD), MAIN) == []
    assert [one.replacement for one in matches(item(FUNCTION_WORD), FUNCTION_WORDS)] == ["作"]
    assert matches(item(WRONG), FUNCTION_WORDS) == []


def test_a_sure_guess_in_a_title_is_an_error() -> None:
    title = "关于进一步健全工作机智的通知"
    sure = rule("spelling", min_confidence=0.5, error_confidence=0.6)
    assert [one.level for one in matches(item("正文。", title=title), sure)] == [Level.ERROR]


def test_a_sure_guess_in_the_name_of_an_organ_is_an_error() -> None:
    text = "申请人可以向人民发院提起诉讼。"
    named = rule("spelling", min_confidence=0.5, error_confidence=0.6, organs=["人民法院"])
    unnamed = rule("spelling", min_confidence=0.5, error_confidence=0.6)
    assert [one.level for one in matches(item(text), named)] == [Level.ERROR]
    assert [one.level for one in matches(item(text), unnamed)] == [None]


def test_what_is_not_sure_only_informs() -> None:
    low = rule("spelling", min_confidence=1.0, info_confidence=0.5)
    assert [one.level for one in matches(item(WRONG), low)] == [Level.INFO]
    assert matches(item(WRONG), rule("spelling", min_confidence=1.0)) == []


def test_the_dictionary_is_right() -> None:
    assert matches(item(WRONG), rule("spelling", dictionary=["工作机智"])) == []


def test_word_lists_are_read() -> None:
    params = spelling.resolve({"dictionary": ["石桥", "names.txt"]}, lambda name: f"{name}\n柳湾\n")
    assert params["dictionary"] == ["石桥", "names.txt", "柳湾"]


@pytest.mark.parametrize("kind", ["code"])
def test_code_is_left_alone(kind: str) -> None:
    assert matches(item(parts=(part(WRONG, kind=kind),)), MAIN) == []


def test_addresses_are_left_alone() -> None:
    zone = Zone("url", Span(0, len(WRONG)))
    assert matches(item(parts=(part(WRONG, zones=(zone,)),)), MAIN) == []


def test_hidden_text_is_left_alone() -> None:
    assert matches(item(parts=(part(WRONG, role="hidden"),)), MAIN) == []


def test_short_cells_are_no_prose() -> None:
    def table(*cells: str) -> list[str]:
        spans = [Span(sum(map(len, cells[:at])) + at, sum(map(len, cells[:at])) + at + len(cells[at])) for at in (0, 1)]
        rows = tuple(Cell(0, column, "", False, span) for column, span in enumerate(spans))
        sheet = msgspec.structs.replace(part("\t".join(cells), kind="cell"), tables=(Table("表1", rows),))
        return [str(one.data["wrong"]) for one in matches(item(parts=(sheet,)), rule("spelling", min_confidence=0.5))]

    assert table("单位", WRONG) == ["智"]
    assert table("工作机智", "健全") == []
    assert table("健全工作机智制度", "健全") == ["智"]


def test_the_neural_judge_is_asked_only_where_the_rule_says_so() -> None:
    pytest.importorskip("onnxruntime", reason="needs the extra [neural]")
    alone, judged = (
        [(one.replacement, one.confidence) for one in matches(item(WRONG), rule("spelling", neural=neural))]
        for neural in (False, True)
    )
    assert [one[0] for one in alone] == [one[0] for one in judged] == ["制"]
    assert alone != judged


def test_without_the_extra_only_a_rule_with_the_judge_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == spelling.MODULE else found(name))
    entry = catalog.load().entries["wording/spelling"]
    assert catalog.has_extra(entry)
    catalog.compile_rule(entry, level=None, params={})
    with pytest.raises(ConfigError) as caught:
        catalog.compile_rule(entry, level=None, params={"neural": True})
    assert caught.value.remedy is not None
    assert "qishan-lint[neural]" in caught.value.remedy.en
