"""Phone numbers: a person's mobile is personal, the published contact of an office is to be public."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qishan_lint.identity import around
from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Heading, Identity, mask
from qishan_lint.identity.words import group, label

_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.\-])((?:(?:\+|00)?86[ \-]?)?1[ \-.]?[3-9](?:[ \-.]?\d){9})(?![0-9A-Za-z]|[.\-]\d)"
)
_FORM = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_SEPARATORS = re.compile(r"[ \-.]")
_HOME = re.compile(r"(0(?<![0-9A-Za-z]0)\d{2,3}[ \-]?\d{7,8})(?![0-9])")


def find(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The mobile numbers in a text, and land lines that are called somebody's home."""
    for match in _MOBILE.finditer(folded.text):
        value = _FORM.fullmatch(_SEPARATORS.sub("", match[1]))
        if value is None or not _is_one_number(match[1]) or around.is_quantity(folded, match.end()):
            continue
        heading = around.column(folded, known, match.start())
        labelled = around.is_labelled(folded, match.start(), label("mobile"), heading)
        if not labelled and around.is_other(folded, match.start(), heading):
            continue
        contact = _is_contact(folded, match.span(1), heading)
        yield _identity("mobile", folded, match.span(1), value[1], labelled=labelled, contact=contact)
    for match in _HOME.finditer(folded.text):
        heading = around.column(folded, known, match.start())
        if around.is_labelled(folded, match.start(), label("landline"), heading):
            yield _identity("landline", folded, match.span(1), match[1], labelled=True, contact=False)


def _is_one_number(shown: str) -> bool:
    """Whether the groups of digits are those of a phone number, or single digits: 13 8 24 10 is a list of numbers."""
    if shown.isdecimal():
        return True
    local = shown.lstrip("+").removeprefix("0086").removeprefix("86").lstrip(" -")
    sizes = {len(group) for group in _SEPARATORS.split(local)}
    return sizes == {1} or min(sizes) >= 3


def _is_contact(folded: Folded, span: tuple[int, int], heading: Heading | None) -> bool:
    """Whether the number reads like the contact of an office."""
    if heading is not None:
        if group("person_lists").names(heading.row):
            return False
        return group("office_lists").names(heading.row)
    sentence = around.before(folded, span[0], 40)
    personal = group("personal").stands_in(sentence)
    return not personal and group("contact").stands_in(sentence)


def _identity(
    kind: str, folded: Folded, span: tuple[int, int], value: str, *, labelled: bool, contact: bool
) -> Identity:
    first, last = folded.span(*span)
    shown = folded.source[first:last]
    masked = mask(shown, sum(map(str.isalnum, shown)) - 8, 4) if kind == "mobile" else mask(shown, 4, 0)
    return Identity(kind, first, last, masked, 0.9 if labelled else 0.8, value, contact=contact, labelled=labelled)
