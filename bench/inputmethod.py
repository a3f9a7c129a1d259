"""Errors as an input method makes them: the wrong homophone picked, one a sentence, for measuring spelling checkers.

Independent of the noise that the reranker is trained on: words come from jieba's segmentation and dictionary, the
wrong choice is drawn by frequency and by how well it joins its neighbours in a reference text.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

NEAR_SHARE = 0.25
_FUZZY = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@dataclass(frozen=True)
class InputMethod:
    """The words an input method knows, by their exact and by their blurred sound, and pairs seen in a reference."""

    frequency: dict[str, int]
    exact: dict[str, list[str]]
    blurred: dict[str, list[str]]
    joins: Counter[str] = field(default_factory=Counter)


def _typed(word: str) -> bool:
    """Whether an input method for simplified characters offers ``word``: all of it in GB 2312, nothing but Han."""
    try:
        return all("\u4e00" <= one <= "\u9fff" for one in word.encode("gb2312").decode("gb2312"))
    except UnicodeEncodeError:
        return False


def _blur(sound: str) -> str:
    for long, short in _FUZZY:
        if sound.startswith(long) and len(long) < 3:
            sound = short + sound[len(long) :]
        if len(long) > 2 and sound.endswith(long):
            sound = sound[: -len(long)] + short
    return sound


def build(reference: Iterable[str]) -> InputMethod:
    """An input method with jieba's dictionary; ``reference`` says which characters stand together."""
    import jieba
    from pypinyin import lazy_pinyin

    frequency = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, _ = line.split(" ")
            if len(word) <= 3 and int(count) >= 3 and _typed(word):
                frequency[word] = int(count)
    exact, blurred = defaultdict(list), defaultdict(list)
    for word in frequency:
        sounds = lazy_pinyin(word)
        exact["'".join(sounds)].append(word)
        blurred["'".join(map(_blur, sounds))].append(word)
    joins: Counter[str] = Counter()
    for line in reference:
        joins.update(one + other for one, other in pairwise(line))
    return InputMethod(frequency, dict(exact), dict(blurred), joins)


def mistype(sentence: str, method: InputMethod, rng: random.Random) -> str | None:
    """``sentence`` with one word or character mistyped, or None when nothing in it can be."""
    import jieba

    words = list(jieba.cut(sentence, HMM=False))
    starts = [sum(map(len, words[:index])) for index in range(len(words))]
    order = list(range(len(words)))
    rng.shuffle(order)
    for index in order:
        word = words[index]
        if len(word) > 3 or not all("\u4e00" <= one <= "\u9fff" for one in word):
            continue
        wrong = _wrong(word, sentence, starts[index], method, rng)
        if wrong is not None:
            return sentence[: starts[index]] + wrong + sentence[starts[index] + len(word) :]
    return None


def _wrong(word: str, sentence: str, start: int, method: InputMethod, rng: random.Random) -> str | None:
    """Another word of the same sound, or the word with one character of it retyped."""
    whole = _pick(word, sentence, start, method, rng)
    if whole is not None or len(word) == 1:
        return whole
    at = rng.randrange(len(word))
    one = _pick(word[at], sentence, start + at, method, rng)
    return None if one is None else word[:at] + one + word[at + 1 :]


def _pick(word: str, sentence: str, start: int, method: InputMethod, rng: random.Random) -> str | None:
    from pypinyin import lazy_pinyin

    sounds = lazy_pinyin(word)
    if rng.random() < NEAR_SHARE:
        pool: list[str] = method.blurred.get("'".join(map(_blur, sounds)), [])
    else:
        pool = method.exact.get("'".join(sounds), [])
    pool = [one for one in pool if one != word and len(one) == len(word)]
    if not pool:
        return None
    before, after = sentence[start - 1 : start], sentence[start + len(word) : start + len(word) + 1]
    return rng.choices(pool, [_weight(one, before, after, method) for one in pool])[0]


def _weight(word: str, before: str, after: str, method: InputMethod) -> float:
    joined = (1 + method.joins[before + word[0]]) * (1 + method.joins[word[-1] + after])
    weight: float = method.frequency[word] * joined**0.5
    return weight


def pairs(sentences: list[str], method: InputMethod, seed: int) -> list[tuple[str, str]]:
    """The sentences, each mistyped once, with what they should be; a sentence that cannot be is left out."""
    rng = random.Random(seed)
    made: list[Any] = [(mistype(sentence, method, rng), sentence) for sentence in sentences]
    return [(wrong, right) for wrong, right in made if wrong is not None]
