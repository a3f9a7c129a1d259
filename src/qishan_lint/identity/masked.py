"""Masked numbers of citizens, and how many numbers a mask still leaves possible.

The last character is computed from the others: a mask which hides only the birth date leaves one date in eleven.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator

from msgspec import Struct

from qishan_lint.identity.citizen import check_digit, is_possible_province

HIDDEN = "*＊×●•■█#"
"""What people type in place of a digit."""

_MASKED = re.compile(rf"(?<![0-9A-Za-z{HIDDEN}])\d{{0,14}}[{HIDDEN}]{{3,18}}\d{{0,11}}[0-9Xx]?(?![0-9A-Za-z{HIDDEN}])")
_STARS = re.compile(rf"[{HIDDEN}]{{3,18}}")
_DATE = re.compile(
    r"(?<![0-9])((?:18|19|20)\d{2})(?:(?:年|[\-./])(\d{1,2})(?:(?:月|[\-./])(\d{1,2})(?!\d))?|年(?=生|出生)|(?=年?出?生))"
)
_COMPACT = re.compile(r"(?<![0-9])((?:18|19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![0-9])")
_LENGTH = 18


class Masked(Struct, frozen=True):
    """One masked number: its place in the text, and its 18 characters with ``*`` for the hidden ones."""

    start: int
    end: int
    known: str


def find(text: str) -> Iterator[Masked]:
    """The masked numbers of citizens in ``text``; stars too few or too many still stand for what is hidden."""
    for match in _MASKED.finditer(text):
        stars = _STARS.search(match[0])
        if stars is None:
            continue
        first, last = match[0][: stars.start()], match[0][stars.end() :].upper()
        hidden = _LENGTH - len(first) - len(last)
        if abs(hidden - len(stars[0])) <= 2 and hidden >= 3 and (not first[:2] or is_possible_province(first[:2])):
            yield Masked(match.start(), match.end(), first + "*" * hidden + last)


def births(text: str) -> Iterator[str]:
    """The dates that can be somebody's birth in ``text``, as eight characters with ``*`` for what is not said."""
    for pattern in (_DATE, _COMPACT):
        for match in pattern.finditer(text):
            month, day = match[2] or "**", match[3] or "**"
            yield match[1] + month.rjust(2, "0") + day.rjust(2, "0")


def joined(one: str, other: str) -> str | None:
    """What two masks of one number show together; None when they contradict each other."""
    pairs = tuple(zip(one, other, strict=True))
    if any("*" not in pair and pair[0] != pair[1] for pair in pairs):
        return None
    return "".join(left if left != "*" else right for left, right in pairs)


def overlap(one: str, other: str) -> int:
    """How many places both masks show."""
    return sum(left == right != "*" for left, right in zip(one, other, strict=True))


def candidates(known: str, born: tuple[int, int]) -> int:
    """How many numbers fit what is ``known``, for births from the year ``born[0]`` to ``born[1]``.

    Exact where only date and check digit are hidden; else estimated: ten for each hidden digit, a choice of eleven
    left by a shown check digit.
    """
    dates = _residues(known[6:14], *born)
    others = known[:6] + known[14:17]
    if "*" not in others and known[17] != "*":
        rest = _residue(known[:6] + "0" * 8 + known[14:17])
        return dates[(_CHECK.index(known[17]) - rest) % len(_CHECK)]
    digits: int = 10 ** others.count("*")
    return sum(dates) * digits // (1 if known[17] == "*" else 11)


_CHECK = "10X98765432"
"""The check characters by the remainder of the weighted sum (GB 11643)."""


def _residue(first17: str) -> int:
    return _CHECK.index(check_digit(first17))


@functools.lru_cache(maxsize=1024)
def _residues(shown: str, first: int, last: int) -> tuple[int, ...]:
    """How many dates that fit ``shown`` leave each remainder."""
    counts = [0] * len(_CHECK)
    for date in _dates(first, last):
        if all(character in ("*", digit) for digit, character in zip(date, shown, strict=True)):
            counts[_residue("0" * 6 + date + "0" * 3)] += 1
    return tuple(counts)


@functools.lru_cache(maxsize=8)
def _dates(first: int, last: int) -> tuple[str, ...]:
    start = datetime.date(first, 1, 1).toordinal()
    end = datetime.date(last, 12, 31).toordinal()
    return tuple(datetime.date.fromordinal(day).strftime("%Y%m%d") for day in range(start, end + 1))
