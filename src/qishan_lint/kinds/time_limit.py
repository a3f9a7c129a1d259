"""Time limit: from one date of an item to another in so many working or calendar days, as a regulation counts them."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import columns, fields, timeliness
from qishan_lint.model import Item, Level, Match, Spot


class Limit(columns.Selector, frozen=True, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    """The limit of a class of items."""

    most: int
    unit: timeliness.Unit = "working"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """At most ``most`` days of a ``unit`` from the first known of ``begin`` to the first known of ``end``.

    ``classes`` give other limits; ``never`` leaves classes out. The first day is not counted. Where the calendar of
    working days ends before the answer is certain, the finding says so: it has the level ``undecided``.
    """

    begin: tuple[str, ...]
    end: tuple[str, ...]
    most: int
    unit: timeliness.Unit = "working"
    undecided: Level = Level.WARNING
    never: columns.Selector | None = None
    classes: tuple[Limit, ...] = ()


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match when the limit was not kept, or nobody can tell."""
    del context
    params: Params = rule.params
    begin, end = fields.first_date(item, params.begin), fields.first_date(item, params.end)
    if begin is None or end is None or end < begin:
        return
    if params.never is not None and columns.selects(params.never, item):
        return
    number = columns.first(params.classes, item)
    limit = params if number is None else params.classes[number]
    kept = timeliness.within(begin, end, limit.most, limit.unit)
    if kept is not True:
        yield Match(
            Spot(path=item.path),
            {
                "begin": begin.isoformat(),
                "end": end.isoformat(),
                "limit": timeliness.words(limit.most, limit.unit),
                "verdict": timeliness.verdict(begin, end, limit.most, limit.unit),
            },
            level=params.undecided if kept is None else None,
        )
