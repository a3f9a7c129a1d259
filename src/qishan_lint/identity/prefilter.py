"""A cheap look: whether a text can hold any identity at all. Most prose cannot, and costs nothing more.

No number without a label has fewer than eleven digits; a date with its time has twelve at most, a date alone eight.
A run of eleven characters leaves its trace in every fifth one: most texts are told by a look at those. Several simple
searches cost half of what one alternation costs.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from qishan_lint.identity.words import words

_SEPARATORS = r"\s.·\-–—_－．\u00ad\u200b-\u200f\u2060\ufeff"
_DIGITS = "0-9０-９٠-٩①-⑨⓪⑴-⑼\U0001d7ce-\U0001d7ffOoIl"
_CHINESE = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_NUMBER = re.compile(rf"[{_DIGITS}](?:[{_SEPARATORS}]{{0,3}}[{_DIGITS}]){{10}}")
_CHINESE_NUMBER = re.compile(f"[{_CHINESE}]{{11}}")
_STEP = 5
_TRACE = re.compile(f"[{_DIGITS}{_SEPARATORS}]{{2}}")
_CHINESE_TRACE = re.compile(f"[{_CHINESE}]{{2}}")
_LATIN = re.compile(r"[A-Z][·\- ]?[A-Z0-9]{4}")
_DOORS = tuple(f"{digit}{unit}" for digit in "0123456789" for unit in "号室户")
_AGES = tuple(f"{years}{unit}" for years in (*range(1, 10), 10, 11, 12, 13) for unit in ("岁", "周岁"))
_WORDS = (
    "@", "密码", "口令", "assw", "PWD", "pwd", "PRIVATE KEY", "AKIA", "LTAI", "ecret", "ECRET", "oken", "OKEN", "ccess",
    "CCESS", "pi_key", "pi-key", "piKey", "PI_KEY", "jdbc:", "护照", "通行证", "台胞证", "回乡证", "QQ", "微信",
)  # fmt: skip


NUMBER, WORD, LETTERS, DOOR, LABEL, CONDITION = 1, 2, 4, 8, 16, 32
"""What a text shows at first sight: a long number, a word of keys and accounts, capitals, the number of a
door, a label of one of the shipped forms, an illness or the age of a child."""


@functools.lru_cache(maxsize=4)  # asked for the parts of an item by the rules, by the detectors and by masking
def signs(text: str) -> int:
    """Which signs of identities ``text`` shows, as a sum of the constants above."""
    found = NUMBER if _has_number(text) else 0
    for number in {match[0] for match in _automaton()[0].find_matches_as_indexes(text)}:
        found |= _automaton()[1][number]
    return found | (LETTERS if _LATIN.search(text) else 0)


def _has_number(text: str) -> bool:
    """Whether there is a long number; any eleven characters have two neighbours of every fifth among them."""
    trace = text[::_STEP]
    return (_TRACE.search(trace) is not None and _NUMBER.search(text) is not None) or (
        _CHINESE_TRACE.search(trace) is not None and _CHINESE_NUMBER.search(text) is not None
    )


def may_hold(text: str) -> bool:
    """Whether ``find`` could find something in ``text``."""
    return signs(text) != 0


@functools.cache
def _automaton() -> tuple[Any, tuple[int, ...]]:
    """What finds the words, and the sign of each."""
    import ahocorasick_rs

    labels = {label for form in words().forms for label in form.labels}
    conditions = {*words().illness, *words().illness_lists, *words().minor_lists, *_AGES}
    known = sorted({*_WORDS, *labels, *_DOORS, *conditions})
    found = tuple(
        (WORD if word in _WORDS else 0)
        | (LABEL if word in labels else 0)
        | (DOOR if word in _DOORS else 0)
        | (CONDITION if word in conditions else 0)
        for word in known
    )
    return ahocorasick_rs.AhoCorasick(known, implementation=ahocorasick_rs.Implementation.DFA), found
