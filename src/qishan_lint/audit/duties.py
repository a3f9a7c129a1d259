"""Duties: what the standard directories ask for, held against the items of an audit."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import msgspec

from qishan_lint.audit import converted, record
from qishan_lint.directory import gaps, matching, told
from qishan_lint.directory.gaps import Gap
from qishan_lint.directory.model import Library, Listed
from qishan_lint.model import Text

UNMAPPED = "unmapped"
"""News that no directory asks for are no fault of a site."""


class Duties(msgspec.Struct, frozen=True):
    """What is owed: findings, figures by area, the rules by which was looked."""

    findings: tuple[record.Finding, ...] = ()
    areas: tuple[record.Area, ...] = ()
    rules: dict[str, record.Rule] = {}


def check(library: Library | None, items: Sequence[record.Item], as_of: datetime.date) -> Duties:
    """The ``items`` held against the directories on the day ``as_of``; nothing without directories."""
    if library is None:
        return Duties()
    held = gaps.find(library, map(_listed, items), as_of)
    found = [gap for gap in held.gaps if gap.code != UNMAPPED]
    known = {item.id: item for item in items}
    departments = frozenset(item.department for item in items)
    count = Counter(gap.area for gap in found)
    return Duties(
        findings=tuple(_finding(gap, known, departments) for gap in found),
        areas=tuple(
            record.Area(
                name=one.area,
                entries=len(one.entries),
                covered=held.covered.get(one.area, 0),
                gaps=count[one.area],
            )
            for one in library.directories
        ),
        rules={
            id_: converted.rule(each.as_rule(id_))
            for id_, each in told.statements().items()
            if not id_.endswith(UNMAPPED)
        },
    )


def _listed(item: record.Item) -> Listed:
    return Listed(
        id=item.id,
        title=item.title,
        column=item.column,
        path=item.path,
        department=item.department,
        published=item.first or item.published,
        written=item.dates.get("written"),
        code=item.entry,
        channels=item.channels,
    )


def _finding(gap: Gap, items: Mapping[str, record.Item], departments: Collection[str]) -> record.Finding:
    """The finding for ``gap``: about its item, else about its area, which stands where others have their column."""
    item, where, said = items.get(gap.item), told.place(gap), told.sentence(gap)
    name = "\0".join((told.rule(gap), gap.area, gap.entry, gap.item))
    return record.Finding(
        fingerprint=hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        rule=told.rule(gap),
        family=told.FAMILY,
        level=told.level(gap),
        item=gap.item,
        department=item.department if item else _answering(gap.department, departments),
        column=item.column if item else gap.area,
        message=Text(f"{where.zh}：{said.zh}", f"{where.en}: {said.en}") if gap.area else said,
        path=item.path if item else "",
        scope="audit",
    )


def _answering(cell: str, departments: Collection[str]) -> str:
    """Of several bodies in a cell the first that has items on the site; else all of them."""
    several = matching.bodies(cell)
    return next((body for body in several if body in departments), "、".join(several))
