"""Candidates: what may have been meant where a text reads unlikely, and how much likelier it would read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from qishan_lint.spelling import grams, hashing
from qishan_lint.spelling.alphabet import BOUNDARY, FIRST
from qishan_lint.spelling.grams import ORDER, Matches, Reading
from qishan_lint.spelling.modelfile import Model

REACH = ORDER - 1
_TRIPLE_WORTH = 2.5
"""How much less a candidate may gain by pairs when it completes a known triple."""
_TRIPLE = 3
"""A candidate known on one side alone completes a triple, so the token after it has a context of three."""
_ROUNDING = 1e-3
"""Costs are added in another order where a gain is only bounded."""
NO, YES, UNSURE = range(3)
WORD_FLAG = 32
"""The flag of a candidate that changes two characters at once; the others say how two characters are alike.

64 and 128 say that writers took them for one another, in one training pair and in three and more."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Candidates, one a row, ordered by place.

    ``at`` is the first token replaced, ``new`` the token put there, ``second`` the one put after it (-1: only one is
    replaced), ``flag`` how they are alike; ``old`` and ``changed`` are the windows before and after, from four tokens
    before the place to four after the last one replaced, and ``before``, ``after`` what they cost and match.
    """

    at: Any
    new: Any
    second: Any
    flag: Any
    old: Any
    changed: Any
    before: Matches
    after: Matches

    def take(self, kept: Any) -> Rows:
        """The rows that the mask or index ``kept`` names."""
        before = Matches(self.before.length[kept], self.before.cost[kept])
        after = Matches(self.after.length[kept], self.after.cost[kept])
        return Rows(
            self.at[kept], self.new[kept], self.second[kept], self.flag[kept], self.old[kept], self.changed[kept],
            before, after,
        )  # fmt: skip

    @property
    def gain(self) -> Any:
        """How much likelier (log10) the text reads with each candidate."""
        return self.before.cost.sum(axis=1) - self.after.cost.sum(axis=1)


def suspicious(reading: Reading, least: float) -> Any:
    """The positions of characters whose surroundings cost at least ``least`` (log10) over what is usual."""
    import numpy as np

    ids, size = reading.texts.ids, len(reading.texts.ids)
    cost = np.concatenate([reading.cost, np.zeros(REACH, np.float32)])
    near = cost[:size] + cost[1 : size + 1]
    wide = near + cost[2 : size + 2]
    return np.flatnonzero((ids >= FIRST - 2) & (ids != 4) & (np.maximum(near + 0.8, wide) >= least))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Tokens ``new`` drawn for the places ``at``: is the pair with the token before known, is that with the one after?"""

    at: Any
    new: Any
    left: Any
    right: Any

    def take(self, kept: Any) -> _Drawn:
        return _Drawn(self.at[kept], self.new[kept], self.left[kept], self.right[kept])


def single(model: Model, reading: Reading, places: Any) -> tuple[Any, Any, Any]:
    """The characters that may be meant at ``places``: (place, token, flag).

    Those that are known after the token before and before the one after must gain ``pair_gain`` (log10) by these pairs;
    those that gain somewhat less, or are known on one side alone, must complete a known triple.
    """
    import numpy as np

    arrays, ids, enough = model.arrays, reading.texts.ids, model.about["pair_gain"]
    places = places[ids[places] >= FIRST]
    which, row = _ragged(arrays["confused_at"], ids[places] - np.uint16(FIRST))
    at, new = places[which], arrays["confused"][row].astype(np.int64) + FIRST
    left, right = follows(arrays["follows"], ids[at - 1], new), follows(arrays["follows"], new, ids[at + 1])
    drawn = _Drawn(at, new, left, right)
    both = np.flatnonzero((left == YES) & (right == YES))
    known = _known_pairs(model, reading)
    gain = (known[places] + known[places + 1])[which[both]] - _pair_cost(model, ids, at[both], new[both])
    sure, near = both[gain >= enough], both[(gain < enough) & (gain >= enough - _TRIPLE_WORTH)]
    one = np.flatnonzero((left == YES) != (right == YES))
    one = one[_may_gain(model, reading, places, which[one], drawn.take(one))]
    maybe = np.concatenate([near, one])
    kept = np.sort(np.concatenate([sure, maybe[_in_triple(model, reading, drawn.take(maybe))]]))
    return at[kept], new[kept], arrays["confused_how"][row[kept]]


