"""Spelling: wrong characters that no list foresees, found by a model of official Chinese."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import prose
from qishan_lint.model import Item, Level, Match, Part, Span, Spot, Table, Text

if TYPE_CHECKING:
    from qishan_lint.spelling import Guess, Speller

EXTRA = "neural"
MODULE = "onnxruntime"

_REASONS = {
    "sound": Text("音同或音近", "alike in sound"),
    "look": Text("形近", "alike in look"),
    "typing": Text("击键相近", "a slip of a key"),
    "word": Text("同音词", "a word of the same sound"),
    "idiom": Text("成语用字", "an idiom is written so"),
    "doubled": Text("重复", "doubled"),
}
_SHORT_CELL = 6
"""Characters of a cell below which it is not read."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """How sure a guess must be, by what it becomes; confidences lie between 0 and 1.

    ``min-confidence`` makes a finding at the rule's level, ``info-confidence`` one that only informs, and
    ``error-confidence`` an error in a title or in the name of one of the ``organs``. A threshold left out is the
    model's own; ``info-confidence`` left out reports nothing more. ``only`` and ``never`` are sets of characters that
    are taken for one another: the rule looks at just these, or at all others. ``dictionary`` holds words that are
    right here. With ``neural`` a small transformer judges the model's guesses again: it finds more at the same share of
    false alarms, takes longer, and brings thresholds of its own.
    """

    min_confidence: float | None = None
    info_confidence: float | None = None
    error_confidence: float | None = None
    dictionary: frozenset[str] = frozenset()
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    neural: bool = False


def uses_extra(params: Params) -> bool:
    """Whether the transformer is asked for."""
    return params.neural


def resolve(params: Mapping[str, Any], read: Callable[[str], str]) -> Mapping[str, Any]:
    """Replace names of word lists (``local-names.txt``) in ``dictionary`` by their words, one a line."""
    words: list[str] = []
    for word in params.get("dictionary", ()):
        words += read(word).split() if word.endswith(".txt") else [word]
    return {**params, "dictionary": words}


_suspected: dict[tuple[bool, float], dict[str, list[Guess]]] = {}
"""What :func:`prepare` last found, by text; one entry for each way of asking."""


def prepare(items: Sequence[Item], rule: Rule) -> None:
    """Read the texts of ``items`` together: much of the work is for each array of numbers, however short it is."""
    params: Params = rule.params
    speller = _speller(params.neural)
    least = _least(params, speller)
    texts = {_without_short_cells(part.text, part.tables): None for item in items for part in _read(item, rule)}
    known = _suspected.get((params.neural, least), {})
    if not texts.keys() <= known.keys():
        _suspected[params.neural, least] = dict(zip(texts, speller.suspected(list(texts), least=least), strict=True))


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield what is probably misspelt in the article's and the attachments' text."""
    del context
    params: Params = rule.params
    speller = _speller(params.neural)
    least = _least(params, speller)
    for part in _read(item, rule):
        for guess in _guesses(part.text, part.tables, params.dictionary, item.title, least, judged=params.neural):
            if _wanted(part, guess, params):
                yield _match(part, guess, params, speller)


def _read(item: Item, rule: Rule) -> Iterator[Part]:
    return (part for part in item.parts if part.role in rule.roles and not part.hidden)


def _without_short_cells(text: str, tables: tuple[Table, ...]) -> str:
    """``text`` with blanks in place of short cells: lists of names, places and numbers are no prose."""
    pieces, at = list[str](), 0
    for table in tables:
        for cell in table.cells:
            start, end = cell.span.start, cell.span.end
            if end - start < _SHORT_CELL and at <= start < end:
                pieces += text[at:start], " " * (end - start)
                at = end
    return "".join([*pieces, text[at:]]) if pieces else text


@functools.cache
def _speller(judged: bool) -> Speller:
    from qishan_lint import spelling

    return spelling.load(judged=judged)


def _least(params: Params, speller: Speller) -> float:
    warning = speller.thresholds["warning"] if params.min_confidence is None else params.min_confidence
    return warning if params.info_confidence is None else min(warning, params.info_confidence)


@functools.lru_cache(maxsize=8)
def _guesses(
    text: str, tables: tuple[Table, ...], dictionary: frozenset[str], title: str, least: float, *, judged: bool
) -> tuple[Guess, ...]:
    """The guesses for a text: several rules ask for the same ones."""
    read = _without_short_cells(text, tables)
    speller, prepared = _speller(judged), _suspected.get((judged, least), {})
    found = prepared[read] if read in prepared else speller.suspected([read], least=least)[0]
    return tuple(speller.kept(read, found, dictionary=dictionary, title=title))


def _wanted(part: Part, guess: Guess, params: Params) -> bool:
    """Whether the guess is this rule's business and stands in text for people."""
    found = part.text[guess.start : guess.end]
    if params.only and not _among(found, guess.replacement, params.only):
        return False
    if _among(found, guess.replacement, params.never):
        return False
    return prose.is_prose(part, guess.start, guess.end)


def _among(found: str, meant: str, sets: tuple[str, ...]) -> bool:
    return len(found) == 1 and any(found in one and meant in one for one in sets)


def _match(part: Part, guess: Guess, params: Params, speller: Speller) -> Match:
    found = part.text[guess.start : guess.end]
    return Match(
        Spot(part=part, span=Span(guess.start, guess.end)),
        data={
            "found": part.text[max(guess.start - 1, 0) : guess.end + 1].strip() if len(found) == 1 else found,
            "wrong": found,
            "expected": guess.replacement or Text("（删去）", "(deleted)"),
            "reason": _REASONS[guess.kind],
            "confidence": f"{guess.confidence:.0%}",
        },
        level=_level(part, guess, params, speller),
        suggestions=(guess.replacement,),
        replacement=guess.replacement,
        safe=False,
        confidence=guess.confidence,
    )


def _level(part: Part, guess: Guess, params: Params, speller: Speller) -> Level | None:
    """Error where a slip is grave and the guess is sure, info where it is not sure, else the rule's own level."""
    warning = speller.thresholds["warning"] if params.min_confidence is None else params.min_confidence
    error = speller.thresholds["error"] if params.error_confidence is None else params.error_confidence
    if guess.confidence < warning and params.info_confidence is not None:
        return Level.INFO
    block = part.block_at(guess.start)
    grave = (block is not None and block.kind == "title") or _in_organ(part.text, guess, params.organs)
    return Level.ERROR if grave and guess.confidence >= error else None


def _in_organ(text: str, guess: Guess, organs: tuple[str, ...]) -> bool:
    """Whether the corrected text names a state organ at the place of the guess."""
    longest = max(map(len, organs), default=0)
    before = text[max(guess.start - longest, 0) : guess.start]
    corrected = before + guess.replacement + text[guess.end : guess.end + longest]
    place = len(before)
    return any(0 <= corrected.find(organ, max(place - len(organ) + 1, 0)) <= place for organ in organs)
