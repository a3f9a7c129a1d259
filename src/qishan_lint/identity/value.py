"""What the detectors report, and how a value is masked for people to see."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Heading(NamedTuple):
    """The heading of a column, and those of its whole table: one object for all cells below it."""

    text: str
    row: str = ""


class Headed(NamedTuple):
    """The stretch ``[start, end)`` stands below ``heading``; stretches with equal ``line`` stand in one row."""

    start: int
    end: int
    heading: Heading
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
