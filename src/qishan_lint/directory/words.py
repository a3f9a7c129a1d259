"""What is known about directories, as data: names of columns, and the signs of boxes."""

from __future__ import annotations

import msgspec

from qishan_lint import shipped


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``fields`` by name with what columns are called; ``on`` and ``off`` are signs of ticked and empty boxes.

    ``legend`` are words of a note that gives boxes another meaning; ``website`` what the site is called as a channel.
    """

    fields: dict[str, tuple[str, ...]]
    required: tuple[str, ...]
    on: str
    off: str
    legend: tuple[str, ...]
    website: tuple[str, ...]


class Areas(msgspec.Struct, frozen=True):
    """The areas that every county's directories cover, with further names; an office with ``least`` of them keeps them all."""

    least: int
    areas: dict[str, tuple[str, ...]]


def areas() -> Areas:
    """The shipped list."""
    return shipped.table("directories/areas.yaml", Areas)


def words() -> Words:
    """The shipped words."""
    return shipped.table("directories/columns.yaml", Words)
