"""The shipped lists of terms: every term is found, guards are guards, and a repair needs no second repair."""

from __future__ import annotations

import collections
import datetime

import pytest

from qishan_lint import catalog
from qishan_lint.kinds import Rule
from qishan_lint.kinds.terms import Params
from qishan_lint.model import Level
from tests.textitems import found, item

CATALOG = catalog.load()
RULES = {
    id_: catalog.compile_rule(entry, level=None, params={})
    for id_, entry in CATALOG.entries.items()
    if entry.file.kind == "terms"
}
LATER = datetime.date(2026, 11, 25)


def terms(rule: Rule) -> Params:
    """The parameters of a rule of kind terms."""
    assert isinstance(rule.params, Params)
    return rule.params


@pytest.mark.parametrize("id_", RULES)
def test_every_term_is_found(id_: str) -> None:
    rule = RULES[id_]
    words = [word for word, term in terms(rule).terms.items() if term.until is None]
    assert set(words) - set(found(item(*(f"，{word}，" for word in words), published=str(LATER)), rule)) == set()


@pytest.mark.parametrize("id_", RULES)
def test_a_repair_needs_no_repair(id_: str) -> None:
    rule = RULES[id_]
    rights = {right for term in terms(rule).terms.values() for right in term.right.split("|") if right}
    assert found(item(*(f"，{right}，" for right in sorted(rights)), published=str(LATER)), rule) == []


@pytest.mark.parametrize("id_", RULES)
def test_guards_hold_the_place_of_the_word(id_: str) -> None:
    guards = [guard for term in terms(RULES[id_]).terms.values() for guard in term.unless.split()]
    assert [guard for guard in guards if guard.count("~") != 1 or guard == "~"] == []


def test_no_word_is_in_two_lists_of_errors() -> None:
    words = [word for rule in RULES.values() if rule.level is Level.ERROR for word in terms(rule).terms]
    assert [word for word, count in collections.Counter(words).items() if count > 1] == []


def test_what_is_right_is_no_error_elsewhere() -> None:
    certain = {id_: rule for id_, rule in RULES.items() if rule.level is Level.ERROR}
    listed = [term.right.split("|") for rule in certain.values() for term in terms(rule).terms.values()]
    one = item("，".join(sorted({right for rights in listed for right in rights})), published=str(LATER))
    wrong = {id_: found(one, rule) for id_, rule in certain.items()}
    assert {id_: words for id_, words in wrong.items() if words} == {}