def follows(bitmap: Any, one: Any, other: Any) -> Any:
    """Whether the pair of tokens is known (YES, NO), by a bitmap of the commonest tokens; UNSURE of other tokens."""
    import numpy as np

    size = len(bitmap)
    place = np.minimum(one, size - 1).astype(np.int32) * bitmap.shape[1] + (np.minimum(other, size - 1) >> 3)
    bit = bitmap.ravel().take(place) >> (other & 7).astype(np.uint8)
    return np.where((one < size) & (other < size), bit & np.uint8(1), np.uint8(UNSURE))


def _may_gain(model: Model, reading: Reading, places: Any, which: Any, drawn: _Drawn) -> Any:
    """Whether what is drawn for the places ``which`` may gain enough: where a pair is unknown, the cost beyond is known."""
    import numpy as np

    cost = np.concatenate([reading.cost, np.zeros(REACH, np.float32)])
    total = sum(cost[places + step] for step in range(REACH + 1))
    unreached = total - _cut_off(model, reading, places)
    broken = total - np.float32(grams.BACK_OFF) * reading.reach[places - 1]
    least = model.about["least_gain"] - _ROUNDING
    after = (drawn.right != NO) | (unreached >= least)[which]
    return after & ((drawn.left != NO) | (broken[which] - model.arrays["single"][drawn.new] >= least))


def _cut_off(model: Model, reading: Reading, places: Any) -> Any:
    """The least that the tokens after ``places`` cost where no context reaches over the place, though one ends there."""
    import numpy as np

    total = np.zeros(len(places), np.float32)
    reach: Any = _TRIPLE
    ids, last = reading.texts.ids, reading.texts.last[places]
    for step in range(1, REACH + 1):
        where = np.minimum(places + step, last)
        length = np.minimum(reading.length[where], step)
        cost = grams.costs(model.arrays["single"][ids[where]], reading.stored[where, length], length, reach)
        total += np.where(places + step <= last, cost, 0)
        reach = np.where(ids[where] == BOUNDARY, 1, np.minimum(length, REACH))
    return total


def _ragged(offsets: Any, index: Any) -> tuple[Any, Any]:
    """For the rows ``index`` of a ragged table, laid out one after another: which one, and where in the values."""
    import numpy as np

    first = offsets[index].astype(np.int64)
    count = offsets[index + 1].astype(np.int64) - first
    which = np.repeat(np.arange(len(index)), count)
    return which, np.arange(len(which)) + np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count)


def _in_triple(model: Model, reading: Reading, drawn: _Drawn) -> Any:
    """The indices of those that form a known triple with the two tokens before or with the two after."""
    import numpy as np

    factor, salt = grams.factors()
    at, new, wide = drawn.at, drawn.new.astype(np.uint64), reading.texts.ids.astype(np.uint64)
    length = np.append(reading.length, 1)
    # The pairs that a known triple begins and ends with are known.
    one = np.flatnonzero((drawn.left != NO) & (length[at - 1] > 1))
    other = np.flatnonzero((drawn.right != NO) & (length[at + 2] > 1))
    before, after = at[one], at[other]
    keys = (
        new[one] * factor[0] + wide[before - 1] * factor[1] + wide[before - 2] * factor[2],
        wide[after + 2] * factor[0] + wide[after + 1] * factor[1] + new[other] * factor[2],
    )
    found = hashing.look_up(model.arrays["grams"], np.concatenate(keys) + salt[3]) > 0
    known = np.zeros(len(at), dtype=bool)
    known[one] = found[: len(one)]
    known[other] |= found[len(one) :]
    return np.flatnonzero(known)


def _pair_cost(model: Model, ids: Any, at: Any, new: Any) -> Any:
    """What ``new`` costs at ``at`` by pairs alone: after the token before it, and before the token after it."""
    return pair_cost(model, ids[at - 1], new) + pair_cost(model, new, ids[at + 1])


