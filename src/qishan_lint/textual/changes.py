"""What changed in a text, paragraph by paragraph, and in a paragraph character by character."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

MOST_PARAGRAPHS = 4_000
MOST_CHARACTERS = 2_000
"""Characters of a paragraph up to which it is compared character by character."""

Pieces = tuple[tuple[bool, str], ...]
"""A paragraph in stretches: whether the stretch is on this side alone, and its text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A changed paragraph on both sides (empty: not there), or ``same`` paragraphs without a change."""

    old: Pieces = ()
    new: Pieces = ()
    same: int = 0


def compare(old: str, new: str) -> tuple[Row, ...]:
    """The rows that lead from ``old`` to ``new``; a paragraph is a line that is not blank."""
    return tuple(_rows(_paragraphs(old), _paragraphs(new)))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()][:MOST_PARAGRAPHS]


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Row(same=j - i)
        else:
            for before, after in zip_longest(old[i:j], new[k:m], fillvalue=""):
                yield Row(*_pieces(before, after))


def _pieces(old: str, new: str) -> tuple[Pieces, Pieces]:
    if not old or not new or max(len(old), len(new)) > MOST_CHARACTERS:
        return ((True, old),) if old else (), ((True, new),) if new else ()
    before, after = list[tuple[bool, str]](), list[tuple[bool, str]]()
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i:j]:
            before.append((kind != "equal", old[i:j]))
        if new[k:m]:
            after.append((kind != "equal", new[k:m]))
    return tuple(before), tuple(after)
