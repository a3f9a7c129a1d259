"""Reply ledgers: rates that a county published, clocks, double counts, leaks, and what cannot be read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from qishan_lint import workdays
from qishan_lint.ledgers import run
from qishan_lint.model import Report
from tests.e2e.test_cli import lint, said

TODAY = datetime.date(2026, 11, 23)
HEAD = "申请编号,申请人,收到日期,答复日期,答复结果,承办单位\n"


def report(folder: Path, text: str, name: str = "依申请公开.csv", encoding: str = "utf-8") -> Report:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return run.check(run.Request(paths=(path,), today=TODAY))


def rules(found: Report) -> list[str]:
    return [one.rule for one in found.findings]


def ledger(on_time: int, late: int) -> str:
    """Requests of 1 June: those answered on the 10th are in time, those of 20 July are not."""
    rows = [f"{n},甲{n},2026-06-01,2026-06-10,予以公开,县民政局" for n in range(on_time)]
    rows += [f"{on_time + n},乙{n},2026-06-01,2026-07-20,予以公开,县民政局" for n in range(late)]
    return HEAD + "\n".join(rows) + "\n"


@pytest.mark.parametrize(("on_time", "due", "rate"), [(18, 18, "100"), (261, 279, "93.5"), (3095, 3126, "99.0")])
def test_the_rates_that_a_county_published(tmp_path, on_time, due, rate) -> None:
    found = report(tmp_path, ledger(on_time, due - on_time))
    (shown,) = [one for one in found.findings if "rate" in one.rule]
    assert str(on_time) in shown.message.zh.replace(",", "")
    assert str(due) in shown.message.zh.replace(",", "")
    assert f"{rate}" in shown.message.zh


@pytest.mark.parametrize("late", [False, True])
def test_twenty_working_days(tmp_path, late) -> None:
    """The last day in time is what the calendar says; the day after it is late."""
    due = workdays.load().after(datetime.date(2026, 6, 1), 20)
    assert due is not None
    answered = due + datetime.timedelta(days=int(late))
    found = report(tmp_path, HEAD + f"1,甲,2026-06-01,{answered},予以公开,县民政局\n")
    assert ("ledger/late" in rules(found)) is late


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("7,甲,2026-06-01,2026-06-10,予以公开,县民政局\n" * 2, "ledger/duplicate"),
        ("7,甲,2026-08-03,,,县民政局\n", "ledger/overdue"),
        ("7,甲,2026-11-02,,,县民政局\n", "ledger/soon"),
        ("7,甲,2026-06-10,2026-06-01,予以公开,县民政局\n", "ledger/order"),
        ("7,甲,2027-06-10,,,县民政局\n", "ledger/future"),
        ("7,甲,六月初,2026-06-10,予以公开,县民政局\n", "ledger/date"),
    ],
)
def test_faults_of_a_case(tmp_path, text, rule) -> None:
    assert rule in rules(report(tmp_path, HEAD + text))


@pytest.mark.parametrize(
    ("name", "data"), [("依申请公开.csv", b""), ("a.xlsx", b"PK\x03\x04broken"), ("a.csv", b"\xff\xfe\x00")]
)
def test_what_cannot_be_read_is_a_finding(tmp_path, name, data) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = run.check(run.Request(paths=(path,), today=TODAY))
    assert found.findings
    assert any(one.level.value == "error" for one in found.findings)


def test_the_command(tmp_path) -> None:
    (tmp_path / "县长信箱.csv").write_text(
        "编号,来信日期,办结日期,信件类型,承办单位\n1,2026-08-20,,投诉,县民政局\n", encoding="utf-8"
    )
    done = lint("ledger", "check", "县长信箱.csv", "--today", "2026-11-23", cwd=tmp_path)
    assert done.returncode == 1
    assert "ledger/" in said(done)
    assert lint("ledger", "check", "none.csv", cwd=tmp_path).returncode == 2
    assert lint("ledger", "check", "县长信箱.csv", "--kind", "x", cwd=tmp_path).returncode == 2


def test_a_ledger_in_word(tmp_path) -> None:
    from tests.office.files import docx, paragraph
    from tests.office.test_wordtables import row, table

    head = ("编号", "来信日期", "办结日期")
    path = tmp_path / "台账.docx"
    path.write_bytes(docx(paragraph("县长信箱办理台账") + table(row(*head), row("1", "2026-08-03", "2026-11-03"))))
    found = run.check(run.Request(paths=(path,), today=TODAY))
    assert "ledger/late" in rules(found)
    (late,) = [one for one in found.findings if one.rule == "ledger/late"]
    assert late.place.where == "表1!C2"
