"""The pages about rules: the committed index is that of the rules as they are, and every rule has a page."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qishan_lint import catalog, ruledocs

DOCS = Path(__file__).parents[1] / "docs"
INDEXES = {"zh": DOCS / "rules.zh-CN.md", "en": DOCS / "rules.md"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_committed_index_is_up_to_date(lang: str) -> None:
    """QISHAN_LINT_UPDATE_EXPECTED=1 writes it anew."""
    made = ruledocs.index(list(catalog.load().entries.values()), lang)
    if os.environ.get("QISHAN_LINT_UPDATE_EXPECTED"):
        INDEXES[lang].write_text(made, encoding="utf-8")
    assert INDEXES[lang].read_text(encoding="utf-8") == made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_a_page_with_reason_examples_and_remedy(lang: str) -> None:
    for entry in catalog.load().entries.values():
        page = ruledocs.page(entry, lang)
        assert entry.file.why.get(lang) in page
        assert entry.file.id in page
        assert page.count("\n## ") >= 3
