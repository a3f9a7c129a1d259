"""A window around a hit: cut first, then measured, so that the caret stands under the right character."""

from __future__ import annotations

import msgspec

from qishan_lint.formats import _width
from qishan_lint.formats._escape import visible
from qishan_lint.model import Excerpt
from qishan_lint.placing import CONTEXT

BEFORE = 24
"""Cells shown before the hit, at most."""

LONGEST = 48
"""Cells of a hit that are shown: a whole paragraph needs no caret under all of it."""


class Window(msgspec.Struct, frozen=True):
    """One line around a hit, safe to print; the caret is ``indent`` cells in and ``caret`` cells long."""

    before: str
    hit: str
    after: str
    indent: int
    caret: int


def window(excerpt: Excerpt, cells: int, ambiguous: int = 1) -> Window:
    """``excerpt`` cut to ``cells``, with … at the cuts."""
    before = _width.tail(visible(excerpt.before.lstrip()), min(BEFORE, cells // 3), ambiguous)
    indent = _width.of(before, ambiguous)
    whole = visible(excerpt.hit)
    hit = _width.head(whole, min(LONGEST, max(2, cells - indent)), ambiguous)
    caret = max(1, _width.of(hit, ambiguous))
    # What follows a hit that was cut would seem to be its continuation.
    after = visible(excerpt.after) if hit == whole else ""
    if after and len(excerpt.after) >= CONTEXT:
        after += _width.ELLIPSIS
    after = _width.head(after, max(0, cells - indent - caret), ambiguous)
    return Window(before, hit, after, indent, caret)
