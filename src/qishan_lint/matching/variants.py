"""Variants: what is told of a name that is probably another one of the item, written wrong."""

from __future__ import annotations

import re

from qishan_lint.model import Match, Part, Span, Spot

_AROUND = 6
"""Characters shown on each side of the place where the other name stands first."""


def match(part: Part, span: Span, times: int, expected: Span, others: int, *, repaired: bool = True) -> Match:
    """The name at ``span``, which stands ``times`` times, is probably the one that first stands at ``expected``.

    That one stands ``others`` times. It is put in its place on request, if ``repaired``.
    """
    meant = part.text[expected.start : expected.end]
    shown = part.text[max(0, expected.start - _AROUND) : expected.end + _AROUND]
    return Match(
        Spot(part=part, span=span),
        data={
            "found": part.text[span.start : span.end],
            "times": times,
            "expected": meant,
            "others": others,
            "first": re.sub(r"\s+", " ", shown),
        },
        suggestions=(meant,),
        replacement=meant if repaired else None,
        safe=False,
        related=(Spot(part=part, span=expected),),
    )
