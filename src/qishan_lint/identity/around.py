"""What stands around a number: its label, its column, its unit."""

from __future__ import annotations

import re

from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import above
from qishan_lint.identity.value import Heading
from qishan_lint.identity.words import any_of, words

REACH = 16
"""Characters before a number in which its label stands."""

_BREAK = re.compile(r"[。；;！？!?\n]")


def before(folded: Folded, start: int, reach: int = REACH) -> str:
    """The text just before ``start``, from the last end of a sentence."""
    return _BREAK.split(folded.text[max(0, start - reach) : start])[-1]


def is_labelled(folded: Folded, start: int, label: re.Pattern[str], heading: Heading | None) -> bool:
    """Whether the number at ``start`` is called by ``label`` before it or by the heading of its column."""
    return label.search(heading.text if heading else before(folded, start)) is not None


def is_other(folded: Folded, start: int, heading: Heading | None) -> bool:
    """Whether the number at ``start`` is called something that is no person's."""
    return any_of(words().not_personal).search(heading.text if heading else before(folded, start, 12)) is not None


def is_quantity(folded: Folded, end: int) -> bool:
    """Whether a unit follows the number that ends at ``end``."""
    rest = folded.text[end : end + 6].lstrip(" 余多")
    return rest.startswith(words().units) or re.match(r"[.,]\d", rest) is not None


def column(folded: Folded, known: tuple[Heading, ...], start: int) -> Heading | None:
    """The heading of the column that the folded character at ``start`` stands in."""
    return above(known, folded.span(start, start + 1)[0]) if known else None
