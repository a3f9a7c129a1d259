"""Bank cards: 16 to 19 digits with a check digit (ISO/IEC 7812, Luhn) and a network's prefix, or called a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qishan_lint.identity import around
from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Identity, mask
from qishan_lint.identity.words import group, label, words

_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(\d{4}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?|\d{6}[ \-]\d{10,13})(?![0-9A-Za-z]|[ \-]\d)"
)
_DOUBLED = str.maketrans("0123456789", "0246813579")
"""The sum of the digits of a digit's double."""
_SEPARATORS = re.compile(r"[ \-]")


def luhn(value: str) -> bool:
    """Whether the last digit of ``value`` is its Luhn check digit."""
    digits = value[::-2] + value[-2::-2].translate(_DOUBLED)
    return (sum(digits.encode()) - ord("0") * len(digits)) % 10 == 0


def find(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The card numbers in a text; accounts of offices, orders and serials are left out."""
    for match in _CARD.finditer(folded.text):
        value = match[1] if match[1].isdecimal() else _SEPARATORS.sub("", match[1])
        if not 16 <= len(value) <= 19 or not value.startswith(words().bank_prefixes):
            continue
        heading = around.column(folded, known, match.start())
        labelled = around.is_labelled(folded, match.start(), label("bank-card"), heading)
        if _is_public(folded, match.start(), match.end()) or (
            not labelled and around.is_other(folded, match.start(), heading)
        ):
            continue
        proved = luhn(value)
        if proved or labelled:
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
    return group("public_account").stands_in(beside)
