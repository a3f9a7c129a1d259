"""What the detectors report, and how a value is masked for people to see."""

from __future__ import annotations

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """The stretch ``[start, end)`` stands in a column called ``text``; ``row`` are the headings of its whole table,
    and cells with equal ``line`` stand in one row of it.
    """

    start: int
    end: int
    text: str
    row: str = ""
    line: int = -1


class Identity(msgspec.Struct, frozen=True):
    """One sensitive value.

    ``start`` and ``end`` are characters of the original text; ``masked`` has the same length. ``confidence`` is 1 for a
    value that proves itself by a checksum, less for one known by its form and its surroundings. ``contact`` says that
    it reads like the published contact of an office. ``value`` is the value without separators: never to be shown.
    """

    kind: str
    start: int
    end: int
    masked: str
    confidence: float
    value: str
    contact: bool = False
    labelled: bool = False


def mask(shown: str, first: int, last: int) -> str:
    """``shown`` with all letters and digits but the ``first`` and ``last`` ones replaced by asterisks."""
    if shown.isalnum():
        hidden_ones = len(shown) - first - last
        return shown[:first] + "*" * hidden_ones + shown[len(shown) - last :] if hidden_ones > 0 else "*" * len(shown)
    places = [number for number, character in enumerate(shown) if character.isalnum()]
    hidden = set(places[first : len(places) - last] if len(places) > first + last else places)
    return "".join("*" if number in hidden else character for number, character in enumerate(shown))
