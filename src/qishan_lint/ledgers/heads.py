"""The heading of a ledger, found by what its columns are called: below titles, over one or two rows, with merged cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from qishan_lint.ledgers import cells, kinds
from qishan_lint.ledgers.grids import Row

SEARCHED = 15
"""Rows looked at from the top: a title, the year and the unit may stand above the heading."""

_NOTE = re.compile(r"\([^()]{0,30}\)|[\s*:：、/·]")
_LONGEST = 40


class Head(msgspec.Struct, frozen=True):
    """The columns by field (counted from 0), what each is called, and the first row (from 0) below the heading."""

    columns: dict[str, int]
    names: dict[str, str]
    body: int

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields without which no period can be counted and that have no column."""
        return tuple(field for field in ("received", "answered") if field not in self.columns)


def normal(name: str) -> str:
    """A heading without notes in brackets, spaces and signs."""
    return _NOTE.sub("", unicodedata.normalize("NFKC", name))


def find(rows: Sequence[Row], fields: Mapping[str, Sequence[str]]) -> Head:
    """The heading among the first ``rows``: that which names the most ``fields``, in one row rather than with the title above."""
    known = {normal(name): field for field, names in fields.items() for name in names}
    best, rank = Head({}, {}, 0), (0, 0)
    for number in range(min(SEARCHED, len(rows))):
        for depth in (1, 2):
            found = _read(rows[number : number + depth], known, number + depth)
            if (len(found.columns), -depth) > rank:
                best, rank = found, (len(found.columns), -depth)
    return best


def _read(rows: Sequence[Row], known: Mapping[str, str], body: int) -> Head:
    columns: dict[str, int] = {}
    names: dict[str, str] = {}
    for column, candidates in enumerate(_names(rows)):
        field = next((found for name in candidates if (found := _field(name, known))), None)
        if field is not None and field not in columns:
            columns[field], names[field] = column, candidates[0]
    return Head(columns, names, body)


def _names(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    """For each column what it may be called: both rows together, the lower, the upper.

    The upper name reaches to the right over the columns that have only a lower one: merged cells.
    """
    above = ""
    for column in range(max((len(row) for row in rows), default=0)):
        upper, lower = (_cell(row, column) for row in (rows[0], rows[-1] if len(rows) > 1 else ()))
        above = upper if upper or not lower else above
        yield tuple(name for name in (above + lower, lower, upper) if name)


def _cell(row: Row, column: int) -> str:
    value = row[column] if column < len(row) else ""
    return normal(value) if isinstance(value, str) and len(value) <= _LONGEST else ""


def _field(name: str, known: Mapping[str, str]) -> str | None:
    """The field called ``name``, or whose longest name ``name`` ends with (县政府办收到申请日期)."""
    if name in known:
        return known[name]
    ends = [other for other in known if len(other) >= 4 and name.endswith(other)]
    return known[max(ends, key=len)] if ends else None


def is_body(row: Row, head: Head) -> bool:
    """Whether a row below the heading is a case: neither empty, nor a sum, a note or the heading again."""
    words = kinds.words()
    first = next((plain for cell in row if (plain := cells.raw(cell))), "")
    if not first or first.startswith(words.totals) or (first.startswith(words.notes) and _filled(row) <= 2):
        return False
    values = {field: row[column] for field, column in head.columns.items() if column < len(row)}
    repeated = sum(isinstance(value, str) and normal(value) == head.names[field] for field, value in values.items())
    return repeated < 2 and any(cells.text(value) for value in values.values())


def _filled(row: Row) -> int:
    return sum(bool(cells.raw(cell)) for cell in row)
