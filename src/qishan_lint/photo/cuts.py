"""Straight lines where pictures were pasted together: found by votes, judged by the scorer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from qishan_lint.photo import candidates, planes, scorer, steps

if TYPE_CHECKING:
    from qishan_lint.photo.scorer import Weights
    from qishan_lint.photo.steps import Pixels, Votes


class Cut(msgspec.Struct, frozen=True):
    """A cut at column ``at`` (``axis`` 0) or row ``at`` (``axis`` 1), from ``start`` to ``end`` along it.

    ``score`` is the scorer's logit: 0 means as likely as not among the places that were looked at.
    """

    axis: int
    at: int
    start: int
    end: int
    score: float


class Side(msgspec.Struct, frozen=True):
    """One axis of a picture, seen so that its cuts are columns: the pixels, the same flattened, and their votes."""

    axis: int
    view: Pixels
    flat: Pixels
    votes: Votes


def side(pixels: Pixels, axis: int) -> Side:
    """The picture seen along ``axis``."""
    view = pixels if axis == 0 else planes.transposed(pixels)
    return Side(axis, view, candidates.flattened(view), steps.votes(view))


Place = tuple[Side, int, int, int]
"""A place to judge: the side, the column, and the first and last row of the stretch."""


def judged(places: Iterable[Place], weights: Weights) -> list[Cut]:
    """Each place with its score, in the order given."""
    found, strips, coarse, surroundings = [], [], [], []
    for one, x, top, bottom in places:
        height = one.view.shape[1]
        low = min(round(top / height * steps.BANDS), steps.BANDS - 2)
        high = max(round(bottom / height * steps.BANDS), low + 2)
        found.append((one.axis, x, top, bottom))
        strips.append(candidates.strip(one.view, x, top, bottom))
        coarse.append(candidates.coarse_strip(one.flat, x, top, bottom))
        surroundings.append(candidates.context(one.votes, x, height, low, high))
    scores = scorer.scores(strips, coarse, surroundings, weights)
    return [Cut(*place, score) for place, score in zip(found, scores, strict=True)]


def through(sides: Iterable[Side], weights: Weights, count: int = candidates.COUNT) -> list[Cut]:
    """The likeliest cuts right through the picture, best first."""
    places = ((one, x, 0, one.view.shape[1]) for one in sides for x in candidates.find(one.votes, count=count))
    return sorted(judged(places, weights), key=lambda cut: -cut.score)


def across(pixels: Pixels, cut: Cut, weights: Weights) -> list[Cut]:
    """The best cut across each of the two parts that ``cut`` makes, in the pixels of the whole picture."""
    found = []
    extent = pixels.shape[2 - cut.axis]
    for start, end in ((0, cut.at - 2), (cut.at + 2, extent)):
        if end - start < planes.SMALLEST:
            continue
        part = pixels[:, :, start:end] if cut.axis == 0 else pixels[:, start:end, :]
        best = through((side(part, 1 - cut.axis),), weights, 3)[:1]
        found += [Cut(one.axis, one.at, start, end, one.score) for one in best]
    return found
