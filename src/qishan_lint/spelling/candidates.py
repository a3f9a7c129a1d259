"""Candidates: what may have been meant where a text reads unlikely, and how much likelier it would read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qishan_lint.spelling import grams, hashing
from qishan_lint.spelling.alphabet import BOUNDARY, FIRST
from qishan_lint.spelling.grams import ORDER, Matches
from qishan_lint.spelling.modelfile import Model

REACH = ORDER - 1
WORD_FLAG = 32
"""The flag of a candidate that changes two characters at once; the others say how two characters are alike."""


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


def suspicious(ids: Any, matches: Matches, least: float) -> Any:
    """The positions of characters whose surroundings cost at least ``least`` (log10) over what is usual."""
    import numpy as np

    cost = np.concatenate([matches.cost, np.zeros(REACH, np.float32)])
    size = len(ids)
    near = cost[:size] + cost[1 : size + 1]
    wide = near + cost[2 : size + 2]
    return np.flatnonzero((ids >= FIRST - 2) & (ids != 4) & (np.maximum(near + 0.8, wide) >= least))


def single(model: Model, ids: Any, places: Any, least: float) -> tuple[Any, Any, Any]:
    """The characters that may be meant at ``places`` and gain ``least`` (log10) by pairs: (place, token, flag)."""
    import numpy as np

    arrays = model.arrays
    offsets, targets, flags = arrays["confused_at"], arrays["confused"], arrays["confused_how"]
    places = places[ids[places] >= FIRST]
    source = ids[places].astype(np.int64) - FIRST
    first, count = offsets[source], offsets[source + 1] - offsets[source]
    which = np.repeat(np.arange(len(places)), count)
    at = places[which]
    index = np.arange(len(at)) + np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count).astype(np.int64)
    new = targets[index].astype(np.int64) + FIRST
    kept = np.flatnonzero(_pair_cost(model, ids, at, new) < _pair_cost(model, ids, places, ids[places])[which] - least)
    return at[kept], new[kept], flags[index[kept]]


def _pair_cost(model: Model, ids: Any, at: Any, new: Any) -> Any:
    """What ``new`` costs at ``at`` by pairs alone: after the token before it, and before the token after it."""
    import numpy as np

    factor, salt = grams.factors()
    table, alone = model.arrays["grams"], model.arrays["single"]
    new_ = new.astype(np.uint64)
    before, after = ids[at - 1].astype(np.uint64), ids[at + 1]
    left = hashing.look_up(table, new_ * factor[0] + before * factor[1] + salt[2])
    right = hashing.look_up(table, after.astype(np.uint64) * factor[0] + new_ * factor[1] + salt[2])
    return _stored(left, alone[new]) + _stored(right, alone[after])


def _stored(found: Any, alone: Any) -> Any:
    import numpy as np

    return np.where(found > 0, (found - np.float32(1)) * np.float32(grams.STEP), alone + np.float32(grams.BACK_OFF))


def double(model: Model, ids: Any, places: Any) -> tuple[Any, Any, Any]:
    """Two-character words that sound like the two characters at a place or before it: (place, token, token)."""
    import numpy as np

    arrays = model.arrays
    starts = np.union1d(places, places - 1)
    starts = starts[(starts > 0) & (starts < len(ids) - 2)]
    pair = ids[starts].astype(np.uint32) << np.uint32(16) | ids[starts + 1]
    index = np.minimum(np.searchsorted(arrays["word"], pair), len(arrays["word"]) - 1)
    known = arrays["word"][index] == pair
    starts, index = starts[known], index[known].astype(np.int64)
    first, count = arrays["word_at"][index], arrays["word_at"][index + 1] - arrays["word_at"][index]
    at = np.repeat(starts, count)
    row = np.arange(len(at)) + np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count).astype(np.int64)
    meant = arrays["word_meant"][row]
    return at, (meant >> np.uint32(16)).astype(np.int64), (meant & np.uint32(0xFFFF)).astype(np.int64)


def scored(model: Model, ids: Any, matches: Matches, drawn: tuple[Any, Any, Any, Any]) -> Rows:
    """The candidates ``drawn`` (place, token, second token, flag); all replace one character, or all two."""
    import numpy as np

    at, new, second, flag = drawn
    size = 2 if len(second) and second[0] >= 0 else 1
    columns = np.arange(-REACH, size + REACH)
    where = np.clip(at[:, None] + columns, 0, len(ids) - 1)
    old = ids[where]
    changed = old.copy()
    changed[:, REACH] = new
    if size == 2:
        changed[:, REACH + 1] = second
    before = np.where(ids[at - 1] == BOUNDARY, 1, np.minimum(matches.length[at - 1], REACH))
    after = grams.match_windows(model.arrays["grams"], model.arrays["single"], changed, before)
    tail = where[:, REACH:]
    inside = (at[:, None] + columns)[:, REACH:] < len(ids)
    known = Matches(matches.length[tail], np.where(inside, matches.cost[tail], 0))
    after = Matches(after.length, np.where(inside, after.cost, 0))
    return Rows(at, new, second, flag, old, changed, known, after)
