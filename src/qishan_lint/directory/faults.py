"""What is wrong with a directory itself: empty fields, limits that nobody can keep, repealed laws, what the template has."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from qishan_lint import catalog, engine, plan
from qishan_lint.directory import limits
from qishan_lint.directory.model import Directory, Entry, Library
from qishan_lint.directory.words import areas, words
from qishan_lint.model import Block, Item, Part, Span
from qishan_lint.settings import Settings

LAWS = ("wording/replaced-law", "wording/superseded-law")
"""The rules that know laws which are no longer in force."""


class Fault(msgspec.Struct, frozen=True):
    """One fault: ``code`` names it, ``row`` is that of the sheet (0: the directory as a whole), ``detail`` says what."""

    area: str
    row: int
    entry: str
    code: str
    detail: str = ""


def find(
    library: Library, today: datetime.date, template: Library | None = None, merged: Mapping[str, str] | None = None
) -> tuple[Fault, ...]:
    """The faults of all directories, in the order of their rows; ``merged`` names areas that another directory covers."""
    found = [fault for one in library.directories for fault in _of(one, today)]
    found += _absent(library, merged or {})
    if template is not None:
        found += _against(library, template)
    return tuple(found)


def _of(directory: Directory, today: datetime.date) -> Iterator[Fault]:
    known = words()
    for field in directory.absent:
        if field in known.required:
            yield Fault(directory.area, 0, "", "no-column", field)
    codes = Counter(directory.code(entry) for entry in directory.entries)
    names = Counter((entry.name, entry.content) for entry in directory.entries)
    for entry in directory.entries:
        for code, detail in _entry(entry, directory, today):
            yield Fault(directory.area, entry.row, entry.name, code, detail)
        if codes[directory.code(entry)] > 1:
            yield Fault(directory.area, entry.row, entry.name, "repeated-number", entry.number)
        if names[entry.name, entry.content] > 1:
            yield Fault(directory.area, entry.row, entry.name, "repeated-entry")


def _entry(entry: Entry, directory: Directory, today: datetime.date) -> Iterator[tuple[str, str]]:
    for field in words().required:
        if (
            field not in directory.absent
            and field not in ("limit",)
            and not getattr(entry, field)
            and not entry.optional
        ):
            yield "empty", field
    if "limit" not in directory.absent:
        timing = limits.parse(entry.limit)
        for kind, code in (
            ("missing", "no-limit"),
            ("masked-number", "limit-masked"),
            ("unknown", "limit-unknown"),
            ("ditto", "nothing-above"),
        ):
            if kind in timing.kinds:
                yield code, entry.limit
    for field in ("content", "basis", "body"):
        if getattr(entry, field) in ("同上", "同前"):
            yield "nothing-above", field
    channels = (*entry.channels, *entry.optional)
    if channels and not any(name in channel for channel in channels for name in words().website):
        yield "no-website", "、".join(channels)
    for law in _repealed(entry.basis, today):
        yield "repealed-law", law


def _repealed(basis: str, today: datetime.date) -> tuple[str, ...]:
    if not basis:
        return ()
    part = Part("basis", "basis", basis, blocks=(Block("paragraph", Span(0, len(basis))),))
    item = Item(id="basis", path="basis", digest="", parts=(part,), published=today)
    found = engine.check(item, _laws(), today).findings
    return tuple(
        dict.fromkeys(f"{one.data.get('found', '')} → {'、'.join(one.suggestions)}".rstrip(" →") for one in found)
    )


@functools.cache
def _laws() -> plan.Plan:
    known = catalog.load()
    rules = [catalog.compile_rule(known.entries[id_], level=None, params={}) for id_ in LAWS]
    return plan.assemble(Settings(rules={}), rules, known.digest)


def _absent(library: Library, merged: Mapping[str, str]) -> Iterator[Fault]:
    """The areas of the national list that an office which keeps that list has no directory for."""
    known = areas()
    own = {directory.area for directory in library.directories}
    wanting = [area for area, names in known.areas.items() if own.isdisjoint((area, *names))]
    if len(known.areas) - len(wanting) < known.least:
        return
    for area in wanting:
        if area not in merged:
            yield Fault(area, 0, "", "no-area")
        elif merged[area] not in own:
            yield Fault(area, 0, "", "merged-nowhere", merged[area])


def _against(library: Library, template: Library) -> Iterator[Fault]:
    """What the template has and the office's directory of the same area has not."""
    own = {one.area: {_key(entry) for entry in one.entries} for one in library.directories}
    for directory in template.directories:
        if directory.area not in own:
            yield Fault(directory.area, 0, "", "no-directory")
            continue
        for entry in directory.entries:
            if _key(entry) not in own[directory.area]:
                yield Fault(directory.area, 0, entry.name, "not-in-directory", directory.code(entry))


def _key(entry: Entry) -> tuple[str, str]:
    return "".join(entry.first.split()), "".join(entry.second.split())
