"""Numbers that only their label tells: accounts, service papers, medical records, coordinates, network addresses."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from qishan_lint.identity.fold import Folded
from qishan_lint.identity.headings import Columns
from qishan_lint.identity.value import Headed, Identity, mask
from qishan_lint.identity.words import Form, group, labels_of, words

_BETWEEN = r"[^0-9A-Za-z\n一-鿿]{0,6}(?:号码?|为|是|编号)?[^0-9A-Za-z\n一-鿿]{0,6}"


def find(folded: Folded, known: Columns) -> Iterator[Identity]:
    """The values that stand behind one of the shipped labels, or under a heading with one."""
    for form in words().forms:
        shown = any(label in folded.text for label in form.labels)  # most forms never do: no pattern is compiled
        for match in _after_label(form).finditer(folded.text) if shown else ():
            if not _is_public(folded.text, match.end()):
                yield _identity(form, folded, folded.span(*match.span("value")))
        for cell in known.under(labels_of(form).names):
            yield from _in_cell(form, folded, cell)


def _in_cell(form: Form, folded: Folded, cell: Headed) -> Iterator[Identity]:
    text = folded.source[cell.start : cell.end]
    match = _alone(form).fullmatch(text.strip())
    if match is not None:
        start = cell.start + len(text) - len(text.lstrip())
        yield _identity(form, folded, (start, start + len(match[0])))


def _identity(form: Form, folded: Folded, span: tuple[int, int]) -> Identity:
    shown = folded.source[span[0] : span[1]]
    masked = mask(shown, *form.keep)
    return Identity(form.kind, span[0], span[1], masked, 0.8, shown, labelled=True)


def _is_public(text: str, end: int) -> bool:
    """Whether the owner of an account is named as an office."""
    return group("public_account").stands_in(text[end : end + 30].partition("\n")[0])


@functools.cache
def _after_label(form: Form) -> re.Pattern[str]:
    return re.compile(rf"(?:{labels_of(form).pattern.pattern}){_BETWEEN}(?P<value>{form.form})(?![0-9A-Za-z])")


@functools.cache
def _alone(form: Form) -> re.Pattern[str]:
    return re.compile(form.form)
