"""Every rule's own examples, and what must hold for all rules."""

from __future__ import annotations

import importlib.util

import pytest

from qishan_lint import catalog, examples, kinds
from qishan_lint.catalog import FAMILIES
from qishan_lint.compiled import Entry

CATALOG = catalog.load()
ENTRIES = [pytest.param(entry, id=id_) for id_, entry in CATALOG.entries.items()]


@pytest.mark.parametrize("entry", ENTRIES)
def test_examples_hold(entry: Entry) -> None:
    if not catalog.has_extra(entry):
        pytest.skip(f"{entry.file.id} needs an optional part that is not installed")
    kind = kinds.load(entry.file.kind)
    module = getattr(kind, "MODULE", "")
    if module and importlib.util.find_spec(module) is None:
        pytest.skip(f"needs the extra [{getattr(kind, 'EXTRA', '')}]")
    failures = [failure.message.en for failure in examples.check(entry, CATALOG)]
    assert not failures


@pytest.mark.parametrize("entry", ENTRIES)
def test_rule_speaks_both_languages(entry: Entry) -> None:
    rule = entry.file
    for text in (rule.name, rule.message, rule.why):
        assert text.zh.strip()
        assert text.en.strip()
    assert any("\u4e00" <= character <= "\u9fff" for character in rule.message.zh)
    assert set(_placeholders(rule.message.zh)) == set(_placeholders(rule.message.en))


def _placeholders(text: str) -> list[str]:
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


@pytest.mark.parametrize("entry", ENTRIES)
def test_unconfirmed_source_is_never_an_error_that_cannot_be_waived(entry: Entry) -> None:
    if not entry.file.waivable:
        assert "to be confirmed" not in entry.file.source
        assert entry.file.level == "error"


def test_every_family_has_rules() -> None:
    assert {id_.partition("/")[0] for id_ in CATALOG.entries} == set(FAMILIES)


def test_every_kind_is_used() -> None:
    assert set(kinds.names()) == {entry.file.kind for entry in CATALOG.entries.values()}
