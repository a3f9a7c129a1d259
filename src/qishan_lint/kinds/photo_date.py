"""Photo date: a photo taken long before the event it is to show, or after its item was published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec

from qishan_lint import dates
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Photo, Spot, Text
from qishan_lint.photo import study
from qishan_lint.photo.moments import named_day
from qishan_lint.photo.traces import Traces

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A photo may be ``before-event`` days older than the event, if the metadata name one, else ``before-publication``
    days older than the publication, and ``after`` days younger than the publication (clocks differ); 0 in
    ``before-publication`` switches that off. Photos from before ``earliest`` (a year) have a clock that was never set.
    """

    before_event: int = 1
    before_publication: int = 0
    after: int = 1
    earliest: int = 2005
    photos: study.Which = "all"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo whose own date, in its metadata or its name, does not fit."""
    del context
    params: Params = rule.params
    field = item.meta.get("event")
    event = dates.parse(field.value) if field else None
    for photo in study.chosen(item, params.photos):
        taken = _taken(photo)
        if taken is None or taken.year < params.earliest:
            continue
        what = _wrong(taken, event, item.published, params)
        if what is not None:
            yield Match(Spot(photo=photo, where=photo.where), {"taken": taken.isoformat(), "what": what})


def _taken(photo: Photo) -> datetime.date | None:
    traces = study.traces(photo)
    if isinstance(traces, Traces) and traces.taken is not None:
        return traces.taken.date()
    return named_day(photo.path)


def _wrong(
    taken: datetime.date, event: datetime.date | None, published: datetime.date | None, params: Params
) -> Text | None:
    if published is not None and (taken - published).days > params.after:
        return Text(f"晚于发布日期 {published}", f"after the publication on {published}")
    if event is not None:
        days = (event - taken).days
        early = Text(f"比活动日期 {event} 早 {days} 天", f"{days} days before the event")
        return early if days > params.before_event else None
    days = (published - taken).days if published is not None else 0
    if params.before_publication and days > params.before_publication:
        return Text(f"比发布日期早 {days} 天", f"{days} days before the publication")
    return None
