"""The rows of a sheet → the cases of a ledger, with the dates that could not be read named."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import msgspec

from qishan_lint.ledgers import cells, heads
from qishan_lint.ledgers.grids import Sheet
from qishan_lint.ledgers.heads import Head
from qishan_lint.ledgers.kinds import Kind, Words
from qishan_lint.office.places import CELL, cell_name

DAYS = (
    "received",
    "supplement-asked",
    "supplement-received",
    "third-asked",
    "third-replied",
    "extended",
    "due",
    "answered",
)
"""The fields that hold days, in the order in which they must come (but ``due``)."""


class Entry(msgspec.Struct, frozen=True):
    """One case: its row (from 1), the texts and the days of its fields, and the fields whose day cannot be read.

    ``sheet`` is empty for CSV. Texts are as they stand; they hold personal data and are never shown unmasked.
    """

    sheet: str
    row: int
    columns: dict[str, int]
    names: dict[str, str]
    texts: dict[str, str]
    days: dict[str, datetime.date]
    unreadable: tuple[str, ...] = ()

    def where(self, field: str) -> str:
        """The place of a field as a person finds it (台账!C7), that of the row's first cell for a column not there."""
        cell = cell_name(self.row - 1, self.columns.get(field, 0))
        return CELL.format(self.sheet, cell) if self.sheet else cell


def fields_of(kind: Kind, words: Words) -> dict[str, tuple[str, ...]]:
    """All fields of a kind of ledger, the shared ones and its own."""
    return {**words.fields, **kind.fields}


def read(sheet: Sheet, head: Head) -> Iterator[Entry]:
    """The cases of ``sheet`` below ``head``."""
    for number in range(head.body, len(sheet.rows)):
        row = sheet.rows[number]
        if not heads.is_body(row, head):
            continue
        texts: dict[str, str] = {}
        days: dict[str, datetime.date] = {}
        unreadable = []
        for field, column in head.columns.items():
            value = row[column] if column < len(row) else ""
            texts[field] = cells.raw(value) if field == "published" else cells.text(value)
            if field in DAYS:
                try:
                    found = cells.day(value)
                except ValueError:
                    unreadable.append(field)
                else:
                    days.update({field: found} if found else {})
        yield Entry(sheet.name, number + 1, head.columns, head.names, texts, days, tuple(unreadable))
