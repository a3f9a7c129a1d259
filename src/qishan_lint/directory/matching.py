"""Which entry an item belongs to: by the code that it declares, else by the words that both share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from qishan_lint.directory.model import Directory, Entry, Library, Listed

CONFIDENT = 0.6
"""The share of an entry's area, and of its name, that an item must show, weighed by how rare pairs of characters are."""

_WORDS = re.compile(r"[一-鿿A-Za-z0-9]+")


class Mapping(msgspec.Struct, frozen=True):
    """The entry of an item: ``declared``, or suggested with a ``confidence`` up to 1."""

    directory: Directory
    entry: Entry
    declared: bool
    confidence: float


class Index:
    """The entries of a library by code and by pairs of characters."""

    def __init__(self, library: Library) -> None:
        self._entries: list[tuple[Directory, Entry]] = [
            (one, entry) for one in library.directories for entry in one.entries
        ]
        self._codes = {_code(directory.code(entry)): (directory, entry) for directory, entry in self._entries}
        words = [
            (_pairs(directory.area), _pairs(entry.second or entry.first) - _pairs(directory.area))
            for directory, entry in self._entries
        ]
        seen = Counter(pair for area, name in words for pair in area | name)
        self._weights = {pair: math.log(1 + len(self._entries) / count) for pair, count in seen.items()}
        self._totals = [(self._weigh(area), self._weigh(name)) for area, name in words]
        self._holders: dict[str, list[tuple[int, int]]] = {}
        for number, sides in enumerate(words):
            for side, pairs in enumerate(sides):
                for pair in pairs:
                    self._holders.setdefault(pair, []).append((number, side))

    def of(self, item: Listed) -> Mapping | None:
        """The entry of ``item``; None when it declares none and no entry is near enough.

        Raises LookupError when the declared code is unknown.
        """
        if item.code:
            try:
                return Mapping(*self._codes[_code(item.code)], True, 1.0)
            except KeyError:
                raise LookupError(item.code) from None
        return self._nearest(item)

    def _nearest(self, item: Listed) -> Mapping | None:
        """The entry of which the item shows most: of its area as of its name, and of a body that may be the item's."""
        shown: dict[int, list[float]] = {}
        for pair in _pairs(f"{item.title} {item.column} {item.path}"):
            for number, side in self._holders.get(pair, ()):
                shown.setdefault(number, [0.0, 0.0])[side] += self._weights[pair]
        best: Mapping | None = None
        for number, weights in sorted(shown.items()):
            shares = [
                weight / total if total else 1.0 for weight, total in zip(weights, self._totals[number], strict=True)
            ]
            share = sum(weights) / sum(self._totals[number])
            if min(shares) < CONFIDENT or (best is not None and share <= best.confidence):
                continue
            directory, entry = self._entries[number]
            if not entry.body or not item.department or same_body(entry.body, item.department):
                best = Mapping(directory, entry, False, round(share, 2))
        return best

    def _weigh(self, pairs: frozenset[str]) -> float:
        return sum(self._weights[pair] for pair in pairs)


def same_body(body: str, department: str) -> bool:
    """Whether one of the bodies in a cell is the department: counties write 县民政局, 民政局 or 岐山县民政局."""
    return any(
        name.endswith(department) or department.endswith(name) or name[-3:] == department[-3:] for name in bodies(body)
    )


def bodies(cell: str) -> tuple[str, ...]:
    """The bodies in a cell of a directory."""
    return tuple(name for line in re.split("[、，\n]", cell) if (name := line.strip()))


def _code(code: str) -> str:
    return "".join(code.split()).casefold()


def _pairs(text: str) -> frozenset[str]:
    words: Sequence[str] = _WORDS.findall(text)
    return frozenset(word[start : start + 2] for word in words for start in range(len(word) - 1))
