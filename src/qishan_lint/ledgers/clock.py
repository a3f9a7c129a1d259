"""The clock of one case in working days: limit, supplement, extension, third party, and where the case stands.

Source: 政府信息公开条例 (2019) articles 30 to 33. A supplement starts the clock anew on its receipt; an extension must be told
within the limit that it extends; the third party's opinion stops the clock, for at most its own period.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

from qishan_lint.ledgers.kinds import Clock, Kind
from qishan_lint.workdays import Calendar

State = Literal["on-time", "late", "open", "soon", "overdue", "waiting", "undecided", "unknown"]
"""Answered in time or late; not answered and not due, due soon, overdue, waiting for the supplement; not to be decided
beyond the table of working days; unknown for lack of a certain date."""

Day = datetime.date


class Standing(msgspec.Struct, frozen=True):
    """Where a case stands: ``due`` is its last day in time, ``by`` the working days it is late, or has left.

    ``void``: the extension was told after the limit and does not count. ``third_late``: the third party took longer
    than its period. ``stated``: ``due`` is the ledger's own day, and ``by`` counts calendar days.
    """

    state: State
    due: Day | None = None
    by: int | None = None
    void: bool = False
    third_late: bool = False
    stated: bool = False


class Period(msgspec.Struct, frozen=True):
    """What a clock runs by: ``limit`` working days to answer, the other periods, the table of working days."""

    limit: int
    clock: Clock
    calendar: Calendar


class _Span(msgspec.Struct, frozen=True):
    """The least and the most working days: they differ where the table cannot tell."""

    least: int
    most: int


def standing(days: Mapping[str, Day], period: Period, today: Day) -> Standing:
    """Where the case with the dates ``days`` (by field) stands on ``today``."""
    if "received" not in days:
        return Standing("unknown")
    answered = days.get("answered")
    if "due" in days:
        return _stated(days["due"], answered, period, today)
    if "supplement-asked" in days and "supplement-received" not in days and answered is None:
        return Standing("waiting")
    return _running(days, days.get("supplement-received", days["received"]), answered or today, period)


def _running(days: Mapping[str, Day], start: Day, end: Day, period: Period) -> Standing:
    clock, calendar = period.clock, period.calendar
    paused = _paused(days, start, end, period)
    extends = _extends(days, start, period)
    most = 0 if extends is False else clock.extension
    least = clock.extension if extends is True else 0
    allowed = _Span(period.limit + paused.least + least, period.limit + paused.most + most)
    exact = allowed.least == allowed.most
    elapsed = calendar.between(start, end)
    return Standing(
        _state(start, end, "answered" in days, allowed, period),
        due=calendar.after(start, allowed.most) if exact else None,
        by=abs(elapsed - allowed.most) if exact and elapsed is not None else None,
        void="extended" in days and extends is False,
        third_late="third-asked" in days
        and calendar.within(days["third-asked"], days.get("third-replied", end), clock.third_party) is False,
    )


def _state(start: Day, end: Day, answered: bool, allowed: _Span, period: Period) -> State:
    verdicts = {period.calendar.within(start, end, days) for days in (allowed.least, allowed.most)}
    if len(verdicts) > 1 or None in verdicts:
        return "undecided"
    if answered:
        return "on-time" if True in verdicts else "late"
    if False in verdicts:
        return "overdue"
    left = allowed.least - period.calendar.bounds(start, end)[1]
    return "soon" if left <= period.clock.soon else "open"


def _paused(days: Mapping[str, Day], start: Day, end: Day, period: Period) -> _Span:
    """The working days up to ``end`` in which the third party's opinion stopped the clock."""
    asked, clock = days.get("third-asked"), period.clock
    if asked is None or asked < start or period.calendar.within(start, asked, period.limit + clock.extension) is False:
        return _Span(0, 0)
    least, most = period.calendar.bounds(asked, min(days.get("third-replied", end), end))
    return _Span(min(least, clock.third_party), min(most, clock.third_party))


def _extends(days: Mapping[str, Day], start: Day, period: Period) -> bool | None:
    """Whether an extension was told within the limit that it extends; None when that cannot be decided."""
    told = days.get("extended")
    if told is None:
        return False
    paused = _paused(days, start, told, period)
    verdicts = {period.calendar.within(start, told, period.limit + more) for more in (paused.least, paused.most)}
    return verdicts.pop() if len(verdicts) == 1 else None


def _stated(due: Day, answered: Day | None, period: Period, today: Day) -> Standing:
    """By the due day that the ledger itself names, which is in calendar days."""
    by = abs(((answered or today) - due).days)
    if answered is not None:
        return Standing("on-time" if answered <= due else "late", due, by, stated=True)
    if today > due:
        return Standing("overdue", due, by, stated=True)
    close = period.calendar.bounds(today, due)[0] <= period.clock.soon
    return Standing("soon" if close else "open", due, by, stated=True)


def limit_for(type_: str, kind: Kind) -> int:
    """The limit for a case of a type: that of the first of the kind's limits whose words occur in it."""
    return next((one.days for one in kind.limits if any(word in type_ for word in one.words)), kind.clock.limit)
