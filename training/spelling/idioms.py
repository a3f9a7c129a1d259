"""The idioms of official text: ``python -m spelling.idioms TEXT PAIRS CLEAN OUT`` with ``training`` on PYTHONPATH.

Takes the idioms of jieba's dictionary (MIT) that are more than two words side by side (因地制宜, but not 错误认识): those that the
text counted for the model holds, and those that the dictionary has seen five times. Left out are those of which the text
holds a near miss that may be meant (因事制宜). Sounds are pypinyin's (MIT), without tones. OUT gets ``idioms-1.bin``.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qishan_lint import spelling
from qishan_lint.spelling import idioms, modelfile
from qishan_lint.spelling.modelfile import Model
from spelling import train
from spelling.confusion import sounds

SURE = 0.98
"""How sure a finding is said to be. In 1.24 million characters of unseen news there was none; of 600 errors made in idioms there
(a character of the same sound, drawn by frequency) the trees alone find 86 %, both together 94 %."""
_MOST_SOUNDS = 3
_MARK = "i"
"""The dictionary's mark of idioms."""
_WORD, _IN_USE = 50, 5
"""How often the dictionary has seen a half that is a word by itself, and an idiom that is in use."""


@dataclass(frozen=True)
class Phrases:
    """Words of four characters: all that are ``known``, the idioms that are ``fixed``, and those of them that are ``in_use``."""

    known: set[str]
    fixed: set[str]
    in_use: set[str]


def phrases() -> Phrases:
    """The words of four characters of jieba's dictionary."""
    import jieba

    rows = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    words = {word: (int(times), mark) for word, times, mark in map(str.split, rows)}
    known = {word for word in words if len(word) == idioms.SIZE}
    half = idioms.SIZE // 2
    fixed = {
        word for word in known
        if words[word][1] == _MARK and min(words.get(part, (0, ""))[0] for part in (word[:half], word[half:])) < _WORD
    }  # fmt: skip
    return Phrases(known, fixed, {word for word in fixed if words[word][0] >= _IN_USE})


def windows(lines: Iterable[str]) -> Iterator[str]:
    """Every stretch of four characters."""
    for line in lines:
        for start in range(len(line) - idioms.SIZE + 1):
            yield line[start : start + idioms.SIZE]


def conflicting(kept: set[str], known: set[str], seen: set[str], sound: Mapping[str, set[str]]) -> set[str]:
    """The idioms ``kept`` from which something ``seen`` differs in one character of the same sound, and is no ``known`` phrase."""
    masked = defaultdict(list)
    for phrase in kept:
        for place in range(idioms.SIZE):
            masked[phrase[:place], phrase[place + 1 :]].append(phrase)
    found = set()
    for window in seen:
        for place in range(idioms.SIZE) if window not in known else ():
            for phrase in masked.get((window[:place], window[place + 1 :]), ()):
                if sound.get(window[place], set()) & sound[phrase[place]]:
                    found.add(phrase)
    return found


def arrays(kept: set[str], sound: Mapping[str, set[str]]) -> dict[str, np.ndarray]:
    """What is stored: idioms and characters as code points, sounds as numbers."""
    numbers = {each: number for number, each in enumerate(sorted(set().union(*sound.values())), 1)}
    characters = sorted(one for one, read in sound.items() if read)
    table = np.zeros((len(characters), _MOST_SOUNDS), np.uint16)
    for row, character in zip(table, characters, strict=True):
        read = sorted(numbers[each] for each in sound[character])[:_MOST_SOUNDS]
        row[: len(read)] = read
    return {
        "idiom": np.array([[ord(one) for one in phrase] for phrase in sorted(kept)], np.uint16),
        "character": np.array([ord(one) for one in characters], np.uint16),
        "sound": table,
    }


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in ("text", "pairs", "clean", "out"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    data = train.gather(given.text, given.pairs, given.clean)
    seen = {window for lines in (*data.counted.values(), *data.held.values()) for window in windows(lines)}
    words = phrases()
    characters = sorted(one for one in spelling.load().characters if "\u4e00" <= one <= "\u9fff")
    sound = {one: {each[:-1] for each in read} for one, read in sounds(characters).items()}
    kept = (words.fixed & seen) | words.in_use
    left = kept - conflicting(kept, words.known, seen, sound)
    given.out.mkdir(parents=True, exist_ok=True)
    modelfile.write(given.out / idioms.FILE, Model(arrays(left, sound), {"version": 1, "sure": SURE}))
    print(f"{len(words.fixed)} phrases, {len(kept)} in the text or in use, {len(left)} kept")


if __name__ == "__main__":
    main()
