"""Train the spelling model: ``python -m spelling.train TEXT PAIRS CLEAN FONT OUT`` with ``training`` on PYTHONPATH.

TEXT is the folder of the official text (news-broadcast, statutes, work-reports), PAIRS the folder of
``ecspell-{odw,law,med}-train.tsv``, CLEAN a file of right sentences, FONT the wheel ``noto-cjk-sans-otc``. OUT gets
the model official-2.bin, models fold by fold for measuring, the held-out sentences, and the right sentences with
spoiled ones that ``spelling.judging`` needs. About five minutes of one core.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from qishan_lint import spelling
from qishan_lint.spelling import alphabet, modelfile
from qishan_lint.spelling.modelfile import Model
from spelling import assemble, confusion, corpus, count, examples, folds, reranker
from spelling.noise import Noise

NAME = "official-2"
SEED = 20260301
FOLDS, PARTS, _NONE = 4, 12, -1
"""Folds for measuring, parts for making examples, and the fold left out of the model that ships."""
LEAST = (2, 2, 2, 3)
"""Least counts of pairs, triples, runs of four and of five."""
TESTED = 3000
HELD_SHARE, BLOCK, NOISY = 0.06, 200, 0.6
_LOWEST, _ABOVE = 0.3, 1e-4
FALSE_RATES = {"error": 0.001, "warning": 0.0026, "info": 0.0095}
SEARCH = {
    "suspicion": 6.3, "pair_gain": -0.5, "word_gain": 0.0, "least_gain": 1.6, "most": 3, "again": 0.6, "doubled": 0.98,
}  # fmt: skip
DOMAINS = {"odw": 6.0, "law": 6.0, "med": 2.0}
"""The pair files, and how much more a row of theirs weighs than one of noise."""


@dataclass(frozen=True)
class Data:
    """What the steps share: the text to count, the text for the reranker, pairs by domain, clean and test sentences."""

    counted: dict[str, list[str]]
    held: dict[str, list[str]]
    pairs: list[tuple[str, str]]
    weights: list[float]
    clean: list[str]
    test: list[str]


def han(text: str) -> int:
    """How many Han characters ``text`` has."""
    return sum("\u4e00" <= one <= "\u9fff" for one in text)


def gather(text: Path, pair_folder: Path, clean_file: Path) -> Data:
    """Read everything and take what is held out away from what is counted."""
    rng = random.Random(SEED)
    pool = sorted({line for line in corpus.running_text(text) if 12 <= han(line) <= 80 and han(line) > 0.7 * len(line)})
    test = rng.sample(pool, TESTED)
    clean = clean_file.read_text(encoding="utf-8").splitlines()
    rows = [(*pair, name) for name in DOMAINS for pair in corpus.pairs(pair_folder / f"ecspell-{name}-train.tsv")]
    hashes = np.unique(corpus.runs([*test, *clean, *(right for _, right, _ in rows)])[0])
    rows = [row for row in rows if len(row[0]) == len(row[1])]
    counted, held = {}, {}
    for source in corpus.training(text):
        lines = corpus.without(source.lines, hashes)
        if source.source == "news":
            counted["news"] = lines
            continue
        blocks = [lines[start : start + BLOCK] for start in range(0, len(lines), BLOCK)]
        rng.shuffle(blocks)
        cut = int(len(blocks) * HELD_SHARE)
        held[source.source] = [line for block in blocks[:cut] for line in block]
        counted[source.source] = [line for block in blocks[cut:] for line in block]
    weights = [DOMAINS[name] for _, _, name in rows]
    return Data(counted, held, [(wrong, right) for wrong, right, _ in rows], weights, clean, test)


def alphabet_of(texts: Sequence[Sequence[str]]) -> tuple[str, Counter[str]]:
    """The characters seen twice, or in GB 2312, the commonest first; and how often each was seen."""
    seen: Counter[str] = Counter()
    for lines in texts:
        for line in lines:
            seen.update(line)
    standard = bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low))
    known = {one for one in standard.decode("gb2312", "ignore") if "\u4e00" <= one <= "\u9fff"}
    plain = alphabet.table("")
    own = {one for one, times in seen.items() if times >= 2 and ord(one) < 0x10000 and plain[ord(one)] in {3, 4}}
    return "".join(sorted(known | own, key=lambda one: (-seen[one], one))), seen


def lexicon() -> dict[str, int]:
    """The words of jieba's dictionary (MIT) of two to four characters with their frequencies."""
    import jieba

    found = {}
    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, times, _ = line.split(" ")
            if 2 <= len(word) <= 4 and int(times) >= (3 if len(word) == 4 else 2):
                found[word] = int(times)
    return found


@dataclass(frozen=True)
class Lists:
    """The alphabet and what is taken for what, which both models of a run share."""

    characters: str
    seen: Mapping[str, int]
    alike: Mapping[str, Mapping[str, int]]
    words: Mapping[str, int]
    sounds_alike: Mapping[tuple[str, str], list[str]]


