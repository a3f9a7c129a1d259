"""Interpretations are held against the policies whose titles hold the names that they give."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qishan_lint import checking, settings
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)
CONFIGURATION = "extends: none\nselect: [stale/late-interpretation]\n"


def _late(root: Path, names: str, title: str, day: str = "2026-09-01") -> list[str]:
    """The items that came too late; the interpretation was out on 2026-11-20."""
    reading = f"---\ntitle: 《{names}》政策解读\ndate: 2026-11-20\n---\n\n现将《{names}》解读如下。\n"
    policy = f"---\ntitle: {title}\ndate: {day}\n---\n\n正文。\n"
    plant(root, {"qishan-lint.yaml": CONFIGURATION, "解读/a.md": reading, "政策/b.md": policy})
    settings.forget()
    report, _ = checking.check(checking.Request(paths=(str(root),), today=DAY, root=root))
    return [finding.item for finding in report.findings]


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ("县城供水管理办法", "柳湾县人民政府关于印发《县城供水管理办法》的通知"),
        ("县城供水管理办法（试行）", "关于印发县城供水管理办法(试行)的通知"),
    ],
)
def test_a_name_within_a_title_whatever_its_punctuation(tmp_path: Path, names: str, title: str) -> None:
    assert _late(tmp_path, names, title) == ["解读/a.md"]


@pytest.mark.parametrize(
    ("names", "title", "day"),
    [
        ("县城供水管理办法", "关于印发《县城供热管理办法》的通知", "2026-09-01"),
        ("县城供水管理办法", "关于印发《县城供水管理办法》的通知", "2026-11-19"),
        ("县城供水管理办法", "关于印发《县城供水管理办法》的通知", "2026-11-21"),
        ("……………………", "关于印发《县城供水管理办法》的通知", "2026-09-01"),
    ],
    ids=["another policy", "in time", "the policy came later", "a name without a letter"],
)
def test_what_is_not_late(tmp_path: Path, names: str, title: str, day: str) -> None:
    assert _late(tmp_path, names, title, day) == []
