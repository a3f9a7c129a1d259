"""Clocks: how long ago a column had something new, what its limit is, and where that leaves it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import msgspec

from qishan_lint.audit.limits import Class
from qishan_lint.audit.record import State
from qishan_lint.model import Text

WEEKS = 13
"""Weeks of updates that are counted back from the day of the audit: a quarter."""

_DAY = datetime.timedelta(days=1)
_NO_TITLE = Text("", "")


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A limit in force: of ``days``, or by a yearly ``deadline`` (month, day); ``soon`` days ahead of it are due soon."""

    days: int | None = None
    deadline: tuple[int, int] | None = None
    soon: int = 0
    months: int | None = None
    veto: bool = False


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a clock shows. ``due`` is the last day in time; ``vetoed`` that the inspection's own measure is reached."""

    state: State
    latest: datetime.date | None = None
    age: int | None = None
    due: datetime.date | None = None
    vetoed: bool = False
    weeks: tuple[int, ...] = ()


def of(
    kind: Class | None, *, days: int | None = None, soon: int | None = None, within: int | None = None
) -> Clock | None:
    """The clock of a class of columns, None for one without; ``days``, ``soon`` and the forecast ``within`` win."""
    if kind is None and days is None:
        return None
    base = kind if kind is not None else Class(id="", title=_NO_TITLE, source="")
    limit = days if days is not None else base.days
    if limit is None and base.deadline is None:
        return None
    ahead = within if within is not None else soon if soon is not None else base.soon or min(14, (limit or 42) // 3)
    month, _, day = (base.deadline or "").partition("-")
    return Clock(
        days=limit,
        deadline=(int(month), int(day)) if days is None and base.deadline else None,
        soon=ahead,
        months=base.months if days is None or days == base.days else None,
        veto=bool(base.veto),
    )


def read(clock: Clock | None, days: Sequence[datetime.date], as_of: datetime.date, items: int) -> Reading:
    """What ``clock`` shows on ``as_of`` of a column with ``items`` items, those with a date dated ``days``.

    Days after ``as_of`` are no update: a date in the future is a fault, not news.
    """
    past = [day for day in days if day <= as_of]
    latest = max(past, default=None)
    weeks = _weeks(past, as_of)
    if items == 0:
        return Reading(state="blank", vetoed=clock is not None and clock.veto, weeks=weeks)
    age = None if latest is None else (as_of - latest).days
    if clock is None:
        return Reading(state="unlimited", latest=latest, age=age, weeks=weeks)
    if clock.deadline is not None:
        return _yearly(clock, clock.deadline, latest, as_of, weeks)
    if clock.days is None or latest is None or age is None:
        return Reading(state="overdue", vetoed=clock.veto, weeks=weeks)
    due = latest + clock.days * _DAY
    left = (due - as_of).days
    state: State = "overdue" if left < 0 else "soon" if left <= clock.soon else "current"
    vetoed = state == "overdue" and clock.veto and _measured(clock, latest, as_of)
    return Reading(state=state, latest=latest, age=age, due=due, vetoed=vetoed, weeks=weeks)


def _measured(clock: Clock, latest: datetime.date, as_of: datetime.date) -> bool:
    """Whether the inspection, which may count calendar months, agrees that it is overdue."""
    if clock.months is None:
        return True
    from dateutil.relativedelta import relativedelta

    return latest < as_of - relativedelta(months=clock.months)


def _yearly(
    clock: Clock,
    deadline: tuple[int, int],
    latest: datetime.date | None,
    as_of: datetime.date,
    weeks: tuple[int, ...],
) -> Reading:
    """Each year's item is due by its day: once the day has passed, an item of this year must be there."""
    due = datetime.date(as_of.year, *deadline)
    done = latest is not None and latest.year == as_of.year
    age = None if latest is None else (as_of - latest).days
    if done:
        due = datetime.date(as_of.year + 1, *deadline)
        return Reading(state="current", latest=latest, age=age, due=due, weeks=weeks)
    left = (due - as_of).days
    state: State = "overdue" if left < 0 else "soon" if left <= clock.soon else "current"
    return Reading(state=state, latest=latest, age=age, due=due, vetoed=clock.veto and state == "overdue", weeks=weeks)


def _weeks(days: Sequence[datetime.date], as_of: datetime.date) -> tuple[int, ...]:
    counts = [0] * WEEKS
    for day in days:
        back = (as_of - day).days // 7
        if back < WEEKS:
            counts[WEEKS - 1 - back] += 1
    return tuple(counts)
