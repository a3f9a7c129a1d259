"""Timeliness: whether something came within so many working or calendar days, and by how much it did not."""

from __future__ import annotations

import datetime
from typing import Literal

from qishan_lint import workdays
from qishan_lint.model import Text

Unit = Literal["working", "calendar"]

_UNITS = {"working": Text("个工作日", " working days"), "calendar": Text("日", " days")}


def within(begin: datetime.date, end: datetime.date, most: int, unit: Unit) -> bool | None:
    """Whether at most ``most`` days after ``begin`` had passed on ``end``; None beyond the calendar of working days."""
    if unit == "calendar":
        return (end - begin).days <= most
    return workdays.load().within(begin, end, most)


def verdict(begin: datetime.date, end: datetime.date, most: int, unit: Unit) -> Text:
    """By how much it is late and when it was due, or that the calendar does not reach so far."""
    calendar = workdays.load()
    if within(begin, end, most, unit) is None:
        last = calendar.last.isoformat()
        return Text(f"无法判断，节假日表只到{last}", f"undecided, the table of holidays ends on {last}")
    if unit == "calendar":
        due: datetime.date | None = begin + datetime.timedelta(days=most)
        passed: int | None = (end - begin).days
    else:
        due, passed = calendar.after(begin, most), calendar.between(begin, end)
    by = (
        Text("", "")
        if passed is None
        else Text(f"{passed - most}{_UNITS[unit].zh}", f" by {passed - most}{_UNITS[unit].en}")
    )
    day = Text("", "") if due is None else Text(f"，应于{due}前", f", due by {due}")
    return Text(f"超期{by.zh}{day.zh}", f"late{by.en}{day.en}")


def words(most: int, unit: Unit) -> Text:
    """The limit in words."""
    return Text(f"{most}{_UNITS[unit].zh}", f"{most}{_UNITS[unit].en}")
