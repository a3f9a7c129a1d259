"""Proposals: every change worth weighing in a text, with its features, singles and doubles together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qishan_lint.spelling import candidates, features, grams
from qishan_lint.spelling.alphabet import Texts
from qishan_lint.spelling.candidates import WORD_FLAG, Rows
from qishan_lint.spelling.grams import Reading
from qishan_lint.spelling.modelfile import Model


@dataclass(frozen=True, slots=True)
class Proposals:
    """Changes of ``size`` tokens from ``at`` to ``new`` and ``second``; ``features`` has a row each."""

    at: Any
    size: Any
    new: Any
    second: Any
    flag: Any
    features: Any


def make(model: Model, texts: Texts) -> Proposals:
    """What may be wrong in ``texts``, the same as in each by itself."""
    import numpy as np

    reading = grams.read(model.arrays["grams"], model.arrays["single"], texts)
    places = candidates.suspicious(reading, model.about["suspicion"])
    at, new, flag = candidates.single(model, reading, places)
    one = _best(candidates.scored(model, reading, (at, new, np.full(len(at), -1), flag)), model.about["most"])
    at, new, second = candidates.double(model, reading, places)
    drawn = (at, new, second, np.full(len(at), WORD_FLAG, np.uint8))
    two = _best(candidates.scored(model, reading, drawn), model.about["most"])
    return Proposals(
        np.concatenate([one.at, two.at]),
        np.concatenate([np.ones(len(one.at), np.int64), np.full(len(two.at), 2)]),
        np.concatenate([one.new, two.new]),
        np.concatenate([one.second, two.second]),
        np.concatenate([one.flag, two.flag]),
        _joined(model, reading, one, two),
    )


def _best(rows: Rows, most: int) -> Rows:
    """The candidates that gain most, at most so many at each place."""
    import numpy as np

    order = np.lexsort((-rows.gain, rows.at))
    starts = np.flatnonzero(np.diff(rows.at[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return rows.take(order[rank < most])


def _joined(model: Model, reading: Reading, one: Rows, two: Rows) -> Any:
    """The features of both, each with its lead over the best overlapping change of the other size."""
    import numpy as np

    size = len(reading.texts.ids) + 2
    best_one, best_two = np.zeros(size, np.float32), np.zeros(size, np.float32)
    np.maximum.at(best_one, one.at, one.gain)
    for step in (0, 1):
        np.maximum.at(best_two, two.at + step, two.gain)
    lead_one = one.gain - best_two[one.at]
    lead_two = two.gain - np.maximum(best_one[two.at], best_one[two.at + 1])
    blocks = []
    for rows, lead in ((one, lead_one), (two, lead_two)):
        if len(rows.at):
            blocks.append(np.column_stack([features.of(model, reading, rows), lead]))
    return np.concatenate(blocks).astype(np.float32) if blocks else np.zeros((0, 1), np.float32)
