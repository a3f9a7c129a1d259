"""Time limits in words: what is understood is exact, what is not is said."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.directory.limits import parse

UNDERSTOOD = [
    ("信息形成之日起十五个工作日内公开", ("deadline",), [(15, "working-day", "formed")]),
    ("自印发之日起7个工作日内", ("deadline",), [(7, "working-day", "formed")]),
    ("作出处罚决定后 7 个工作日内公示，公示期不少于30日", ("deadline", "hold"), [(7, "working-day", "decided")]),
    ("县人大常委会批准之日起20日内公开", ("deadline",), [(20, "day", "npc-approved")]),
    ("收到申请后５个工作日内", ("deadline",), [(5, "working-day", "application")]),
    ("竣工验收合格之日起二十个工作日内", ("deadline",), [(20, "working-day", "accepted")]),
    ("成交结果确定后2个工作日内；公告期限为3个工作日", ("deadline", "hold"), [(2, "working-day", "awarded")]),
    ("公示期不得少于7天", ("hold",), []),
    ("及时公开并长期保留", ("prompt", "standing"), []),
    ("常年公开", ("standing",), []),
    ("实时更新", ("realtime",), []),
    ("与文件同步公布", ("with-other",), []),
    ("每年1月31日前", ("recurring",), []),
    ("每季度结束后10日内", ("recurring",), []),
    ("每月5日前公开", ("recurring",), []),
    ("每半年更新", ("recurring",), []),
    ("12月底前", ("recurring",), []),
    ("事项办结之日起3个工作日内", ("deadline",), [(3, "working-day", "other")]),
]
NOT_UNDERSTOOD = [
    ("", "missing"), ("  ", "missing"), ("—", "missing"), ("同上", "ditto"), ("按规定公开", "unknown"),
    ("信息形成之日起××个工作日内", "masked-number"), ("见备注", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kinds", "deadlines"), UNDERSTOOD)
def test_understood(words: str, kinds: tuple[str, ...], deadlines: list[tuple[int, str, str]]) -> None:
    found = parse(words)
    assert set(found.kinds) == set(kinds)
    assert [(one.amount, one.unit, one.event) for one in found.deadlines] == deadlines
    assert found.understood


@pytest.mark.parametrize(("words", "kind"), NOT_UNDERSTOOD)
def test_not_understood(words: str, kind: str) -> None:
    found = parse(words)
    assert found.kinds == (kind,)
    assert not found.understood
    assert not found.periods


def test_other_rules_may_say_otherwise() -> None:
    assert parse("形成之日起20个工作日内（法律法规另有规定的，从其规定）").otherwise


@given(
    st.text(alphabet="信息形成变更之日起个工作天月年季度内前后公开示期不少于及时长每0123456789十二*，。；", max_size=40)
)
def test_no_number_is_made_up(words: str) -> None:
    for one in parse(words).periods:
        assert (
            str(one.amount) in words.replace("十", "").translate(str.maketrans("二", "2"))
            or "十" in words
            or "二" in words
        )


EVENTS = {
    "form_change": "formed", "penalty": "decided", "receive": "received", "unstated": "", "approval_npc": "npc-approved",
    "budget_reply": "budget-approved", "survey_end": "surveyed", "alloc": "allocated", "award": "awarded",
    "eval_report": "evaluated", "procedure_done": "procedure-done", "acceptance": "accepted", "application": "application",
}  # fmt: skip


@pytest.mark.skipif("QISHAN_LINT_CORPUS" not in os.environ, reason="QISHAN_LINT_CORPUS is not set")
def test_real_phrasings() -> None:
    table = Path(os.environ["QISHAN_LINT_CORPUS"]).parent / "domain" / "time_limits.tsv"
    if not table.is_file():
        pytest.skip("no table of phrasings beside the corpus")
    rows = list(csv.DictReader(table.open(encoding="utf-8"), delimiter="\t"))
    missed = [row["phrase"] for row in rows if not _fits(row)]
    assert len(missed) <= len(rows) * 0.05, missed


def _fits(row: dict[str, str]) -> bool:
    found = parse(row["phrase"])
    wanted = row["kind"].replace(" x2", "").replace("hold 30 d", "hold").replace("max gap", "gap").split("+")
    if "deadline" in wanted:
        amounts, events = row["amount"].split("|"), [EVENTS[one] for one in row["event"].split("|")]
        if [(str(one.amount), one.event) for one in found.deadlines] != list(zip(amounts, events, strict=True)):
            return False
    return set(found.kinds) == set(wanted)
