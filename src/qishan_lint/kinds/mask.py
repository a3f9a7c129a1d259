"""Mask: a masked number of a citizen that can be worked out from what it shows and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint.identity import masked, of_tables
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Part, Span, Spot, Text

NEEDS_TODAY = True

_REACH = 60
"""Characters around a mask in which a birth date in running text belongs to it."""

_MOST = 400
"""Masks of one item that are compared with each other; a list of more is compared within its rows only."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """A mask that leaves fewer than ``fewest`` numbers is reported; ``years`` of age that a person can have.

    ``signs``: what is typed in place of digits. ``alike``: how many places two masks must both show to be one
    number's. ``birth``: words of headings and labels that tell a birth date.
    """

    fewest: int
    signs: tuple[str, ...]
    birth: tuple[str, ...]
    years: int = 100
    alike: int = 6


def literals(params: Params) -> Iterable[str]:
    """The runs of signs that masks are made of."""
    return params.signs


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each mask that leaves too few numbers: by itself, by the birth date beside it, or by another copy."""
    params: Params = rule.params
    seen: list[masked.Masked] = []
    for number in sorted({hit.part for hit in context.hits}):
        part = item.parts[number]
        rows = _Rows(part, params)
        for one in masked.find(part.text):
            known, reason = _completed(rows, one)
            if known == one.known and len(seen) < _MOST:
                known, reason = _with_copy(one, seen, params)
                seen.append(one)
            left = masked.candidates(known, _lifetime(known, context.today.year, params.years))
            if left < params.fewest:
                yield _match(part, one, left, reason)


def _completed(rows: _Rows, one: masked.Masked) -> tuple[str, Text]:
    """What is known of the number with the birth date beside it."""
    nothing = Text("号码本身", "the number itself")
    for date in masked.births(rows.beside(one)):
        known = masked.joined(one.known, "*" * 6 + date + "*" * 4)
        if known is not None and known != one.known:
            return known, Text("同处的出生日期", "the birth date beside it")
    return one.known, nothing


class _Rows:
    """The rows of a part's tables, looked up by place: a list has as many masks as rows."""

    def __init__(self, part: Part, params: Params) -> None:
        self._part = part
        self._params = params
        self._columns = of_tables(part.tables, named=False)
        self._births: dict[int, list[str]] = {}
        for cell in self._columns.under(lambda heading: _told(heading, params)):
            self._births.setdefault(cell.line, []).append(f"{part.text[cell.start : cell.end]}出生")

    def beside(self, one: masked.Masked) -> str:
        """The text that a birth date of this person can stand in: the cells of the row, or the sentence."""
        row = self._columns.line(one.start)
        if row is not None:
            return " ".join(self._births.get(row, ()))
        text = self._part.text
        first = max(text.rfind("\n", max(0, one.start - _REACH), one.start) + 1, one.start - _REACH)
        last = text.find("\n", one.end, one.end + _REACH)
        line = text[first : last if last >= 0 else one.end + _REACH]
        heading = text[max(0, first - 2000) : first]
        told = _told(line, self._params) or ("\t" in line and _told(heading, self._params))
        return line if told else ""


def _told(text: str, params: Params) -> bool:
    return any(word in text for word in params.birth)


def _with_copy(one: masked.Masked, seen: Iterable[masked.Masked], params: Params) -> tuple[str, Text]:
    """What is known of the number together with a copy that is masked differently."""
    for other in seen:
        known = masked.joined(one.known, other.known)
        differ = known not in (None, one.known, other.known)
        if known is not None and differ and masked.overlap(one.known, other.known) >= params.alike:
            return known, Text("另一处遮盖不同的同一号码", "a copy of it that is masked differently")
    return one.known, Text("号码本身", "the number itself")


def _lifetime(known: str, year: int, years: int) -> tuple[int, int]:
    """The years of birth to count; a century that the mask shows is taken as it is."""
    if "*" not in known[6:10]:
        return int(known[6:10]), int(known[6:10])
    if "*" not in known[6:8]:
        return int(known[6:8]) * 100, int(known[6:8]) * 100 + 99
    return year - years, year


def _match(part: Part, one: masked.Masked, left: int, reason: Text) -> Match:
    many = f"{left:,}"
    return Match(
        Spot(part=part, span=Span(one.start, one.end)),
        data={"found": part.text[one.start : one.end], "left": many, "reason": reason},
        confidence=0.9,
    )
