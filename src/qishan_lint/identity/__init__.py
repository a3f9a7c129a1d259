"""Identities: values that name or reach a person, and keys that open a system. Pure: no rule, no file but data.

``find`` gives them with their places in the original text, whatever stood between the digits; ``mask_text`` masks them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from qishan_lint.identity import cards, citizen, keys, labelled, names, network, people, phones
from qishan_lint.identity.fold import fold
from qishan_lint.identity.headings import Columns, of_tables, tabular
from qishan_lint.identity.prefilter import CONDITION, DOOR, LABEL, LETTERS, NUMBER, WORD, may_hold, signs
from qishan_lint.identity.value import Identity

__all__ = ["Columns", "Identity", "find", "mask_text", "may_hold", "of_tables"]

_DETECTORS = (
    (citizen.find, NUMBER),
    (cards.find, NUMBER),
    (phones.find, NUMBER),
    (network.find, WORD),
    (keys.find, WORD),
    (people.documents, WORD),
    (people.plates, LETTERS),
    (people.doors, DOOR),
    (labelled.find, LABEL),
)
"""The detectors and the signs that they wait for, by priority: where two see the same characters, the first wins."""


def find(text: str, known: Columns | None = None) -> list[Identity]:
    """The sensitive values in ``text``, in order, none inside another.

    ``known`` are the columns that stretches of the text stand in; tab-separated tables are understood without.
    """
    return list(_found(text, known) if known else _alone(text))


@functools.lru_cache(maxsize=16)  # rules and masking ask about the same texts in turn
def _alone(text: str) -> tuple[Identity, ...]:
    return _found(text, None)


def _found(text: str, known: Columns | None) -> tuple[Identity, ...]:
    seen = signs(text)
    if not seen:
        return ()
    known = known or tabular(text)
    folded = fold(text)
    covered = bytearray(len(text))
    found: list[Identity] = []
    for detector, waits_for in _DETECTORS:
        _take(detector(folded, known) if seen & waits_for else (), covered, found)
    _take(names.with_condition(folded, known) if seen & CONDITION else (), covered, found)
    _take(names.beside(folded, known, tuple(found)) if found else (), covered, found)
    return tuple(sorted(found, key=lambda one: one.start))


def _take(seen: Iterable[Identity], covered: bytearray, found: list[Identity]) -> None:
    """Add to ``found`` what is ``seen`` where nothing is ``covered`` yet."""
    for one in seen:
        if covered.find(1, one.start, one.end) < 0:
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
            found.append(one)


def mask_text(text: str) -> str:
    """``text``, equally long, every sensitive value masked."""
    found = _alone(text)
    if not found:
        return text
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], one.masked]
        at = one.end
    return "".join([*pieces, text[at:]])
