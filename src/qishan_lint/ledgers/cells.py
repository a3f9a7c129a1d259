"""What stands in a cell of a ledger: a text, a certain day, or nothing in the many ways that offices write it."""

from __future__ import annotations

import datetime
import re
import unicodedata

from qishan_lint import dates
from qishan_lint.ledgers import kinds
from qishan_lint.ledgers.grids import Value

_SERIAL = re.compile(r"[0-9]{5}", re.ASCII)
_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)
"""Day numbers of Excel from 2000 to 2099: what a date becomes when the cell's format is lost."""


def text(value: Value) -> str:
    """The cell as a person reads it; empty for words that say that there is nothing."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    plain = " ".join(str(value).split())
    return "" if plain in kinds.words().blank else plain


def raw(value: Value) -> str:
    """The cell without the meaning of its words: a "否" stays."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def day(value: Value) -> datetime.date | None:
    """The day that the cell names, None for an empty one. Raises ValueError when it names none, or several."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    plain = text(value)
    if not plain:
        return None
    serial = int(value) if isinstance(value, int | float) else int(plain) if _SERIAL.fullmatch(plain) else 0
    if serial in _SERIALS:
        return _EPOCH + datetime.timedelta(days=serial)
    named = {one.date for one in dates.find_dates(plain[:200]) if one.has_year}
    found = dates.parse(plain)
    if found is None or len(named) > 1 or None in named:
        raise ValueError("no certain day")
    return found
