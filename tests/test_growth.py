"""Every rule on text made to be slow for it: its own example over and over, whole and broken off in the middle."""

from __future__ import annotations

import pytest

from qishan_lint import catalog
from qishan_lint.kinds import Rule
from tests.growth import grows_no_faster
from tests.textitems import item, matches

SIZE = 60_000
RULES = [
    catalog.compile_rule(entry, level=None, params={})
    for entry in catalog.load().entries.values()
    if catalog.has_extra(entry)
]
LONGEST = 3_000
"""Characters of an example that is still repeated often enough."""


def _pieces(rule: Rule) -> list[str]:
    """The first text that the rule reports, without line ends, and its first half."""
    for example in rule.examples:
        text = str(example.item.get("text", "")).replace("\n", "")
        if example.bad and 0 < len(text) <= LONGEST:
            return [text, text[: len(text) // 2 or 1]]
    return []


CASES = [pytest.param(rule, piece, id=f"{rule.id}-{len(piece)}") for rule in RULES for piece in _pieces(rule)]


def test_most_rules_are_tried() -> None:
    assert sum(bool(_pieces(rule)) for rule in RULES) > 60


@pytest.mark.parametrize(("rule", "piece"), CASES)
def test_rule(rule: Rule, piece: str) -> None:
    grows_no_faster(piece, lambda text: matches(item(text, published="2026-11-01"), rule), SIZE)
