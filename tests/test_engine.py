"""The engine: what only shows when a rule meets an item."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qishan_lint import catalog, engine, items, plan, sources
from qishan_lint.errors import ConfigError
from qishan_lint.items import ItemOptions
from qishan_lint.settings import Settings
from tests import packs


@pytest.mark.parametrize(("right", "wrong"), [("{found}", "{fnud}"), ("{found}", "{found.x}"), ("{found}", "{")])
def test_a_message_that_cannot_be_filled_in_names_its_rule(tmp_path: Path, right: str, wrong: str) -> None:
    rules = catalog.load((packs.pack(tmp_path, packs.rule((right, wrong))),))
    rule = catalog.compile_rule(rules.entries[packs.OWN], level=None, params={})
    (files,) = sources.from_memory({"a.md": "旧桥镇。".encode()})
    made = plan.assemble(Settings(rules={}), [rule], rules.digest)
    with pytest.raises(ConfigError, match=packs.OWN) as caught:
        engine.check(items.read(files, ItemOptions()), made, datetime.date(2026, 11, 25))
    assert caught.value.remedy is not None
    assert "found" in caught.value.remedy.en
