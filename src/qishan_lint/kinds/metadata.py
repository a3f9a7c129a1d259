"""Metadata: fields that an item must carry, and dates among them that can be read."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint import dates
from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import columns
from qishan_lint.model import Item, Match, Spot, Text


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Every one of ``required`` must have a value, those in ``dates`` one that is a date.

    ``only-with`` limits the rule to items that carry one of these fields; ``only`` limits it to a class of items.
    """

    required: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    only: columns.Selector | None = None


_MISSING = Text("没有填写", "is missing")
_UNREADABLE = Text("不是有效日期", "is not a date")


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each field that is missing or unreadable."""
    del context
    params: Params = rule.params
    if params.only_with and not any(_value(item, name) for name in params.only_with):
        return
    if params.only is not None and not columns.selects(params.only, item):
        return
    for name in params.required:
        if not _known(item, name) and not _value(item, name):
            yield Match(Spot(path=item.path), data={"field": name, "found": "", "problem": _MISSING})
    for name in params.dates:
        value = _value(item, name)
        if value and not _known(item, name) and dates.parse(value) is None:
            written = item.meta[name].name
            yield Match(Spot(path=item.path), data={"field": written, "found": value[:40], "problem": _UNREADABLE})


def _known(item: Item, name: str) -> bool:
    """Whether a reader found it elsewhere: a title in the text, a date in the layout of a page."""
    if name == "published":
        return item.published is not None
    return bool({"title": item.title, "source": item.source, "department": item.department}.get(name))


def _value(item: Item, name: str) -> str:
    field = item.meta.get(name)
    return field.value.strip() if field else ""
