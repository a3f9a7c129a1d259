"""Speller: a loaded model, and the check of one text with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from qishan_lint.spelling import alphabet, decisions, doubled, guards, modelfile
from qishan_lint.spelling.decisions import Change
from qishan_lint.spelling.guess import Guess
from qishan_lint.spelling.modelfile import Model, ModelError

MODEL = "official-1.bin"
_WORD_TWICE = 0.95
"""How sure it is that a word stands twice by mistake: 学习学习贯彻 (to learn how to put into practice) is right."""
_NEEDED = ("alphabet", "grams", "single", "confused", "word", "feature")


@dataclass(frozen=True, slots=True)
class Speller:
    """A model with what is derived from it once; checking changes nothing in it."""

    model: Model
    tokens: Any
    characters: str
    guard: guards.Guard
    once: frozenset[int]

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The least confidence by level, ``error``, ``warning`` and ``info``, as chosen when the model was trained."""
        chosen: Mapping[str, float] = self.model.about["thresholds"]
        return chosen

    def check(
        self, text: str, *, dictionary: frozenset[str] = frozenset(), title: str = "", least: float | None = None
    ) -> list[Guess]:
        """What is probably misspelt in ``text``, in order of place; ``least`` is the least confidence (0 to 1).

        Without ``least`` the threshold for warnings holds. In a sentence with one such guess a second is made at the
        model's lower threshold ``again``. Nothing inside a word of ``dictionary`` or of ``title`` is doubted.
        """
        if not text:
            return []
        stream = alphabet.tokenise(text, self.tokens)
        bar = self.thresholds["warning"] if least is None else least
        changes = decisions.take(self.model, stream.ids, bar, min(bar, self.model.about["again"]))
        found = [self._guess(change.at, len(change.new), change, stream) for change in changes]
        taken = {place for change in changes for place in range(change.at, change.at + len(change.new))}
        for at, size, remain in doubled.find(self.model, stream.ids, self.once):
            sureness = self.model.about["doubled"] if size == 2 else min(_WORD_TWICE, self.model.about["doubled"])
            if sureness >= bar and not taken.intersection(range(at, at + size)):
                found.append(self._guess(at, size, Change(at, remain, sureness, "doubled"), stream))
        sure = sorted((guess for guess in found if guess is not None), key=lambda guess: guess.start)
        return guards.keep(text, sure, self.guard, dictionary, title)

    def _guess(self, at: int, size: int, change: Change, stream: alphabet.Tokens) -> Guess | None:
        """The guess for ``size`` tokens from ``at`` on; None where something stands between them in the text."""
        start = int(stream.at[at])
        if int(stream.at[at + size - 1]) != start + size - 1:
            return None
        meant = "".join(self.characters[token - alphabet.FIRST] for token in change.new)
        return Guess(start, start + size, meant, round(change.probability, 4), change.kind)


def load(path: Path | None = None) -> Speller:
    """The speller of the model at ``path``, by default the one that ships. Raises ModelError, OSError."""
    folder = Path(str(resources.files("qishan_lint.spelling") / "data"))
    model = modelfile.read(path or folder / MODEL)
    missing = [name for name in _NEEDED if name not in model.arrays]
    if missing:
        raise ModelError(f"the spelling model lacks {', '.join(missing)}")
    characters = "".join(map(chr, model.arrays["alphabet"]))
    tokens, guard = alphabet.table(characters), guards.load(folder, model, characters)
    once = frozenset(int(tokens[ord(one)]) for one in guard.lists.get("never-doubled", ()))
    return Speller(model, tokens, characters, guard, once)
