"""Which entry an item belongs to: by the code that it declares, else by the words that both share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from qishan_lint.directory.model import Directory, Entry, Library
from qishan_lint.model import Item

FIELD = "directory"
"""The metadata field with the code of an entry."""
CONFIDENT = 0.6
"""The share of an entry's name, weighed by how rare its pairs of characters are, that an item must show."""

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
        self._pairs = [_pairs(f"{directory.area} {entry.second or entry.first}") for directory, entry in self._entries]
        seen = Counter(pair for pairs in self._pairs for pair in pairs)
        self._weights = {pair: math.log(1 + len(self._entries) / count) for pair, count in seen.items()}

    def of(self, item: Item) -> Mapping | None:
        """The entry of ``item``; None when it declares none and no entry is near enough.

        Raises LookupError when the declared code is unknown.
        """
        declared = item.meta[FIELD].value.strip() if FIELD in item.meta else ""
        if declared:
            try:
                return Mapping(*self._codes[_code(declared)], True, 1.0)
            except KeyError:
                raise LookupError(declared) from None
        return self._nearest(_pairs(f"{item.title} {item.column} {item.path}"))

    def _nearest(self, shown: frozenset[str]) -> Mapping | None:
        best, score = -1, 0.0
        for number, pairs in enumerate(self._pairs):
            total = sum(self._weights[pair] for pair in pairs)
            share = sum(self._weights[pair] for pair in pairs & shown) / total if total else 0.0
            if share > score:
                best, score = number, share
        return Mapping(*self._entries[best], False, round(score, 2)) if score >= CONFIDENT else None


def _code(code: str) -> str:
    return "".join(code.split()).casefold()


def _pairs(text: str) -> frozenset[str]:
    words: Sequence[str] = _WORDS.findall(text)
    return frozenset(word[start : start + 2] for word in words for start in range(len(word) - 1))
