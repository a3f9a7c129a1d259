"""Photo text: words in photos that must not be published: identities, secrecy marks, headings of internal documents.

Off unless a configuration or ``--ocr`` selects the rule: recognition costs half a second to five seconds a photo. What
is kept of it between runs, by the photo's digest and by all that judges its words, is masked findings, never words.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

import msgspec

from qishan_lint import identity, kept
from qishan_lint.identity.words import words
from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import patterns
from qishan_lint.model import Box, Item, Match, Photo, Spot
from qishan_lint.photo import study
from qishan_lint.photo.words import Words
from qishan_lint.shipped import table

EXTRA = "ocr"
MODULE = "rapidocr"

MOST_KEPT = 10_000
"""Photos whose findings are kept between runs, some hundred bytes each."""

MARK_CONFIDENCE = 0.9
"""Recognition may err, and a mark may be quoted."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What is not to be read in a photo.

    ``identities`` are the kinds of values to report (``citizen-id``, ``mobile`` ...); published contacts of offices are
    left out. ``marks`` are words that stand on what is not public, blanks ignored. ``mark-rules`` are ids of rules of
    the kind ``mark`` whose patterns count here too. ``lines`` are checked patterns that a whole line must match.
    """

    identities: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    mark_rules: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    photos: study.Which = "all"

    def __post_init__(self) -> None:
        """Refuse patterns outside the checked subset."""
        for pattern in self.lines:
            patterns.check(pattern)


class _Mark(msgspec.Struct, frozen=True):
    """What a rule of the kind ``mark`` says of its looks."""

    patterns: tuple[str, ...]
    line: bool = False
    first: int = 0


class _MarkRule(msgspec.Struct, frozen=True):
    params: _Mark


class Seen(msgspec.Struct, frozen=True):
    """One finding in a photo: what may be shown of it, how sure it is, and the box of its line in pixels."""

    shown: str
    confidence: float
    box: tuple[int, int, int, int]


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each such value or mark, values masked."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        for one in _seen(photo, params):
            spot = Spot(photo=photo, where=photo.where, box=Box(*one.box))
            yield Match(spot, {"found": one.shown}, confidence=one.confidence)


def _seen(photo: Photo, params: Params) -> list[Seen]:
    """The findings in ``photo``, from the last run if nothing that decides has changed."""

    def read() -> list[Seen]:
        return list(_found(study.read(photo), params))

    if not photo.digest:
        return read()
    state = (photo.digest, params, words(), [_mark(rule) for rule in params.mark_rules])
    return kept.kept("photo-text", [msgspec.json.encode(one) for one in state], list[Seen], read, most=MOST_KEPT)


def _found(lines: tuple[Words, ...], params: Params) -> Iterator[Seen]:
    text = "\n".join(line.text for line in lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    for one in identity.find(text):
        if not one.contact and one.kind in params.identities:
            yield Seen(one.masked, one.confidence, lines[bisect_right(starts, one.start) - 1].box)
    for number, line in enumerate(lines):
        shown = set(_marks("".join(line.text.split()), number, params))
        whole = sorted(one for one in shown if not any(one in other for other in shown - {one}))
        yield from (Seen(mark, MARK_CONFIDENCE, line.box) for mark in whole)


def _marks(bare: str, number: int, params: Params) -> Iterator[str]:
    """The marks in the line ``number`` of a photo, its blanks taken out."""
    yield from (mark for mark in params.marks if mark in bare)
    for mark in (*map(_mark, params.mark_rules), _Mark(params.lines, line=True)):
        if not mark.first or number < mark.first:
            for pattern in mark.patterns:
                regex = patterns.compiled(pattern).regex
                found: re.Match[str] | None = regex.fullmatch(bare) if mark.line else regex.search(bare)
                if found is not None:
                    yield identity.mask_text(found[0][:40])


@functools.cache
def _mark(rule: str) -> _Mark:
    """The looks of the shipped rule with the id ``rule``. Raises ConfigError when there is none of the kind ``mark``."""
    return table(f"{rule}.yaml", _MarkRule).params
