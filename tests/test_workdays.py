"""The working-day calendar: agrees with two libraries on every day, and never guesses beyond its table."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint import workdays
from qishan_lint.errors import ConfigError

D = datetime.date
CALENDAR = workdays.load()
DAYS = [CALENDAR.first + datetime.timedelta(days=n) for n in range((CALENDAR.last - CALENDAR.first).days + 1)]
ANY = st.dates(D(2022, 11, 1), D(2027, 3, 1))


def test_every_day_agrees_with_chinesecalendar():
    chinese_calendar = pytest.importorskip("chinese_calendar")
    wrong = [day for day in DAYS if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)]
    assert not wrong


def test_every_day_agrees_with_holidays():
    holidays = pytest.importorskip("holidays")
    china = holidays.country_holidays("CN", years=range(2023, 2027))
    wrong = [day for day in DAYS if CALENDAR.is_working(day) != china.is_working_day(day)]
    assert not wrong


def test_span_and_totals():
    assert (CALENDAR.first, CALENDAR.last) == (D(2023, 1, 1), D(2026, 12, 31))
    years = [CALENDAR.between(D(year - 1, 12, 31), D(year, 12, 31)) for year in range(2023, 2027)]
    assert years == [249, 251, 248, 248]


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-09-11", 20, "2026-10-15"),
        ("2025-01-24", 20, "2025-02-27"),
        ("2026-09-25", 20, "2026-10-29"),
        ("2026-12-03", 20, "2026-12-31"),
        ("2026-12-04", 20, None),
        ("2026-09-24", 7, "2026-10-12"),
        ("2026-04-24", 3, "2026-04-29"),
        ("2026-09-30", 5, "2026-10-13"),
        ("2022-12-31", 1, "2023-01-03"),
        ("2022-12-30", 1, None),
        ("2026-05-01", 0, "2026-05-01"),
    ],
)
def test_due_days(start, n, due):
    assert CALENDAR.after(D.fromisoformat(start), n) == (due and D.fromisoformat(due))


@pytest.mark.parametrize(
    ("start", "end", "elapsed"),
    [
        ("2026-12-04", "2026-12-31", 19),
        ("2026-12-10", "2027-01-08", None),
        ("2026-05-08", "2026-05-09", 1),
        ("2026-05-09", "2026-05-09", 0),
        ("2026-05-09", "2026-05-01", 0),
        ("2022-12-30", "2023-01-03", None),
        ("2022-12-31", "2023-01-03", 1),
    ],
)
def test_elapsed(start, end, elapsed):
    assert CALENDAR.between(D.fromisoformat(start), D.fromisoformat(end)) == elapsed


@pytest.mark.parametrize(
    ("start", "end", "n", "answer"),
    [
        ("2026-12-04", "2026-12-31", 20, True),
        ("2026-12-10", "2027-01-08", 20, None),
        ("2026-12-29", "2027-01-08", 20, True),  # 10 days in all
        ("2026-11-20", "2027-01-05", 20, False),  # 29 known days
        ("2030-01-01", "2030-03-01", 20, None),
        ("2030-01-01", "2030-01-15", 20, True),
    ],
)
def test_certain_answers_beyond_the_table(start, end, n, answer):
    assert CALENDAR.within(D.fromisoformat(start), D.fromisoformat(end), n) is answer


@given(ANY, ANY, st.integers(0, 40))
def test_the_three_questions_agree(start, end, n):
    due, elapsed = CALENDAR.after(start, n), CALENDAR.between(start, end)
    if due is not None and n:
        assert CALENDAR.is_working(due)
        assert CALENDAR.between(start, due) == n
        assert (
            CALENDAR.within(start, end, n) is (end <= due or (CALENDAR.between(due, end) == 0)) or end > CALENDAR.last
        )
    if elapsed is not None:
        inside = [end - datetime.timedelta(days=k) for k in range((end - start).days)]
        assert elapsed == sum(bool(CALENDAR.is_working(day)) for day in inside)
        assert CALENDAR.within(start, end, n) is (elapsed <= n)


def test_a_negative_period_is_refused():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.after(D(2026, 1, 1), -1)


HEAD = "kind\tfirst\tlast\tname\tsource\n"
KNOWN = "known\t2027-01-01\t2027-12-31\t2027\tx\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("date\tkind\n", 1),
        (HEAD, 1),
        (HEAD + KNOWN + "off\t2027-1-1\t2027-01-03\tx\t\n", 3),
        (HEAD + KNOWN + "rest\t2027-01-01\t2027-01-03\tx\t\n", 3),
        (HEAD + KNOWN + "off\t2027-01-03\t2027-01-01\tx\t\n", 3),
        (HEAD + KNOWN + "off\t2026-12-31\t2027-01-01\tx\t\n", 3),
        (HEAD + KNOWN + "off\t2027-01-01\t2027-01-02\tx\t\nwork\t2027-01-02\t2027-01-02\tx\t\n", 4),
        (HEAD + KNOWN + "known\t2029-01-01\t2029-12-31\tx\t\n", 1),
        (HEAD + KNOWN + "off\n", 3),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path, text, line):
    table = tmp_path / "own.tsv"
    table.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        workdays.load(table)
    assert caught.value.where == f"{table}:{line}"


def test_an_own_table_is_read(tmp_path):
    table = tmp_path / "own.tsv"
    table.write_text("\ufeff# own\n" + HEAD + KNOWN + "work\t2027-01-02\t2027-01-02\tx\t\n", "utf-8")
    calendar = workdays.load(table)
    assert calendar.is_working(D(2027, 1, 2)) is True
    assert calendar.is_working(D(2027, 1, 3)) is False
    assert calendar.is_working(D(2026, 12, 31)) is None


def test_a_missing_table_is_refused(tmp_path):
    with pytest.raises(ConfigError):
        workdays.load(tmp_path / "none.tsv")
