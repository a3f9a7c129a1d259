"""Fingerprints: names of findings that survive line shifts and other machines, and hold nothing of a secret."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from qishan_lint.model import Block, Part, Place, Span
from qishan_lint.placing import Masker

AROUND = 16
"""Characters of context on each side of the hit that go into a fingerprint."""

_DIGITS = re.compile(r"[0-9０-９]")


class Namer:
    """Fingerprints of the findings of one item; equal contexts are told apart by their order."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._seen: Counter[str] = Counter()
        self._known: dict[str, tuple[Block, ...]] = {}

    def name(self, rule: str, place: Place, part: Part | None, span: Span | None) -> str:
        """The fingerprint of a finding."""
        context = self._context(part, span) if part is not None and span is not None else _whole(place)
        key = f"{rule}\0{context}"
        number = self._seen[key]
        self._seen[key] += 1
        return hashlib.sha256(f"{key}\0{number}".encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _context(self, part: Part, span: Span) -> str:
        block = part.block_at(span.start)
        first, last = (block.span.start, block.span.end) if block else (0, len(part.text))
        start, end = max(first, span.start - AROUND), min(max(last, span.end), span.end + AROUND)
        around = self._masker.text(part, start, end)
        kind = block.kind if block else ""
        return _DIGITS.sub("0", f"{part.role}\0{self._headings(part, span.start)}\0{kind}\0{around}")

    def _headings(self, part: Part, offset: int) -> str:
        """The headings above ``offset``, outermost first."""
        headings = self._known.get(part.id)
        if headings is None:
            headings = tuple(block for block in part.blocks if block.kind == "heading")
            self._known[part.id] = headings
        path: list[Block] = []
        for block in headings:
            if block.span.start > offset:
                break
            path = [*(above for above in path if above.level < block.level), block]
        return "/".join(self._masker.text(part, block.span.start, block.span.end) for block in path)


def _whole(place: Place) -> str:
    """For a photo, an attachment or the item: its file name, not where it stands."""
    return _DIGITS.sub("0", place.path.rsplit("/", 1)[-1])
