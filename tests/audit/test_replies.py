"""Ledgers beside the items: their figures, findings, and what they mean for a rehearsal."""

from __future__ import annotations

import datetime

import pytest

from qishan_lint.audit import page, run
from qishan_lint.declared import Auditing
from tests.trees import plant

AS_OF = datetime.date(2026, 11, 23)
ITEM = "---\ntitle: 县里开展植树活动\ndate: 2026-11-20\n---\n\n11月20日，各镇开展植树活动。\n"
HEAD = "编号,来信日期,办结日期,信件类型,承办单位\n"
LATE = HEAD + "1,2026-11-02,2026-11-06,建议,县民政局\n2,2026-08-20,,投诉,县民政局\n"
GOOD = HEAD + "1,2026-11-02,2026-11-06,建议,县民政局\n2,2026-08-26,,投诉,县民政局\n"


def audit(tmp_path, **ledgers: str):
    root = plant(tmp_path / "站", {"要闻/a.md": ITEM})
    paths = [plant(tmp_path, {f"{name}.csv": text}) / f"{name}.csv" for name, text in ledgers.items()]
    return run.run(run.Request(path=root, as_of=AS_OF, evaluate="national-2019", ledgers=tuple(paths))).audit


def v5(found) -> str:
    assert found.evaluation is not None
    return next(one.outcome for one in found.evaluation.indicators if one.id == "V5")


def test_figures_and_findings(tmp_path) -> None:
    found = audit(tmp_path, 县长信箱=LATE)
    (one,) = found.ledgers
    assert (one.title.zh, one.on_time, one.due, one.late) == ("县长信箱", 1, 2, 1)
    rules = {each.rule for each in found.findings if each.family == "ledger"}
    assert {"ledger/overdue", "ledger/silent"} <= rules
    assert all(not each.item for each in found.findings if each.family == "ledger")
    assert found.counts.faulty == len({each.item for each in found.findings if each.item and each.level != "info"})
    shown = page.render(found, Auditing(), "zh").decode()
    assert "三、办理台账" in shown
    assert "四、评估自查" in shown


@pytest.mark.parametrize(
    ("ledgers", "outcome"),
    [({"县长信箱": LATE}, "hit"), ({"县长信箱": GOOD}, "clear"), ({}, "unknown"), ({"县长信箱": "x"}, "unknown")],
)
def test_three_months_of_silence_are_a_veto(tmp_path, ledgers, outcome) -> None:
    """95 days on 23 November since 20 August, 89 since 26 August; a ledger that was not read tells nothing."""
    assert v5(audit(tmp_path, **ledgers)) == outcome


def test_without_ledgers_the_page_has_no_empty_part(tmp_path) -> None:
    shown = page.render(audit(tmp_path), Auditing(), "zh").decode()
    assert "办理台账</h2>" not in shown
    assert "三、评估自查" in shown
