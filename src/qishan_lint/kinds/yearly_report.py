"""Yearly report: the report about a year must be out by a day of the next year."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import patterns
from qishan_lint.model import Item, Match, Spot

Day = Annotated[str, Meta(pattern=r"^\d\d-\d\d$")]


class Duty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reports whose titles match ``title`` are due by ``day`` (MM-DD)."""

    title: str
    day: Day


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The first of ``duties`` that a title matches holds; the group ``year`` of its pattern is the year reported on."""

    duties: tuple[Duty, ...]


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match for a report that came out after its day."""
    del context
    params: Params = rule.params
    if item.published is None:
        return
    for duty in params.duties:
        found = patterns.compiled(duty.title).regex.search(item.title)
        if found:
            due = datetime.date.fromisoformat(f"{int(found['year']) + 1}-{duty.day}")
            if item.published > due:
                days = (item.published - due).days
                yield Match(Spot(path=item.path), {"due": due.isoformat(), "days": days, "year": found["year"]})
            return