def _known_pairs(model: Model, reading: Reading) -> Any:
    """What each token of the text costs after the one before it, by the pair alone."""
    return _stored(reading.stored[:, 2], model.arrays["single"][reading.texts.ids])


def _stored(found: Any, alone: Any) -> Any:
    import numpy as np

    return np.where(found > 0, (found - np.float32(1)) * np.float32(grams.STEP), alone + np.float32(grams.BACK_OFF))


def double(model: Model, reading: Reading, places: Any) -> tuple[Any, Any, Any]:
    """Two-character words that sound like what stands at a place or just before it: (place, token, token).

    Both characters differ, and the word gains ``word_gain`` (log10) by pairs of neighbours.
    """
    import numpy as np

    arrays, ids = model.arrays, reading.texts.ids
    starts = np.union1d(places, places - 1)
    starts = starts[(starts > 0) & (starts < len(ids) - 2)]
    starts = starts[(ids[starts] >= FIRST) & (ids[starts + 1] >= FIRST)]
    sounds = arrays["sound"].astype(np.uint32)
    found = []
    for one, other in ((0, 0), (0, 1), (1, 0), (1, 1)):
        key = sounds[ids[starts], one] << np.uint32(16) | sounds[ids[starts + 1], other]
        index = np.minimum(np.searchsorted(arrays["word"], key), len(arrays["word"]) - 1)
        known = arrays["word"][index] == key
        which, row = _ragged(arrays["word_at"], index[known])
        found.append((starts[known][which], arrays["word_meant"][row]))
    at, meant = (np.concatenate(column) for column in zip(*found, strict=True))
    new, second = (meant >> np.uint32(16)).astype(np.int64), (meant & np.uint32(0xFFFF)).astype(np.int64)
    kept = np.flatnonzero((ids[at] != new) & (ids[at + 1] != second))
    at, new, second = at[kept], new[kept], second[kept]
    known = _known_pairs(model, reading)
    gain = known[at] + known[at + 1] + known[at + 2] - _pairs_cost(model, ids, at, new, second)
    kept = np.flatnonzero(gain >= model.about["word_gain"])
    return at[kept], new[kept], second[kept]


def _pairs_cost(model: Model, ids: Any, at: Any, new: Any, second: Any) -> Any:
    """What two tokens at ``at`` cost by pairs alone, with the tokens before and after them."""
    tokens = (ids[at - 1], new, second, ids[at + 2])
    return sum(pair_cost(model, one, other) for one, other in pairwise(tokens))


def pair_cost(model: Model, one: Any, other: Any) -> Any:
    """What ``other`` costs after ``one``, by the pair alone."""
    import numpy as np

    factor, salt = grams.factors()
    key = other.astype(np.uint64) * factor[0] + one.astype(np.uint64) * factor[1] + salt[2]
    return _stored(hashing.look_up(model.arrays["grams"], key), model.arrays["single"][other])


def scored(model: Model, reading: Reading, drawn: tuple[Any, Any, Any, Any]) -> Rows:
    """Those of the candidates ``drawn`` (place, token, second token, flag) that gain ``least_gain`` (log10).

    All replace one character, or all two.
    """
    import numpy as np

    at, new, second, flag = drawn
    ids, size = reading.texts.ids, 2 if len(second) and second[0] >= 0 else 1
    columns = np.arange(-REACH, size + REACH)
    place = at[:, None] + columns
    first, last = reading.texts.first[at][:, None], reading.texts.last[at][:, None]
    where = np.clip(place, first, last)
    old = ids[where]
    changed = old.copy()
    changed[:, REACH] = new
    if size == 2:
        changed[:, REACH + 1] = second
    after = grams.reread(model.arrays["grams"], model.arrays["single"], reading, at, changed)
    tail = where[:, REACH:]
    inside = place[:, REACH:] <= last
    known = Matches(reading.length[tail], np.where(inside, reading.cost[tail], 0))
    after = Matches(after.length, np.where(inside, after.cost, 0))
    rows = Rows(at, new, second, flag, old, changed, known, after)
    return rows.take(np.flatnonzero(rows.gain >= model.about["least_gain"]))
