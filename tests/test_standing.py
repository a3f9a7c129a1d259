"""Where items stand, in words and as a table: who is waited for, how long, and what changed since which signature."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

pytest.importorskip("cryptography")

import msgspec

from qishan_lint import checker, signing, standing
from qishan_lint.cli import status_table
from qishan_lint.signing import Order
from qishan_lint.standing import Standing
from tests.signoff.test_verify import POLICY, PRIVATE, public
from tests.trees import jpeg, plant

DAY = datetime.date(2026, 11, 25)
NOW = DAY + datetime.timedelta(2)
TEXT = "# 产销对接会\n\n会议在凤鸣镇召开。\n\n共签订协议三份。\n\n![会场](会场.jpg)\n"
CONFIGURATION = "extends: none\nselect: [wording/wrong-word]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An office with an item that nobody has signed; its neighbour keeps the folder from being one item."""
    plant(tmp_path, {"qishan-lint.yaml": CONFIGURATION, "镇/a.md": TEXT, "镇/b.md": "# 另\n\n文。\n"})
    plant(tmp_path, {"镇/会场.jpg": jpeg(50)})
    return tmp_path


def _sign(root: Path, *people: str, **last: str) -> None:
    office = signing.Office(root, POLICY, DAY, root.parent / "cache")
    for number, by in enumerate(people, 1):
        (shown,) = signing.look(office, ("镇/a.md",))
        order = Order(shown.level, **last) if number == len(people) else Order(shown.level)  # type: ignore[arg-type]
        signing.sign(office, shown, shown.digest, order, (public(by), PRIVATE[by]))


def _stands(root: Path, policy: object = POLICY, *, compare: bool = False) -> Standing:
    office = signing.Office(root, policy, NOW, root.parent / "cache")  # type: ignore[arg-type]
    (found,) = standing.of(office, ("镇/a.md",), compare=compare)
    return found


@pytest.mark.parametrize(
    ("people", "outcome", "headline"),
    [
        ((), "waits", "等股室 jia"),
        (("jia",), "waits", "等分管领导 jia、yi，已等 2 天"),
        (("jia", "yi"), "waits", "等主要领导 bing，已等 2 天"),
        (("jia", "yi", "bing"), "publishable", "可以发布"),
    ],
)
def test_who_is_waited_for(root: Path, people: tuple[str, ...], outcome: str, headline: str) -> None:
    _sign(root, *people)
    found = _stands(root)
    assert (found.outcome, found.headline.zh) == (outcome, headline)


def test_newer_rules_leave_an_approval_valid_for_a_while(root: Path) -> None:
    _sign(root, "jia", "yi", "bing")
    plant(root, {"qishan-lint.yaml": CONFIGURATION.replace("]", ", stale/future]")})
    checker.forget()
    found = _stands(root, msgspec.structs.replace(POLICY, rules_grace_days=30))
    assert (found.outcome, found.headline.zh) == ("publishable", "可以发布，规则已更新，签审 2026-12-25 前有效")
    assert _stands(root, msgspec.structs.replace(POLICY, rules_grace_days=1)).outcome == "repair"


def test_a_return_gives_its_comment(root: Path) -> None:
    _sign(root, "jia", "yi", decision="return", comment="协议份数与附件不一致")
    found = _stands(root)
    assert found.outcome == "repair"
    assert found.headline.zh == "等经办人修改：“协议份数与附件不一致”"
    assert [state for state, _ in found.levels] == ["void", "returned", "none", "none"]


def test_faults_are_counted(root: Path) -> None:
    plant(root, {"镇/a.md": TEXT + "\n请登陆系统。\n"})
    assert _stands(root).headline.zh == "等经办人修改：1 处错误"


def test_after_the_levels_comes_the_third_party(root: Path) -> None:
    _sign(root, "jia", "yi", "bing")
    found = _stands(root, msgspec.structs.replace(POLICY, external=True))
    assert (found.outcome, found.level, found.headline.zh) == ("waits", 0, "待第三方审核")


def test_what_changed_since_which_signature(root: Path) -> None:
    _sign(root, "jia", "yi", "bing")
    plant(root, {"镇/a.md": TEXT.replace("三份", "五份"), "镇/会场.jpg": jpeg(90)})
    found = _stands(root, compare=True)
    assert found.headline.zh == "等股室重新审签：签后正文有改动，换了 1 张照片"
    assert found.since is not None
    assert (found.since.person, found.since.day) == ("bing", DAY.isoformat())
    assert found.since.files == (("镇/a.md", "replaced"), ("镇/会场.jpg", "replaced"))
    table = status_table.render([found], POLICY.levels, 80, policy="签审策略 0123", color=False)
    assert "- 共签订协议[三]份。" in table
    assert "+ 共签订协议[五]份。" in table
    assert "凤鸣镇" not in table
    assert "1 待修改或重签" in table


def test_a_signed_text_that_is_lost_is_not_made_up(root: Path) -> None:
    _sign(root, "jia")
    plant(root, {"镇/a.md": TEXT.replace("三份", "五份")})
    for kept in (root.parent / "cache/signed").iterdir():
        kept.unlink()
    found = _stands(root, compare=True)
    assert found.since is not None
    assert found.since.rows is None
    assert "找不到当时签署的文字" in status_table.render(
        [found], POLICY.levels, 80, policy="签审策略 0123", color=False
    )


def test_a_personal_number_in_the_difference_is_masked(root: Path) -> None:
    _sign(root, "jia")
    plant(root, {"镇/a.md": TEXT.replace("三份", "三份，联系人王某家手机13900001234")})
    table = status_table.render([_stands(root, compare=True)], POLICY.levels, 80, policy="签审策略 0123", color=False)
    assert "13900001234" not in table
    assert "+ 共签订协议三份" in table


def test_the_table_in_80_columns(root: Path) -> None:
    """Each line fits, and the next steps name commands that there are."""
    _sign(root, "jia")
    plant(root, {"镇/a.md": TEXT.replace("三份", "五份" * 40) + "\x1b[31m"})
    table = status_table.render([_stands(root, compare=True)], POLICY.levels, 80, policy="签审策略 0123", color=False)
    assert "\x1b" not in table
    assert "qishan-lint review ." in table
    from qishan_lint.formats import _width

    assert max(map(_width.of, table.splitlines())) <= 80
