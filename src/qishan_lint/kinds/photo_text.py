"""Photo text: words in photos that must not be published: identities, secrecy marks, headings of internal documents.

Off unless a configuration selects the rule, because recognition costs half a second to five seconds a photo.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint import identity
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Box, Item, Match, Photo, Spot
from qishan_lint.photo import study
from qishan_lint.photo.words import Words

EXTRA = "ocr"
MODULE = "rapidocr"

MARK_CONFIDENCE = 0.9
"""Recognition may err, and a mark may be quoted."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``identities`` are the kinds of values to report (``citizen-id``, ``mobile`` ...), empty for every kind;
    published contacts of offices are left out. ``marks`` are words that stand on what is not public, blanks ignored.
    """

    identities: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    photos: study.Which = "all"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each such value or mark, values masked."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        for line in study.read(photo):
            yield from _identities(photo, line, params)
            yield from _marks(photo, line, params)


def _identities(photo: Photo, line: Words, params: Params) -> Iterator[Match]:
    for one in identity.find(line.text):
        if not one.contact and (not params.identities or one.kind in params.identities):
            yield _match(photo, line, one.masked, one.confidence)


def _marks(photo: Photo, line: Words, params: Params) -> Iterator[Match]:
    bare = "".join(line.text.split())
    for mark in params.marks:
        if mark in bare:
            yield _match(photo, line, mark, MARK_CONFIDENCE)


def _match(photo: Photo, line: Words, shown: str, confidence: float) -> Match:
    spot = Spot(photo=photo, where=photo.where, box=Box(*line.box))
    return Match(spot, {"found": shown}, confidence=confidence)
