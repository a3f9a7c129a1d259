"""Guards: where a guess is more likely a name, a quotation or a word of the trade than an error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from qishan_lint.spelling.alphabet import FIRST
from qishan_lint.spelling.guess import Guess

_LONGEST = 16
_SURE, _LIKELY = 0.995, 0.9
_FOREIGN = 90
"""How much a character must be one of transcribed names (0 to 255, learnt from what stands beside the dot ·)."""
_MANY = 3
_NUMBER = re.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,40}|[〇零一二三四五六七八九十百千万亿]{3,40}")
"""A sum as penalties write it, or a year or number in characters. 伍 and 拾 alone also stand in 队伍 and 收拾."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Word lists by name, from the files beside the model, and the characters of transcribed names."""

    lists: dict[str, frozenset[str]]
    foreign: frozenset[str]


def load(folder: Path, model: Any, characters: str) -> Guard:
    """The lists of ``folder`` and what the model knows of names."""
    lists = {}
    for path in sorted(folder.glob("*.txt")):
        lines = (line.partition("#")[0] for line in path.read_text(encoding="utf-8").splitlines())
        lists[path.stem] = frozenset(word for line in lines for word in line.split())
    names = model.arrays["foreign"][FIRST:] > _FOREIGN
    return Guard(lists, frozenset(one for one, foreign in zip(characters, names, strict=True) if foreign))


def keep(text: str, found: Sequence[Guess], guard: Guard, dictionary: frozenset[str], title: str) -> list[Guess]:
    """The guesses that no guard speaks against."""
    repeated = Counter(_with_neighbours(text, guess) for guess in found)
    checks = (
        partial(_in_dictionary, dictionary=dictionary),
        partial(_in_dictionary, dictionary=guard.lists.get("right-words", frozenset())),
        partial(_in_title, title=title),
        partial(_repeated, times=repeated),
        partial(_country, guard=guard),
        partial(_transcribed, guard=guard),
        partial(_person, guard=guard),
        partial(_place, guard=guard),
        partial(_classical, guard=guard),
        partial(_beside_a_word, guard=guard),
        _in_number,
    )
    return [guess for guess in found if not any(check(text, guess) for check in checks)]


def _with_neighbours(text: str, guess: Guess) -> str:
    return text[max(guess.start - 1, 0) : guess.end + 1]


def _repeated(text: str, guess: Guess, times: Counter[str]) -> bool:
    """Whether the text writes it so again and again, as it would a name."""
    return times[_with_neighbours(text, guess)] >= _MANY


def _in_dictionary(text: str, guess: Guess, dictionary: frozenset[str]) -> bool:
    """Whether the guess lies in a word of the trade or of the county's own."""
    if not dictionary:
        return False
    for start in range(max(guess.end - _LONGEST, 0), guess.start + 1):
        for end in range(guess.end, min(start + _LONGEST, len(text)) + 1):
            if text[start:end] in dictionary:
                return True
    return False


def _in_title(text: str, guess: Guess, title: str) -> bool:
    """Whether the item's title, which is not this text, writes the same with its neighbours on one side."""
    if not title or (guess.start < len(title) + 8 and title in text[: len(title) + 8]):
        return False
    before, after = text[max(guess.start - 2, 0) : guess.end], text[guess.start : guess.end + 2]
    return before in title or after in title


def _country(text: str, guess: Guess, guard: Guard) -> bool:
    """Whether the old character is a country's short form in its usual company (中墨, 希方)."""
    old = text[guess.start : guess.end]
    if len(old) != 1 or old not in guard.lists.get("countries", ()):
        return False
    company = guard.lists.get("country-company", frozenset())
    return text[guess.start - 1 : guess.start] in company or text[guess.end : guess.end + 1] in company


def _transcribed(text: str, guess: Guess, guard: Guard) -> bool:
    """Whether the guess lies in a transcribed name: beside a dot, or in a run of characters that such names use."""
    if "·" in text[max(guess.start - 4, 0) : guess.end + 4]:
        return True
    if guess.kind == "doubled":
        return False
    start, end = guess.start, guess.end
    while start > 0 and text[start - 1] in guard.foreign:
        start -= 1
    while end < len(text) and text[end] in guard.foreign:
        end += 1
    return end - start >= 4


def _person(text: str, guess: Guess, guard: Guard) -> bool:
    """Whether the guess is in a Chinese name: a surname, one or two characters, and a title or verb beside them."""
    surnames = guard.lists.get("surnames", frozenset())
    for back in (0, 1, 2):
        at = guess.start - back
        if at < 0 or text[at : at + 1] not in surnames:
            continue
        for end in (at + 2, at + 3):
            if end >= guess.end and _named(text, at, end, guard):
                return True
    return False


def _named(text: str, start: int, end: int, guard: Guard) -> bool:
    before, after = guard.lists.get("before-name", frozenset()), guard.lists.get("after-name", frozenset())
    return any(text[max(start - size, 0) : start] in before for size in (2, 3, 4)) or any(
        text[end : end + size] in after for size in (1, 2, 3)
    )


def _place(text: str, guess: Guess, guard: Guard) -> bool:
    """Whether the guess is in the name of a village, road or firm and less than sure, or of a county and less than likely.

    The model knows most counties and has to doubt 权县 for 全县; what counts by another error beside it is too little.
    """
    if guess.confidence >= _SURE:
        return False
    if guess.confidence < _LIKELY and text[guess.end : guess.end + 1] in guard.lists.get("county-ends", frozenset()):
        return True
    ends = guard.lists.get("place-ends", frozenset())
    return any(text[guess.end + skip : guess.end + skip + size] in ends for skip in (0, 1) for size in (1, 2))


def _classical(text: str, guess: Guess, guard: Guard) -> bool:
    """Whether the clause reads like classical Chinese."""
    start = max((text.rfind(mark, 0, guess.start) for mark in "。！？\n“"), default=-1) + 1
    clause = re.split("[。！？\n”]", text[start : start + 120], maxsplit=1)[0]
    particles = guard.lists.get("classical", frozenset())
    found = sum(character in particles for character in clause)
    return found >= 3 and found * 6 >= len(clause)


def _beside_a_word(text: str, guess: Guess, guard: Guard) -> bool:
    """Whether a function word stands before a word that it begins (就就业问题) or behind one that it ends (合并并组建)."""
    return guess.kind == "doubled" and (
        text[guess.end - 1 : guess.end + 1] in guard.lists.get("after-its-first", ())
        or text[guess.start - 1 : guess.start + 1] in guard.lists.get("before-its-last", ())
    )


def _in_number(text: str, guess: Guess) -> bool:
    """Whether the guess lies in a number (罚款伍仟元, 二〇一三年): what it should be, no model knows."""
    around = range(max(guess.start - _LONGEST, 0), guess.start + 1)
    return any((found := _NUMBER.match(text, start)) is not None and found.end() >= guess.end for start in around)
