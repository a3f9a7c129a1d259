"""Speller: a loaded model, and the check of one text with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

from qishan_lint.spelling import alphabet, decisions, doubled, guards, idioms, modelfile, neural
from qishan_lint.spelling.decisions import Change
from qishan_lint.spelling.guess import Guess
from qishan_lint.spelling.modelfile import Model, ModelError

MODEL = "official-2.bin"
_VERSION = 2
"""A model of another version has trees over other features: it would load, and guess at random."""
_BATCH = 1 << 13
"""Characters looked at together, of one text or several: where every one of them is doubted, the arrays of a batch take 50 MB."""
_WORD_TWICE, _JUST_BELOW = 0.95, 1e-4
"""A word that stands twice is right too often, 学习学习贯彻 (to learn how to put into practice), for more than information."""
_NEEDED = ("alphabet", "grams", "single", "confused", "word", "feature")


@dataclass(frozen=True, slots=True)
class Speller:
    """A model with what is derived from it once; checking changes nothing in it."""

    model: Model
    tokens: Any
    characters: str
    guard: guards.Guard
    once: frozenset[int]
    phrases: idioms.Idioms
    judge: neural.Judge | None = None

    @property
    def thresholds(self) -> Mapping[str, float]:
        """The least confidence by level, ``error``, ``warning`` and ``info``, as chosen when the model was trained."""
        chosen: Mapping[str, float] = (self.judge or self.model).about["thresholds"]
        return chosen

    def check(
        self, text: str, *, dictionary: frozenset[str] = frozenset(), title: str = "", least: float | None = None
    ) -> list[Guess]:
        """What is probably misspelt in ``text``, in order of place; ``least`` is the least confidence (0 to 1).

        Without ``least`` the threshold for warnings holds. In a sentence with one such guess a second is made at the
        model's lower threshold ``again``. Nothing inside a word of ``dictionary`` or of ``title`` is doubted.
        """
        return self.kept(text, self.suspected([text], least=least)[0], dictionary=dictionary, title=title)

    def suspected(self, texts: Sequence[str], *, least: float | None = None) -> list[list[Guess]]:
        """What each of ``texts`` holds that only :meth:`kept` can excuse; quicker for many short texts than one by one."""
        bar = self.thresholds["warning"] if least is None else least
        pieces = [(number, *piece) for number, text in enumerate(texts) for piece in _pieces(text)]
        found: list[list[Guess]] = [[] for _ in texts]
        for batch in _batches(pieces):
            streams = [alphabet.tokenise(texts[number][start:end], self.tokens) for number, start, end in batch]
            ids = [stream.ids for stream in streams]
            changes = decisions.take(self.model, self.judge, ids, bar, min(bar, self.model.about["again"]))
            slips = idioms.find(self.phrases, self.model, ids) if self.phrases.sure >= bar else [[] for _ in ids]
            for (number, start, _), stream, some, own in zip(batch, streams, changes, slips, strict=True):
                near = self._guesses(stream, some, own, bar)
                found[number] += (replace(one, start=one.start + start, end=one.end + start) for one in near)
        return found

    def kept(
        self, text: str, found: Sequence[Guess], *, dictionary: frozenset[str] = frozenset(), title: str = ""
    ) -> list[Guess]:
        """Those of the guesses ``found`` in ``text`` that no word of ``dictionary``, of ``title`` or of a list excuses."""
        return guards.keep(text, found, self.guard, dictionary, title)

    def _guesses(
        self, stream: alphabet.Tokens, changes: Sequence[Change], slips: Sequence[idioms.Slip], bar: float
    ) -> list[Guess]:
        """The guesses for a piece of a text, in order of place; ``slips`` are those in idioms."""
        found = [self._guess(change.at, len(change.new), change, stream) for change in changes]
        taken = {place for change in changes for place in range(change.at, change.at + len(change.new))}
        for slip in slips:
            if slip.at not in taken and _together(stream, slip.first, idioms.SIZE):
                taken.add(slip.at)
                found.append(
                    self._guess(slip.at, 1, Change(slip.at, (slip.meant,), self.phrases.sure, "idiom"), stream)
                )
        for at, size, remain in doubled.find(self.model, stream.ids, self.once):
            sureness = self.model.about["doubled"] if size == 2 else self._word_twice
            if sureness >= bar and not taken.intersection(range(at, at + size)):
                found.append(self._guess(at, size, Change(at, remain, sureness, "doubled"), stream))
        return sorted((guess for guess in found if guess is not None), key=lambda guess: guess.start)

    @property
    def _word_twice(self) -> float:
        """How sure it is that a word stands twice by mistake: never enough for a warning."""
        sure: float = min(_WORD_TWICE, self.model.about["doubled"], self.thresholds.get("warning", 1.0) - _JUST_BELOW)
        return sure

    def _guess(self, at: int, size: int, change: Change, stream: alphabet.Tokens) -> Guess | None:
        """The guess for ``size`` tokens from ``at`` on; None where something stands between them in the text."""
        if not _together(stream, at, size):
            return None
        start = int(stream.at[at])
        meant = "".join(self.characters[token - alphabet.FIRST] for token in change.new)
        return Guess(start, start + size, meant, round(change.probability, 4), change.kind)


def _together(stream: alphabet.Tokens, at: int, size: int) -> bool:
    """Whether ``size`` tokens from ``at`` on stand side by side in the text, without a mark or blank between them."""
    return int(stream.at[at + size - 1]) == int(stream.at[at]) + size - 1


def _batches(pieces: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Pieces (text, start, end) that are looked at together."""
    batch, size = list[tuple[int, int, int]](), 0
    for piece in pieces:
        length = piece[2] - piece[1]
        if batch and size + length > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += length
    if batch:
        yield batch


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces of a text begin and end that are short enough for a batch."""
    start = 0
    while start < len(text):
        end = _piece_end(text, start)
        yield start, end
        start = end


def _piece_end(text: str, start: int) -> int:
    """Where the piece that begins at ``start`` ends: after a line, a sentence, or in the midst of one."""
    end = start + _BATCH
    if end >= len(text):
        return len(text)
    at = next((at for mark in "\n。；" if (at := text.rfind(mark, start, end)) >= 0), end - 1)
    return at + 1


def load(path: Path | None = None, *, judged: bool = False) -> Speller:
    """The speller of the model at ``path``, by default the one that ships. Raises ModelError, OSError.

    With ``judged`` the transformer beside the model has the last word, which needs the extra ``neural``.
    """
    folder = Path(str(resources.files("qishan_lint.spelling") / "data"))
    model = modelfile.read(path or folder / MODEL)
    if model.about.get("version") != _VERSION:
        raise ModelError(f"the spelling model is of version {model.about.get('version')}, not {_VERSION}")
    missing = [name for name in _NEEDED if name not in model.arrays]
    if missing:
        raise ModelError(f"the spelling model lacks {', '.join(missing)}")
    characters = "".join(map(chr, model.arrays["alphabet"]))
    tokens, guard = alphabet.table(characters), guards.load(folder, model, characters)
    once = frozenset(int(tokens[ord(one)]) for one in guard.lists.get("never-doubled", ()))
    judge = neural.load(folder / neural.WEIGHTS) if judged else None
    phrases = idioms.load(folder / idioms.FILE, tokens)
    return Speller(model, tokens, characters, guard, once, phrases, judge)
