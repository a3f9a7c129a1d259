"""Assemble: counts, confusion lists and words as the arrays of the model file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from qishan_lint.spelling import alphabet, grams
from spelling import confusion, table
from spelling.count import Grams

COMMON = 4096
"""The tokens, by frequency, whose pairs stand in the bitmap."""


def kept(found: Sequence[Grams], ids: Any, least: Sequence[int]) -> tuple[Any, Any]:
    """Keys and bytes of the n-grams (from pairs on) seen at least ``least[length - 2]`` times."""
    keys, values = [], []
    for length, one in enumerate(found[1:], 2):
        seen = one.count >= least[length - 2]
        keys.append(grams.keys(ids, length)[one.first[seen]])
        values.append(np.clip(np.rint(-one.log10[seen] / grams.STEP), 0, 254).astype(np.uint8))
    return np.concatenate(keys), np.concatenate(values)


def _pair_codes(pairs: Grams, ids: Any, least: int) -> Any:
    """The pairs seen at least ``least`` times, as first token times 65,536 plus second."""
    last = pairs.first[pairs.count >= least]
    return ids[last - 1].astype(np.int64) << 16 | ids[last]


def words(lexicon: Mapping[str, int], tokens: Any) -> tuple[Any, Any]:
    """Keys and bytes (log10 of the frequency) of the words of two to four characters that the alphabet can write."""
    keys, values = [], []
    factor, salt = grams.factors()
    for length in (2, 3, 4):
        chosen = [word for word in lexicon if len(word) == length]
        codes = np.array([[ord(one) for one in word] for word in chosen])
        good = (codes < 0x10000).all(axis=1)
        ids = tokens[np.minimum(codes, 0xFFFF)].astype(np.uint64)
        good &= (ids >= alphabet.FIRST).all(axis=1)
        key = salt[grams.WORD] + sum(ids[:, length - 1 - distance] * factor[distance] for distance in range(length))
        keys.append(key[good])
        frequency = np.array([lexicon[word] for word in chosen])
        values.append(np.clip(np.rint(np.log10(frequency + 1) / grams.STEP), 0, 254)[good].astype(np.uint8))
    return np.concatenate(keys), np.concatenate(values)


def homophones(found: Mapping[tuple[str, str], list[str]], characters: str, tokens: Any) -> dict[str, Any]:
    """The blurred sounds of each token (two at most, 0: none), and the words by the sounds of their characters."""
    from pypinyin import Style, pinyin

    number: dict[str, int] = {}
    for pair in found:
        for one in pair:
            number.setdefault(one, len(number) + 1)
    sound = np.zeros((alphabet.FIRST + len(characters), 2), np.uint16)
    for place, character in enumerate(characters, alphabet.FIRST):
        readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        own = dict.fromkeys(number.get(confusion.blurred(one), 0) for one in (readings[0] if readings else ()))
        sound[place, : min(len(own), 2)] = list(own)[:2]
    coded = {
        number[one] << 16 | number[other]: [
            int(tokens[ord(word[0])]) << 16 | int(tokens[ord(word[1])]) for word in words
        ]
        for (one, other), words in found.items()
    }
    keys = sorted(coded)
    offsets = np.concatenate([[0], np.cumsum([len(coded[key]) for key in keys])]).astype(np.uint32)
    meant = np.array([word for key in keys for word in coded[key]], np.uint32)
    return {"sound": sound, "word": np.array(keys, np.uint32), "word_at": offsets, "word_meant": meant}


def follows(keys: Any) -> Any:
    """A bitmap of the pairs (token, next token) among the commonest tokens."""
    bits = np.zeros((COMMON, COMMON), bool)
    one, other = keys >> 16, keys & 0xFFFF
    inside = (one < COMMON) & (other < COMMON)
    bits[one[inside], other[inside]] = True
    return np.packbits(bits, axis=1, bitorder="little")


def foreign(ids: Any, tokens: Any) -> Any:
    """How much each token is one of transcribed names (0 to 255): its share of places within three of a dot ·."""
    size = int(tokens[tokens != 0xFFFF].max()) + 1
    beside = np.zeros(size)
    dots = np.flatnonzero(ids == tokens[ord("·")])
    for step in (-3, -2, -1, 1, 2, 3):
        beside += np.bincount(ids[np.clip(dots + step, 0, len(ids) - 1)], minlength=size)
    share = np.clip(np.rint(255 * np.sqrt(beside / (np.bincount(ids, minlength=size) + 20))), 0, 255)
    share[: alphabet.FIRST] = 0
    return share.astype(np.uint8)


def arrays(
    characters: str, ids: Any, found: Sequence[Grams], least: Sequence[int], lexicon: Mapping[str, int],
    alike: Mapping[str, Mapping[str, int]], sounds_alike: Mapping[tuple[str, str], list[str]],
) -> dict[str, Any]:  # fmt: skip
    """The arrays of a model, the reranker left out."""
    tokens = alphabet.table(characters)
    gram_keys, gram_values = kept(found, ids, least)
    word_keys, word_values = words(lexicon, tokens)
    keys, index = np.unique(np.concatenate([gram_keys, word_keys]), return_index=True)
    values = np.concatenate([gram_values, word_values])[index]
    single = np.full(alphabet.FIRST + len(characters), -found[0].log10.min(), dtype=np.float32)
    single[: len(found[0].log10)] = np.minimum(-found[0].log10, 8)
    offsets, targets, flags = confusion.compact(alike, characters)
    return {
        "alphabet": np.array([ord(one) for one in characters], np.uint16), "grams": table.build(keys, values),
        "single": single, "confused_at": offsets, "confused": targets, "confused_how": flags,
        "foreign": foreign(ids, tokens),
        "follows": follows(_pair_codes(found[1], ids, least[0])),
        **homophones(sounds_alike, characters, tokens),
    }  # fmt: skip
