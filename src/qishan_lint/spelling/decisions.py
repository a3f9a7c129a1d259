"""Decisions: which proposals to believe, sentence by sentence, and a second look at the corrected sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qishan_lint.spelling import proposals, trees
from qishan_lint.spelling.alphabet import BOUNDARY
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


def take(model: Model, judge: Judge | None, ids: Any, bar: float, again: float) -> list[Change]:
    """The believed changes of ``ids``: a sentence needs one at ``bar``; then others count from ``again`` on.

    An error spoils the contexts of its neighbours, so sentences that changed are read once more as corrected.
    """
    import numpy as np

    found = _believed(model, judge, ids, bar, again)
    if not found:
        return []
    corrected = ids.copy()
    for change in found:
        corrected[change.at : change.at + len(change.new)] = change.new
    sentence = np.cumsum(ids == BOUNDARY)
    part = np.isin(sentence, sentence[[change.at for change in found]])
    edge = np.flatnonzero(part)
    where = np.concatenate([[0], edge, [0]])
    rest = np.where(where > 0, corrected[where], BOUNDARY).astype(ids.dtype)
    once_more = _believed(model, judge, rest, again, again)
    taken = {place for change in found for place in range(change.at, change.at + len(change.new))}
    for change in once_more:
        at = int(where[change.at])
        places = range(at, at + len(change.new))
        if not taken.intersection(places):
            found.append(Change(at, change.new, change.probability, change.kind))
    return sorted(found, key=lambda change: change.at)


def _believed(model: Model, judge: Judge | None, ids: Any, bar: float, again: float) -> list[Change]:
    import numpy as np

    made = proposals.make(model, ids)
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
