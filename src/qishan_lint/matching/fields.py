"""Dates of an item by name: that of publication, and those in its metadata."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from qishan_lint import dates
from qishan_lint.model import Item


def date_of(item: Item, name: str) -> datetime.date | None:
    """The date in the metadata field ``name``; a day without a year belongs to the year of publication."""
    if name == "published":
        return item.published
    field = item.meta.get(name)
    return None if field is None else dates.parse(field.value, item.published.year if item.published else None)


def first_date(item: Item, names: Iterable[str]) -> datetime.date | None:
    """The first of the dates ``names`` that is known."""
    return next((date for name in names if (date := date_of(item, name)) is not None), None)
