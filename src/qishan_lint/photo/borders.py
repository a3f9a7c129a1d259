"""Uniform bars along the border of a picture: letterboxes, frames, caption strips without their text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from qishan_lint.photo.steps import Votes

UNIFORM = 0.96
SAME = 16
MOST = 0.4
"""A line belongs to a bar when this share of it has one colour, within SAME of the outermost line's; a bar takes at
most this share of the picture."""


class Bars(msgspec.Struct, frozen=True):
    """Widths of the uniform bars in pixels; 0 where there is none."""

    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0


NO_BARS = Bars()


def _bar(votes: Votes, lines: range) -> int:
    import numpy as np

    count = 0
    for line in lines:
        if votes.uniform[line] < UNIFORM or np.abs(votes.colour[:, line] - votes.colour[:, lines[0]]).max() > SAME:
            break
        count += 1
    return count


def bars(columns: Votes, rows: Votes) -> Bars:
    """The bars of the picture whose columns and rows were voted on."""
    wide, high = int(columns.width * MOST), int(rows.width * MOST)
    return Bars(
        _bar(columns, range(wide)),
        _bar(columns, range(columns.width - 1, columns.width - 1 - wide, -1)),
        _bar(rows, range(high)),
        _bar(rows, range(rows.width - 1, rows.width - 1 - high, -1)),
    )
