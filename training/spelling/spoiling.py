"""Spoiling: masks and confuses many windows of tokens at once, for training the transformer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qishan_lint.spelling.alphabet import BOUNDARY, FIRST
from qishan_lint.spelling.modelfile import Model

MASKED, CONFUSED, WORDS, KEPT = 0.08, 0.07, 0.04, 0.06
"""Shares of the places that are masked, become a character alike, begin another word, or are asked for as they are."""
LIGHT, ALONE = 0.5, 0.25
"""Shares of the windows with a third of those errors, and of those that show one sentence and nothing around it."""
_DRAWS = 64
_HOW = {1: 8.0, 2: 8.0, 4: 3.0, 16: 2.0, 8: 0.5}
"""How much likelier an error is by how the two are alike (flags of ``confusion``), the strongest first."""


@dataclass(frozen=True)
class Errors:
    """Drawn in advance: ``alike`` has wrong tokens a token; ``words`` are pairs in order, ``others`` a row a pair."""

    alike: Any
    words: Any
    others: Any


def errors(model: Model, known: int, seen: Any, lexicon: Mapping[str, int], tokens: Any, rng: Any) -> Errors:
    """The errors of characters that ``model`` confuses and of words of one sound, by how often each is ``seen``."""
    alike = np.tile(np.arange(known)[:, None], (1, _DRAWS))
    arrays = model.arrays
    for token in range(FIRST, known):
        part = slice(*arrays["confused_at"][token - FIRST : token - FIRST + 2])
        other, how = arrays["confused"][part].astype(np.int64) + FIRST, arrays["confused_how"][part]
        other, how = other[other < known], how[other < known]
        if len(other):
            kin = np.select([how & flag > 0 for flag in _HOW], list(_HOW.values()), 0.1)
            weight = kin * (1.0 + seen[other]) ** 0.5
            alike[token] = rng.choice(other, _DRAWS, p=weight / weight.sum())
    return Errors(alike, *_words(known, lexicon, tokens, rng))


def _words(known: int, lexicon: Mapping[str, int], tokens: Any, rng: Any) -> tuple[Any, Any]:
    from pypinyin import lazy_pinyin

    groups: dict[str, list[str]] = defaultdict(list)
    for word in lexicon:
        if len(word) == 2 and all(FIRST <= tokens[ord(one)] < known for one in word):
            groups["'".join(lazy_pinyin(word))].append(word)
    rows = {}
    for group in groups.values():
        keys = np.array([int(tokens[ord(word[0])]) << 16 | int(tokens[ord(word[1])]) for word in group])
        weight = np.array([(1.0 + lexicon[word]) ** 0.5 for word in group])
        for place, key in enumerate(keys):
            own = np.where(np.arange(len(group)) == place, 0, weight)
            if own.sum():
                rows[int(key)] = rng.choice(keys, 16, p=own / own.sum())
    order = sorted(rows)
    return np.array(order), np.stack([rows[key] for key in order])


def spoil(windows: Any, found: Errors, mask: int, rng: Any) -> tuple[Any, Any, Any]:
    """``windows`` with errors, the mask of the places where the model is asked what was meant, and what was meant."""
    windows = _alone(windows, rng)
    draw = rng.random(windows.shape) * np.where(rng.random((len(windows), 1)) < LIGHT, 3, 1)
    draw[windows < FIRST] = 1
    spoiled = windows.copy()
    masked = draw < MASKED
    confused = (draw >= MASKED) & (draw < MASKED + CONFUSED)
    spoiled[masked] = mask
    spoiled[confused] = found.alike[windows[confused], rng.integers(0, _DRAWS, confused.sum())]
    asked = draw < MASKED + CONFUSED + KEPT
    pairs = windows[:, :-1].astype(np.int64) << 16 | windows[:, 1:]
    index = np.minimum(np.searchsorted(found.words, pairs), len(found.words) - 1)
    chosen = (found.words[index] == pairs) & (rng.random(pairs.shape) < 3 * WORDS)
    chosen &= ~asked[:, :-1] & ~asked[:, 1:] & (draw[:, :-1] < 1) & (draw[:, 1:] < 1)
    chosen[:, 1:] &= ~chosen[:, :-1]
    row, column = np.nonzero(chosen)
    meant = found.others[index[chosen], rng.integers(0, 16, len(row))]
    spoiled[row, column], spoiled[row, column + 1] = meant >> 16, meant & 0xFFFF
    asked[row, column] = asked[row, column + 1] = True
    return spoiled, asked, windows


def _alone(windows: Any, rng: Any) -> Any:
    """Some of the windows with nothing but the sentence in their middle."""
    middle = windows.shape[1] // 2
    sentence = np.cumsum(windows == BOUNDARY, axis=1)
    other = (sentence != sentence[:, middle : middle + 1]) & (rng.random((len(windows), 1)) < ALONE)
    return np.where(other, BOUNDARY, windows)
