"""Decisions: which proposals to believe, sentence by sentence, and a second look at the corrected sentences."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qishan_lint.spelling import alphabet, proposals, trees
from qishan_lint.spelling.alphabet import BOUNDARY, Texts
from qishan_lint.spelling.modelfile import Model
from qishan_lint.spelling.neural import Judge
from qishan_lint.spelling.proposals import Proposals

_KINDS = ((3, "sound"), (16, "look"), (4, "sound"), (32, "word"), (8, "typing"), (64, "look"))
"""By flag, the likeliest explanation first."""


@dataclass(frozen=True, slots=True)
class Change:
    """The tokens from ``at`` become ``new``."""

    at: int
    new: tuple[int, ...]
    probability: float
    kind: str


def take(model: Model, judge: Judge | None, texts: Sequence[Any], bar: float, again: float) -> list[list[Change]]:
    """The believed changes of each of ``texts``: a sentence needs one at ``bar``; then others count from ``again`` on.

    An error spoils the contexts of its neighbours, so sentences that changed are read once more as corrected.
    """
    if (
        judge is not None
    ):  # it looks further around than texts in one array lie apart, and takes so many places an array
        found = [_believed(model, judge, alphabet.joined([ids]), bar, again) for ids in texts]
    else:
        found = _apart(_believed(model, None, alphabet.joined(texts), bar, again), texts)
    return [_once_more(model, judge, ids, one, again) if one else [] for ids, one in zip(texts, found, strict=True)]


def _apart(found: Sequence[Change], texts: Sequence[Any]) -> list[list[Change]]:
    """Changes of joined texts, those of each text counted from its first token."""
    begins = alphabet.starts(texts)
    apart: list[list[Change]] = [[] for _ in texts]
    for change in found:
        number = bisect.bisect_right(begins, change.at) - 1
        apart[number].append(replace(change, at=change.at - begins[number]))
    return apart


def _once_more(model: Model, judge: Judge | None, ids: Any, found: Sequence[Change], again: float) -> list[Change]:
    """The changes ``found`` in a text, and those that its changed sentences call for once they are corrected."""
    import numpy as np

    corrected = ids.copy()
    for change in found:
        corrected[change.at : change.at + len(change.new)] = change.new
    sentence = np.cumsum(ids == BOUNDARY)
    part = np.isin(sentence, sentence[[change.at for change in found]])
    where = np.concatenate([[0], np.flatnonzero(part), [0]])
    rest = np.where(where > 0, corrected[where], BOUNDARY).astype(ids.dtype)
    taken = {place for change in found for place in range(change.at, change.at + len(change.new))}
    every = list(found)
    for change in _believed(model, judge, alphabet.joined([rest]), again, again):
        at = int(where[change.at])
        if not taken.intersection(range(at, at + len(change.new))):
            every.append(replace(change, at=at))
    return sorted(every, key=lambda change: change.at)


def _believed(model: Model, judge: Judge | None, texts: Texts, bar: float, again: float) -> list[Change]:
    import numpy as np

    ids = texts.ids
    made = proposals.make(model, texts)
    if not len(made.at):
        return []
    probability = trees.probability(model.arrays, made.features)
    if judge is not None:
        probability = judge.probability(ids, made, probability)
    sentence = np.cumsum(ids == BOUNDARY)[made.at]
    best = np.zeros(int(sentence.max()) + 1)
    np.maximum.at(best, sentence, probability)
    likely = np.flatnonzero((best[sentence] >= bar) & (probability >= again))
    taken: set[int] = set()
    found = []
    for row in likely[np.argsort(-probability[likely], kind="stable")].tolist():
        change = _change(made, row, float(probability[row]))
        places = range(change.at, change.at + len(change.new))
        if not taken.intersection(places):
            taken.update(places)
            found.append(change)
    return found


def _change(made: Proposals, row: int, probability: float) -> Change:
    new = (int(made.new[row]),) if made.size[row] == 1 else (int(made.new[row]), int(made.second[row]))
    flag = int(made.flag[row])
    return Change(int(made.at[row]), new, probability, next(kind for bits, kind in _KINDS if flag & bits))