def lists(data: Data, font: Path) -> Lists:
    """The lists drawn from all text that may be counted."""
    texts = [*data.counted.values(), *data.held.values()]
    characters, seen = alphabet_of(texts)
    sources = "".join(one for one in characters if "\u4e00" <= one <= "\u9fff")
    alike = confusion.characters(sources, seen, confusion.look_alikes(sources, font), 30)
    joined: Counter[str] = Counter()
    for lines in texts:
        for line in lines:
            joined.update(map("".join, pairwise(line)))
    words = lexicon()
    two = [word for word in words if len(word) == 2 and set(word) <= set(characters)]
    return Lists(characters, seen, alike, words, confusion.words(two, joined, 4, 16))


def language(found: Lists, texts: Sequence[Sequence[str]]) -> Model:
    """The model of ``texts``, without its reranker."""
    tokens = alphabet.table(found.characters)
    ids = np.concatenate([corpus.encode(lines, tokens) for lines in texts])
    counted = count.grams(ids)
    arrays = assemble.arrays(found.characters, ids, counted, LEAST, found.words, found.alike, found.sounds_alike)
    return Model(arrays, dict(SEARCH))


def noisy(held: Mapping[str, Sequence[str]], noise: Noise) -> list[tuple[str, str]]:
    """The sentences held for the reranker, most of them spoiled."""
    rng = random.Random(SEED + 1)
    made = []
    for lines in held.values():
        for line in lines:
            if han(line) >= 6 and len(line) <= 120:
                wrong = noise.spoil(line) if rng.random() < NOISY else None
                made.append((wrong if wrong is not None and len(wrong) == len(line) else line, line))
    return made


def chosen_thresholds(speller: spelling.Speller, right: Sequence[str]) -> dict[str, float]:
    """The confidences at which ``speller`` touches no more than their share of the right sentences, guards on."""
    found = [speller.check(line, least=_LOWEST) for line in right]
    best = sorted((max((guess.confidence for guess in one), default=0.0) for one in found), reverse=True)
    return {level: best[int(rate * len(best))] + _ABOVE for level, rate in FALSE_RATES.items()}


def finish(model: Model, right: Sequence[str], path: Path) -> None:
    """Write the model with its thresholds."""
    modelfile.write(path, model)
    chosen = chosen_thresholds(spelling.load(path), right)
    modelfile.write(path, Model(model.arrays, {**model.about, "thresholds": chosen}))
    print(path.name, chosen, flush=True)


def confusing(model: Model, found: Lists, pairs: Sequence[tuple[str, str]]) -> Model:
    """``model`` with the confusions of ``pairs`` among its own."""
    alike = confusion.with_pairs(found.alike, pairs, found.characters)
    offsets, targets, flags = confusion.compact(alike, found.characters)
    return Model({**model.arrays, "confused_at": offsets, "confused": targets, "confused_how": flags}, model.about)


def fitted(model: Model, found: Lists, data: Data, noise: Sequence[tuple[str, str]], kept: Any) -> Model:
    """The model fitted to ``noise`` and to the pairs that the mask ``kept`` names.

    The examples of a part of the pairs are made with the confusions of the other parts, lest the trees trust in having
    seen the answer; the parts are small, so that they see nearly as many confusions as there are in use.
    """
    tokens = alphabet.table(found.characters)
    part = folds.of([right for _, right in data.pairs], PARTS, SEED + 3)

    def chosen(mask: Any) -> list[tuple[str, str]]:
        return [data.pairs[one] for one in np.flatnonzero(mask)]

    whole = confusing(model, found, chosen(kept))
    made = [examples.make(whole, tokens, noise)]
    weights = [np.ones(len(made[0].labels))]
    for number in range(PARTS):
        mine = kept & (part == number)
        blind = confusing(model, found, chosen(kept & ~mine))
        made.append(examples.make(blind, tokens, chosen(mine)))
        weights.append(np.array(data.weights)[mine][made[-1].sentence])
    booster = reranker.fit(
        np.concatenate([one.features for one in made]),
        np.concatenate([one.labels for one in made]),
        np.concatenate(weights),
    )
    return Model({**whole.arrays, **reranker.arrays(booster)}, whole.about)


def train(data: Data, font: Path, out: Path) -> None:
    """Fit, fold by fold for the figures and on everything for shipping, and write the models."""
    found = lists(data, font)
    drawn = Noise(found.alike, found.seen, found.words, SEED + 2)
    noise = noisy(data.held, drawn)
    odd = data.clean[::2]
    (out / "odd-right.json").write_text(json.dumps([odd, [drawn.spoil(line) or line for line in odd]]))
    model = language(found, list(data.counted.values()))
    model = Model(model.arrays, {**SEARCH, "version": 2, "thresholds": {}, "provenance": "docs/spelling-model.md"})
    fold = folds.of([right for _, right in data.pairs], FOLDS, SEED)
    for number in (_NONE, *range(FOLDS)):
        name = f"{NAME}.bin" if number == _NONE else f"fold-{number}.bin"
        finish(fitted(model, found, data, noise, fold != number), odd, out / name)
    (out / "folds.json").write_text(json.dumps([[*pair, int(one)] for pair, one in zip(data.pairs, fold, strict=True)]))
    (out / "test.txt").write_text("\n".join(data.test), encoding="utf-8")


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("text", "pairs", "clean", "font", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--without-news", action="store_true", help="leave the broadcast text out, to see what is lost")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    data = gather(given.text, given.pairs, given.clean)
    if given.without_news:
        del data.counted["news"]
    train(data, given.font, given.out)


if __name__ == "__main__":
    main()
