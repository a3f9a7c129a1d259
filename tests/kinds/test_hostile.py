"""Texts made to be slow: every text kind stays near linear."""

from __future__ import annotations

import time

import pytest

from qishan_lint import catalog
from qishan_lint.kinds import Rule
from qishan_lint.model import Item
from tests.textitems import item, matches

SIZE = 60_000
SECONDS = 6
TEXTS = {
    "brackets": "（" * SIZE + "）" * SIZE,
    "mixed brackets": "（" * SIZE + "》" * SIZE,
    "quotes": "“”" * SIZE + "“",
    "hyphens": "-30" * SIZE,
    "digits": "1" * SIZE,
    "days": "31日" * SIZE,
    "weekdays": "1日周一" * (SIZE // 4),
    "words": "己经" * SIZE,
    "members": "政治意识、" * (SIZE // 5),
    "commas": "，" * SIZE,
    "approximate": "大约1" * (SIZE // 3),
    "ordinals": "\n".join(["一、甲"] * (SIZE // 10)),
    "sentences": "要求各镇压实责任抓好秋冬季防火工作。" * (SIZE // 18),
    "one sentence": "字" * SIZE,
    "deadlines": "报名时间1月1日" * (SIZE // 8),
    "recent": "近日1月1日" * (SIZE // 6),
    "years": "环保局2020年" * (SIZE // 8),
}
RULES = [
    catalog.compile_rule(entry, level=None, params={})
    for id_, entry in catalog.load().entries.items()
    if id_.startswith(("short/", "wording/", "stale/")) and entry.file.kind != "spelling"
]


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text(name: str) -> None:
    meta = {"event": "2026-11-01"}
    one = item(*TEXTS[name].split("\n"), title="岐山县公开招聘公告", published="2026-11-25", meta=meta)
    seconds = {tested.id: _seconds(one, tested) for tested in RULES}
    assert max(seconds.values()) < SECONDS, seconds


def _seconds(one: Item, tested: Rule) -> float:
    start = time.process_time()
    matches(one, tested)
    return time.process_time() - start
