"""Bank cards: 16 to 19 digits with a check digit (ISO/IEC 7812, Luhn) and a network's prefix, or called a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qishan_lint.identity import around
from qishan_lint.identity.fold import Folded
from qishan_lint.identity.value import Heading, Identity, mask
from qishan_lint.identity.words import any_of, label, words

_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(\d{4}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?|\d{6}[ \-]\d{10,13})(?![0-9A-Za-z]|[ \-]\d)"
)
_SEPARATORS = re.compile(r"[ \-]")


def luhn(value: str) -> bool:
    """Whether the last digit of ``value`` is its Luhn check digit."""
    total = 0
    for place, digit in enumerate(reversed(value)):
        number = int(digit) * (2 if place % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def find(folded: Folded, known: tuple[Heading, ...]) -> Iterator[Identity]:
    """The card numbers in a text; accounts of offices, orders and serials are left out."""
    for match in _CARD.finditer(folded.text):
        value = _SEPARATORS.sub("", match[1])
        if not 16 <= len(value) <= 19:
            continue
        heading = around.column(folded, known, match.start())
        labelled = around.is_labelled(folded, match.start(), label("bank-card"), heading)
        if _is_public(folded, match.start(), match.end()) or (
            not labelled and around.is_other(folded, match.start(), heading)
        ):
            continue
        proved = luhn(value) and value.startswith(words().bank_prefixes)
        if proved or (labelled and value.startswith(words().bank_prefixes)):
            first, last = folded.span(*match.span(1))
            yield Identity(
                "bank-card",
                first,
                last,
                mask(folded.source[first:last], 4, 4),
                1.0 if proved else 0.7,
                value,
                labelled=labelled,
            )


def _is_public(folded: Folded, start: int, end: int) -> bool:
    """Whether the account is an office's own, published on purpose."""
    beside = folded.text[max(0, start - 20) : start] + folded.text[end : end + 30].split("\n")[0]
    return any_of(words().public_account).search(beside) is not None
