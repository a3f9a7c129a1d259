"""Numbers of citizens (GB 11643): 18 digits with a check digit, 15 without; inside other certificates' numbers too."""

from __future__ import annotations

import datetime
import functools
import operator
import re
from collections.abc import Iterator

from qishan_lint.identity import around
from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Identity, mask
from qishan_lint.identity.words import label, words

FIRST_YEAR = 1800
"""The earliest year of birth that counts; below it a number is no person's."""

_S = r"[\s.·\-–—_]{0,2}"
_CENTURY = rf"(?:[1Il]{_S}[89]|2{_S}[0Oo])"
_NUMBER = rf"[1-9Il](?:{_S}[0-9OoIl]){{5}}{_S}{_CENTURY}(?:{_S}[0-9OoIl]){{9}}{_S}[0-9XxOoIl]"
_LONG = re.compile(rf"(?<![0-9A-Za-z])(?=({_NUMBER}))")
_AFTER_LETTER = re.compile(rf"(?<![0-9A-Za-z])[GLgl](?=({_NUMBER})(?![0-9A-Za-z]))")
_SHORT = re.compile(r"(?<![0-9A-Za-z.])([1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?![0-9A-Za-z])")
_CERTIFICATE = re.compile(rf"{_S}[1-7]{_S}[1-4](?:[Bb]\d?)?(?![0-9A-Za-z])")
_SEPARATORS = re.compile(r"[\s.·\-–—_]")
_GLUED = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]){2,6}(?![0-9A-Za-z])")
_STRAY = str.maketrans("OoIlx", "0011X")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OF_ZEROS = sum(_WEIGHTS) * ord("0")


def check_digit(first17: str) -> str:
    """The 18th character for the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return "10X98765432"[(sum(map(operator.mul, _WEIGHTS, first17.encode())) - _OF_ZEROS) % 11]


def find(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The citizens' numbers in a text; wrong ones too, where they are called so."""
    yield from _long(folded, known)
    yield from _glued(folded)
    for match in _SHORT.finditer(folded.text):
        heading = around.column(folded, known, match.start())
        if _is_real(match[1][:6] + "19" + match[1][6:]) and around.is_labelled(
            folded, match.start(), label("citizen-id"), heading
        ):
            yield _identity(folded, match.start(1), match.end(1), match[1], 0.8, labelled=True)


def _long(folded: Folded, known: Columns) -> Iterator[Identity]:
    reached = -1
    for pattern in (_LONG, _AFTER_LETTER) if any(letter in folded.text for letter in "GLgl") else (_LONG,):
        for match in pattern.finditer(folded.text):
            start, end = match.span(1)
            shown = match[1]
            value = (shown if shown.isalnum() else _SEPARATORS.sub("", shown)).translate(_STRAY)
            if start < reached or not _is_near(value):
                continue
            found = _judged(folded, known, start, end, value)
            if found is not None:
                reached = end
                yield found


def _glued(folded: Folded) -> Iterator[Identity]:
    """Several numbers without anything between, as deleted and inserted words stand in old Word files: all are proved."""
    for match in _GLUED.finditer(folded.text):
        pieces = range(match.start(), match.end(), 18)
        values = [folded.text[start : start + 18].upper() for start in pieces]
        if all(_is_real(value) and check_digit(value[:17]) == value[17] for value in values):
            for start, value in zip(pieces, values, strict=True):
                yield _identity(folded, start, start + 18, value, 1.0, labelled=False)


def _judged(folded: Folded, known: Columns, start: int, end: int, value: str) -> Identity | None:
    heading = around.column(folded, known, start)
    labelled = around.is_labelled(folded, start, label("citizen-id"), heading)
    tail = folded.text[end : end + 1]
    if tail.isascii() and tail.isalnum():
        certificate = _CERTIFICATE.match(folded.text, end)
        if certificate is None or not _is_real(value):
            return None
        end = certificate.end()
    if not labelled and around.is_other(folded, start, heading):
        return None
    if _is_real(value) and check_digit(value[:17]) == value[17]:
        plain = folded.text[start:end].isalnum()
        if (
            not plain
            and not labelled
            and re.search(r"[\n\t]", folded.text[start:end])
            and not _is_whole(folded, start, end)
        ):
            return None
        return _identity(folded, start, end, value, 1.0 if plain or labelled else 0.9, labelled=labelled)
    if labelled and _digits_near(value):
        return _identity(folded, start, end, value, 0.6, labelled=True)
    return None


def _is_whole(folded: Folded, start: int, end: int) -> bool:
    """Whether at most one break divides the number: lists of short numbers are not one long one."""
    return len(re.findall(r"[\s.·\-–—_]{1,4}", folded.text[start:end])) <= 2


def _is_near(value: str) -> bool:
    """Whether the province can be, as a number of a citizen and a mistyped one have it."""
    return value[:2] in _provinces() and value[:17].isdecimal()


def _digits_near(value: str) -> bool:
    """A mistyped number of a citizen still has a month or a day that fits."""
    return value[10:12] <= "12" or value[12:14] <= "31"


def _is_real(value: str) -> bool:
    """Whether province and birth date can be."""
    try:
        born = datetime.date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    return value[:2] in _provinces() and FIRST_YEAR <= born.year < 2100


def is_possible_province(code: str) -> bool:
    """Whether ``code``, one or two digits, begins the code of a province."""
    return any(province.startswith(code) for province in _provinces())


@functools.cache
def _provinces() -> frozenset[str]:
    return frozenset(words().provinces)


def _identity(folded: Folded, start: int, end: int, value: str, confidence: float, *, labelled: bool) -> Identity:
    first, last = folded.span(start, end)
    shown = folded.source[first:last]
    return Identity(
        "citizen-id", first, last, mask(shown, 2, 3 if confidence == 1.0 else 0), confidence, value, labelled=labelled
    )
