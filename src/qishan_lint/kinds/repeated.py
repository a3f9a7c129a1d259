"""Repeated: sentences said twice, and stretches of filler made of a handful of characters."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Part, Span, Spot

_SAMPLE = 24
_SENTENCE = r"[^。！？；\n]+"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A sentence of at least ``sentence`` characters that returns in a paragraph is repeated (0: not looked at).

    A paragraph of at least ``filler`` letters is filler when fewer than ``variety`` of them, as a share, are different
    ones (0: not looked at); marks do not count, so that a ruled line is none.
    """

    sentence: int = 0
    filler: int = 0
    variety: float = 0.2


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each repetition of a sentence, and each paragraph of filler."""
    del context
    params: Params = rule.params
    part = item.article
    if part is None:
        return
    if params.sentence:
        yield from _repetitions(part, params.sentence)
    if params.filler:
        yield from _filler(part, params)


def _repetitions(part: Part, least: int) -> Iterator[Match]:
    pieces = [piece for piece in part.text.replace("\n", "。").split("。") if len(piece) >= least]
    if len(set(pieces)) == len(pieces):
        return
    seen: dict[str, Spot] = {}
    for block in part.blocks:
        if block.kind not in {"paragraph", "list"}:
            continue
        for found in expression(_SENTENCE).finditer(part.text, block.span.start, block.span.end):
            sentence = found.group().strip("　 ”’")
            spot = Spot(part=part, span=Span(*found.span()))
            if len(sentence) >= least and sentence in seen:
                yield Match(spot, data={"found": sentence[:30]}, related=(seen[sentence],))
            seen.setdefault(sentence, spot)


def _filler(part: Part, params: Params) -> Iterator[Match]:
    """Paragraphs whose first two characters soon return, and that have little else."""
    for block in part.blocks:
        start, end = block.span.start, block.span.end
        if end - start < params.filler or block.kind not in {"paragraph", "list", "quote", "heading"}:
            continue
        if part.text.find(part.text[start : start + 2], start + 1, start + _SAMPLE) < 0:
            continue
        letters = [char for char in part.text[start : min(end, start + 200)] if char.isalnum()]
        if len(letters) >= params.filler and len(set(letters)) < params.variety * len(letters):
            yield Match(Spot(part=part, span=block.span), data={"found": "".join(letters[:20])})
