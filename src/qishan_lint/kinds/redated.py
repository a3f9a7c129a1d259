"""Redated: signs that an item is older than it says: its address, its number, or the same text under an earlier date."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import fields, patterns, prose
from qishan_lint.model import Item, Match, Spot, Text


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``look-in`` names where a date may stand (``path`` or a metadata field), ``patterns`` how: groups y, m and d.

    A date more than ``most`` days before the date ``against`` is reported, or one after it, or either. A pattern without
    month or day means the whole year or month. Equal texts of at least ``least`` characters, published more than ``apart``
    days from one another, are one text published twice (0: not looked at).
    """

    look_in: tuple[str, ...]
    patterns: tuple[str, ...]
    most: int = 0
    report: Literal["earlier", "later", "either"] = "earlier"
    against: str = "published"
    least: int = 0
    apart: int = 0


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """A text as the second phase knows it: its digest and the day of its publication."""

    digest: str
    published: datetime.date
    path: str


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match when what the item carries speaks of another time."""
    del context
    params: Params = rule.params
    day = fields.date_of(item, params.against)
    if day is None:
        return
    for name in params.look_in:
        value = item.path if name == "path" else item.meta[name].value[:300] if name in item.meta else ""
        for first, last in _periods(value, params.patterns):
            found = _outside(first, last, day, params)
            if found is not None:
                data: dict[str, str | int | Text] = {
                    "found": found.isoformat(),
                    "published": day.isoformat(),
                    "days": abs((found - day).days),
                    "sign": _SIGNS.get(name, Text(name, name)),
                }
                yield Match(Spot(path=item.path), data)
                return


def _outside(first: datetime.date, last: datetime.date, day: datetime.date, params: Params) -> datetime.date | None:
    """The end of the period that is nearest to ``day``, if the rule is about periods that lie there."""
    if params.report != "later" and (day - last).days > params.most:
        return last
    return first if params.report != "earlier" and (first - day).days > params.most else None


_SIGNS = {
    "path": Text("文件路径", "the path"),
    "url": Text("网址", "the address"),
    "index-number": Text("索引号", "the index number"),
    "document-number": Text("文号", "the document number"),
}


def facts(item: Item, rule: Rule, context: Context) -> Fact | None:
    """The digest of the item's text, if it is long enough to be told by it."""
    del context
    params: Params = rule.params
    if not params.least or item.published is None or item.article is None:
        return None
    if len(prose.bare(item.article)) < params.least:
        return None
    return Fact(prose.digest(item.article), item.published, item.path)


def across(facts: Mapping[str, Any], rule: Rule) -> Iterator[tuple[str, Match]]:
    """Yield a match for each item whose text another item published long before."""
    params: Params = rule.params
    alike: dict[str, list[tuple[datetime.date, str, str]]] = {}
    for id_, kept in facts.items():
        fact = msgspec.convert(kept, Fact | None)
        if fact is not None:
            alike.setdefault(fact.digest, []).append((fact.published, id_, fact.path))
    for group in alike.values():
        (day, _, path), *others = sorted(group)
        for published, id_, own in others:
            days = (published - day).days
            if days > params.apart:
                data: dict[str, str | int | Text] = {
                    "found": day.isoformat(),
                    "published": published.isoformat(),
                    "days": days,
                    "sign": Text(f"正文相同的“{path}”", f"the same text in “{path}”"),
                }
                yield id_, Match(Spot(path=own), data, related=(Spot(path=path),))


def _periods(value: str, sources: tuple[str, ...]) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The first and last day of each time that ``value`` carries."""
    for source in sources:
        for found in patterns.compiled(source).regex.finditer(f"/{value}"):
            known = found.groupdict()
            year, month, day = int(known["y"]), int(known.get("m") or 0), int(known.get("d") or 0)
            try:
                first = datetime.date(year, month or 1, day or 1)
                last = first if day else datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
            except (ValueError, calendar.IllegalMonthError):
                continue
            yield first, last
