"""Answers that show who asked: the asker's own name, telephone or address in what is published, and other identities."""

from __future__ import annotations

from collections.abc import Iterator

from qishan_lint import identity
from qishan_lint.ledgers import kinds
from qishan_lint.ledgers.entries import Entry
from qishan_lint.ledgers.told import Teller, hidden, named
from qishan_lint.model import Finding, Level, Text

_SHOWN = ("title", "content", "reply")
_SURE = 0.6
"""Confidence from which an identity in an answer is reported."""

_SHORTEST = {"asker": 2, "phone": 7, "address": 6}
_WHAT = {
    "asker": Text("姓名", "the asker's name"),
    "phone": Text("联系方式", "the asker's telephone"),
    "address": Text("地址", "the asker's address"),
}
_OTHER = Text("或他人的身份、联系信息", "a value that names or reaches a person")


def find(entry: Entry, teller: Teller) -> Iterator[Finding]:
    """What the published fields of a case show of its asker; nothing for a case that is marked as not published."""
    words = kinds.words()
    mark = entry.texts.get("published", "")
    if mark in words.no:
        return
    certain = mark in words.yes
    number = entry.texts.get("number", "")
    note = (
        Text("", "")
        if certain
        else Text("；台账没有写明是否公开，公开前须删去", "; whether it is published is not said")
    )
    for field in _SHOWN:
        for what, value in _seen(entry, entry.texts.get(field, ""), words):
            yield teller.finding(
                "ledger/leak", entry.where(field), number + field, Level.ERROR if certain else Level.WARNING,
                number=named(number, entry.row), field=entry.names[field], what=what, value=value, note=note,
            )  # fmt: skip


def _seen(entry: Entry, shown: str, words: kinds.Words) -> Iterator[tuple[Text, str]]:
    """What ``shown`` gives away, each with its masked value."""
    if not shown:
        return
    for field, least in _SHORTEST.items():
        own = entry.texts.get(field, "")
        if len(own) >= least and own not in words.nameless and "*" not in own and own in shown:
            yield _WHAT[field], hidden(own)
    for one in identity.find(shown):
        if one.confidence >= _SURE and not one.contact and shown[one.start : one.end] != entry.texts.get("phone"):
            yield _OTHER, one.masked
