"""What shows only across items is found once while their facts stay, and anew when one of them changes."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qishan_lint import across, checking
from qishan_lint.kinds import alike
from qishan_lint.settings import Choice
from tests.trees import plant

SENTENCES = [
    f"第{number}组到{place}检查水渠、道路和路灯，当天就把问题列成清单。"
    for number, place in enumerate("甲乙丙丁戊己庚")
]
NEWS = "---\ntitle: 县里开展冬季水利检查\ndate: {day}\n---\n\n{text}\n"
CHOICE = Choice(select=("item/repeated",))


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(across, "FEW", 1)


def site(root: Path, other: str) -> Path:
    text = "\n\n".join(SENTENCES)
    return plant(
        root, {"a.md": NEWS.format(day="2026-11-02", text=text), "b.md": NEWS.format(day="2026-11-20", text=other)}
    )


def found(root: Path, cache: Path | None) -> list[tuple[str, str]]:
    request = checking.Request(
        paths=(str(root),), today=datetime.date(2026, 11, 25), choice=CHOICE, root=root, cache=cache, jobs=1
    )
    report, _ = checking.check(request)
    return [(each.item, each.message.en) for each in report.findings]


def test_warm_says_what_cold_says_without_comparing_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = site(tmp_path / "site", "\n\n".join(SENTENCES)), tmp_path / "cache"
    cold = found(root, cache)
    assert [item for item, _ in cold] == ["b.md"]
    with monkeypatch.context() as patch:
        patch.setattr(alike, "across", lambda *_: pytest.fail("compared again"))
        assert found(root, cache) == cold
    assert found(root, None) == cold


def test_an_edit_is_seen(tmp_path: Path) -> None:
    root, cache = site(tmp_path / "site", "\n\n".join(SENTENCES)), tmp_path / "cache"
    assert found(root, cache)
    site(root, "\n\n".join(reversed(["另一件事，与水渠无关，写的是集市和学校。"] * 3)))
    assert found(root, cache) == []
    site(root, "\n\n".join(SENTENCES))
    assert found(root, cache)
