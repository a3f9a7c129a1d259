"""Noise: wrong versions of right sentences, for training the reranker."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping

from spelling import confusion

SHARES = (("sound", 0.42), ("near", 0.14), ("shape", 0.16), ("edit", 0.04), ("word", 0.18), ("both", 0.06))
_FLAGS = {
    "sound": confusion.TONE | confusion.SOUND, "near": confusion.NEAR, "shape": confusion.SHAPE, "edit": confusion.EDIT,
}  # fmt: skip
MORE = 0.15
"""How often a sentence gets one more error."""


class Noise:
    """Draws errors: characters by the confusion table, words by the lexicon."""

    def __init__(
        self,
        found: Mapping[str, Mapping[str, int]],
        frequency: Mapping[str, int],
        lexicon: Mapping[str, int],
        seed: int,
    ) -> None:
        from pypinyin import lazy_pinyin

        self._rng = random.Random(seed)
        self._wrong: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in _FLAGS}
        for wrong, rights in found.items():
            for right, flag in rights.items():
                for name, wanted in _FLAGS.items():
                    if flag & wanted and not (name == "near" and flag & 3) and not (name == "edit" and flag & 7):
                        self._wrong[name][right].append(wrong)
        self._frequency = frequency
        groups: dict[str, list[str]] = defaultdict(list)
        for word, count in lexicon.items():
            if count >= 3 and len(word) in (2, 3):
                groups["'".join(lazy_pinyin(word))].append(word)
        self._words = {word: group for group in groups.values() if len(group) > 1 for word in group}
        self._lexicon = lexicon

    def spoil(self, sentence: str) -> str | None:
        """``sentence`` with one error, sometimes more; None when no error can be put in."""
        spoiled = self._once(sentence)
        while spoiled is not None and self._rng.random() < MORE:
            spoiled = self._once(spoiled) or spoiled
        return spoiled

    def _once(self, sentence: str) -> str | None:
        names, weights = zip(*SHARES, strict=True)
        for _ in range(20):
            name = self._rng.choices(names, weights)[0]
            at = self._rng.randrange(len(sentence))
            spoiled = self._word(sentence, at) if name == "word" else self._characters(sentence, at, name)
            if spoiled is not None:
                return spoiled
        return None

    def _characters(self, sentence: str, at: int, name: str) -> str | None:
        """One character replaced, or two neighbours of different kinds."""
        if name != "both":
            return self._character(sentence, at, name)
        once = self._character(sentence, at, self._rng.choice(("sound", "near", "shape")))
        if once is None or at + 1 >= len(sentence):
            return None
        return self._character(once, at + 1, self._rng.choice(("sound", "near", "shape")))

    def _character(self, sentence: str, at: int, name: str) -> str | None:
        pool = self._wrong[name].get(sentence[at])
        if not pool:
            return None
        power = self._rng.choice((0.2, 0.5, 0.8))
        weights = [(1 + self._frequency.get(one, 0)) ** power for one in pool]
        return sentence[:at] + self._rng.choices(pool, weights)[0] + sentence[at + 1 :]

    def _word(self, sentence: str, at: int) -> str | None:
        size = 3 if self._rng.random() < 0.1 else 2
        word = sentence[at : at + size]
        pool = [one for one in self._words.get(word, ()) if one != word and len(one) == len(word)]
        if not pool:
            return None
        weights = [(1 + self._lexicon[one]) ** 0.4 for one in pool]
        return sentence[:at] + self._rng.choices(pool, weights)[0] + sentence[at + size :]
