"""Working days: the calendar of adjusted weekends and holidays, kept as data, that says "undecided" beyond its table.

The day of the event itself is never counted, as the law reckons periods. Weekends are days off unless the table says
that they are worked; Mondays to Fridays are worked unless the table says that they are off.
"""

from __future__ import annotations

import datetime
import functools
import itertools
from bisect import bisect_left, bisect_right
from pathlib import Path

import msgspec

from qishan_lint import shipped
from qishan_lint.errors import ConfigError
from qishan_lint.model import Text

Day = datetime.date

_COLUMNS = ("kind", "first", "last", "name", "source")
_LONGEST = 366
_ONE = datetime.timedelta(days=1)


class Calendar(msgspec.Struct, frozen=True):
    """The working days (ordinals, ascending) of the settled span from ``first`` to ``last``, both included."""

    first: Day
    last: Day
    working: tuple[int, ...]

    def is_working(self, day: Day) -> bool | None:
        """Whether ``day`` is worked; None outside the table."""
        if not self.first <= day <= self.last:
            return None
        place = bisect_left(self.working, day.toordinal())
        return place < len(self.working) and self.working[place] == day.toordinal()

    def after(self, day: Day, n: int) -> Day | None:
        """The ``n``-th working day after ``day`` (``day`` itself for 0); None when it lies outside the table.

        Raises ValueError for a negative ``n``.
        """
        if n < 0:
            raise ValueError("a period cannot be negative")
        if n == 0:
            return day
        place = bisect_right(self.working, day.toordinal()) + n - 1
        if day < self.first - _ONE or place >= len(self.working):
            return None
        return Day.fromordinal(self.working[place])

    def between(self, start: Day, end: Day) -> int | None:
        """The working days elapsed after ``start`` up to and with ``end``, 0 if ``end`` is not later; None if unsure."""
        least, most = self.bounds(start, end)
        return least if least == most else None

    def bounds(self, start: Day, end: Day) -> tuple[int, int]:
        """The least and the most working days that can have elapsed after ``start`` up to and with ``end``.

        A day outside the table may be worked or not, whatever day of the week it is.
        """
        if end <= start:
            return 0, 0
        known = bisect_right(self.working, end.toordinal()) - bisect_right(self.working, start.toordinal())
        inside = min(end, self.last).toordinal() - max(start, self.first - _ONE).toordinal()
        return known, known + (end - start).days - max(0, inside)

    def within(self, start: Day, end: Day, n: int) -> bool | None:
        """Whether at most ``n`` working days elapsed from ``start`` to ``end``; None where the table cannot tell.

        Certain also beyond the table when every way to fill it in gives the same answer.
        """
        least, most = self.bounds(start, end)
        return True if most <= n else False if least > n else None


def shipped_table() -> Path:
    """The table that comes with the tool."""
    return shipped.rules_folder() / "calendars" / "holidays.tsv"


@functools.cache
def load(path: Path | None = None) -> Calendar:
    """The calendar of the table at ``path``, else of the shipped one. Raises ConfigError naming file and line."""
    table = path or shipped_table()
    try:
        lines = table.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            Text("节假日表无法读取", f"the table of holidays cannot be read ({type(error).__name__})"), where=str(table)
        ) from None
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    if not rows or tuple(rows[0][1]) != _COLUMNS:
        raise _wrong(table, 1, "表头应为 " + " ".join(_COLUMNS), "the header must be " + " ".join(_COLUMNS))
    return _calendar([(number, *_span(table, number, cells)) for number, cells in rows[1:]], table)


def _span(table: Path, number: int, cells: list[str]) -> tuple[str, Day, Day]:
    try:
        kind, first, last = cells[0], Day.fromisoformat(cells[1]), Day.fromisoformat(cells[2])
    except (IndexError, ValueError):
        raise _wrong(table, number, "日期写成 2026-01-01", "write dates like 2026-01-01") from None
    if kind not in {"known", "off", "work"}:
        raise _wrong(table, number, "kind 应为 known、off 或 work", "kind must be known, off or work")
    if not 0 <= (last - first).days <= _LONGEST:
        raise _wrong(table, number, "起止日期不对", "the span ends before it begins, or is longer than a year")
    return kind, first, last


def _calendar(spans: list[tuple[int, str, Day, Day]], table: Path) -> Calendar:
    days: dict[int, str] = {}
    known = sorted((first, last) for _, kind, first, last in spans if kind == "known")
    if not known:
        raise _wrong(table, 1, "缺少 known 行", "there is no “known” row")
    if any(after[0] != before[1] + _ONE for before, after in itertools.pairwise(known)):
        raise _wrong(
            table, 1, "known 各段必须首尾相接", "the “known” spans must follow one another without gap or overlap"
        )
    first, last = known[0][0], known[-1][1]
    for number, kind, begin, end in spans:
        if kind == "known":
            continue
        if begin < first or end > last:
            raise _wrong(table, number, "日期在 known 范围之外", "the days lie outside every “known” span")
        for ordinal in range(begin.toordinal(), end.toordinal() + 1):
            if days.setdefault(ordinal, kind) != kind:
                raise _wrong(table, number, "同一天既休又上班", "a day is both off and worked")
    span = range(first.toordinal(), last.toordinal() + 1)
    return Calendar(first, last, tuple(day for day in span if _worked(day, days.get(day))))


def _worked(ordinal: int, kind: str | None) -> bool:
    return kind == "work" or (kind is None and ordinal % 7 not in {6, 0})


def _wrong(table: Path, line: int, zh: str, en: str) -> ConfigError:
    return ConfigError(Text(f"节假日表有误：{zh}", f"the table of holidays is wrong: {en}"), where=f"{table}:{line}")
