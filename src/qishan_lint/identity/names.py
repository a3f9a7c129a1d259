"""Names of persons, where they stand beside what makes them personal: another identity, an illness, a child's age.

A name alone is none: officials and winners of prizes are to be named.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Headed, Identity
from qishan_lint.identity.words import group, words

_REACH = 36
"""Characters before an identity in which the name of its owner stands, and before a condition that of who has it."""

_OWNED = frozenset(
    ("citizen-id", "bank-card", "bank-account", "passport", "mobile", "landline", "record", "service-paper")
)
_ILLS = "病症癌瘤疸障压"
"""Last characters of illnesses that begin like a name (白血病, 高血压, 黄疸)."""
_IN_CELL = re.compile(r"[一-鿿]{2,4}|[一-鿿]{1,8}·[一-鿿·]{1,10}")


def beside(folded: Folded, known: Columns, found: Sequence[Identity]) -> Iterator[Identity]:
    """The names that stand before one of the identities ``found``, or in its row under a heading for names."""
    owned = [one for one in found if one.kind in _OWNED and not one.contact]
    lines: set[int] = set()
    for one in owned:
        line = known.line(one.start)
        if line is None:
            yield from _before(folded.source, one)
        else:
            lines.add(line)
    for cell in known.under(_is_named) if lines else ():
        if cell.line in lines:
            yield from _in_cell(folded.source, cell, "person")


def with_condition(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The names beside an illness or a child's age, and those in lists of patients and of children."""
    for kind, condition, pattern in (("patient", _illness(), _ill()), ("minor", _age(), _young())):
        for start, end in _up_to(condition, folded.source):
            for match in pattern.finditer(folded.source, start, end):
                yield _name(kind, match.start("name"), match["name"])
    for cell in known.under(_is_named):
        for kind, lists in (("patient", group("illness_lists")), ("minor", group("minor_lists"))):
            if lists.names(cell.heading.row):
                yield from _in_cell(folded.source, cell, kind)
                break


def _up_to(condition: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``text`` in which a name may stand with a condition: looking for names everywhere costs far more."""
    first = last = 0
    for match in condition.finditer(text):
        if match.start() - _REACH > last:
            if last:
                yield first, last
            first = match.start() - _REACH
        last = match.end()
    if last:
        yield first, last


def _before(text: str, one: Identity) -> Iterator[Identity]:
    first = max(0, one.start - _REACH)
    reach = re.split(r"[。；;！？!?\n]", text[first : one.start])[-1]
    matches = list(_owner().finditer(reach))
    if matches:
        yield _name("person", one.start - len(reach) + matches[-1].start("name"), matches[-1]["name"])


def _in_cell(text: str, cell: Headed, kind: str) -> Iterator[Identity]:
    shown = text[cell.start : cell.end]
    bare = shown.strip()
    if _IN_CELL.fullmatch(bare) and "某" not in bare and bare != cell.heading.text.strip():
        yield _name(kind, cell.start + shown.index(bare), bare)


def _name(kind: str, start: int, name: str) -> Identity:
    return Identity(kind, start, start + len(name), name[0] + "*" * (len(name) - 1), 0.7, name, labelled=True)


def _is_named(heading: str) -> bool:
    """Whether a column of that ``heading`` holds the names of persons."""
    return group("name_headings").names(heading) and not group("other_names").names(heading)


@functools.cache
def _form() -> str:
    """A name after the beginning of a clause or a word for a person's part, before a mark that ends it."""
    table = words()
    part = "|".join(map(re.escape, table.parts))
    surnames = "|".join([*table.double_surnames, f"[{table.surnames}]"])
    return rf"(?:(?<![一-鿿0-9A-Za-z])|(?:{part}))[:：]?(?P<name>(?:{surnames})(?![某])[一-鿿]{{1,2}})(?<![某{_ILLS}])"


@functools.cache
def _owner() -> re.Pattern[str]:
    return re.compile(rf"{_form()}(?=[（(，,、：:\s]|{'|'.join(map(re.escape, words().labels['citizen-id']))}|$)")


@functools.cache
def _illness() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words().illness)))


@functools.cache
def _age() -> re.Pattern[str]:
    return re.compile("(?:[1-9]|1[0-3])周?岁")


@functools.cache
def _ill() -> re.Pattern[str]:
    return re.compile(rf"{_form()}(?=[（(，,][^。；;\n]{{0,24}}?(?:{_illness().pattern}))")


@functools.cache
def _young() -> re.Pattern[str]:
    return re.compile(rf"{_form()}(?=[（(，,](?:[男女][孩童]?[，,、])?(?:今年|现年|年龄)?{_age().pattern})")
