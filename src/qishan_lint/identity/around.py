"""What stands around a number: its label, its column, its unit."""

from __future__ import annotations

import functools
import re

from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Heading
from qishan_lint.identity.words import Group, group, words

REACH = 16
"""Characters before a number in which its label stands."""

_BREAK = re.compile(r"[。；;！？!?\n]")


def before(folded: Folded, start: int, reach: int = REACH) -> str:
    """The text just before ``start``, from the last end of a sentence."""
    return _BREAK.split(folded.text[max(0, start - reach) : start])[-1]


def is_labelled(folded: Folded, start: int, label: Group, heading: Heading | None) -> bool:
    """Whether the number at ``start`` is called by ``label`` before it or by the heading of its column."""
    return label.names(heading.text) if heading else label.stands_in(before(folded, start))


def is_other(folded: Folded, start: int, heading: Heading | None) -> bool:
    """Whether the number at ``start`` is called something that is no person's."""
    other = group("not_personal")
    return other.names(heading.text) if heading else other.stands_in(before(folded, start, 12))


def is_quantity(folded: Folded, end: int) -> bool:
    """Whether a unit follows the number that ends at ``end``."""
    return _quantity().match(folded.text, end) is not None


def column(folded: Folded, known: Columns, start: int) -> Heading | None:
    """The heading of the column that the folded character at ``start`` stands in."""
    if not len(known):
        return None
    return known.above(start if folded.origin is None else folded.origin[start])


@functools.cache
def _quantity() -> re.Pattern[str]:
    units = "|".join(map(re.escape, words().units))
    return re.compile(rf"[ 余多]{{0,5}}(?:{units}|[.,]\d)")
