"""Tallies: the figures of an audit, as a whole and by department, counted once for every output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from qishan_lint import rates
from qishan_lint.audit import record
from qishan_lint.formats import _summary
from qishan_lint.model import Level
from qishan_lint.rates import Rate

FEWEST = 20
"""Items below which a department is not ranked: its rate says more about chance than about its work."""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one department: items, faulty ones with their rate and interval, findings by family.

    ``shrunken`` is the rate drawn towards the mean of all, by which departments are ordered; ``rank`` is None where there
    are too few items. ``rectified`` of ``due`` findings of the last time are gone; ``before`` is the rate of that time.
    """

    name: str
    rate: Rate
    families: dict[str, int]
    shrunken: float = 0.0
    rank: int | None = None
    rectified: int = 0
    due: int = 0
    before: Rate | None = None


def counts(items: Sequence[object], findings: Sequence[record.Finding]) -> record.Counts:
    """The figures of all ``items`` with their ``findings``."""
    return record.Counts(
        items=len(items),
        faulty=len(faulty(findings)),
        findings=len(findings),
        unread=len({finding.path for finding in findings if _summary.tells_unread(finding.rule)}),
        levels={level.value: sum(finding.level is level for finding in findings) for level in Level},
        families=dict(sorted(Counter(finding.family for finding in findings).items())),
    )


def faulty(findings: Iterable[record.Finding]) -> set[str]:
    """The ids of the items with an error or a warning."""
    return {finding.item for finding in findings if finding.item and finding.level is not Level.INFO}


def late(audit: record.Audit) -> list[record.Column]:
    """The columns that are overdue or blank."""
    return [column for column in audit.columns if column.state in ("overdue", "blank")]


def departments(audit: record.Audit) -> tuple[Department, ...]:
    """The departments in the order of their shrunken rates, worst first, those with too few items at the end.

    Items without a department are under the empty name, last of all.
    """
    bad = faulty(audit.findings)
    items = Counter(item.department for item in audit.items)
    wrong = Counter(item.department for item in audit.items if item.id in bad)
    families: dict[str, Counter[str]] = {name: Counter() for name in items}
    for finding in audit.findings:
        families.setdefault(finding.department, Counter())[finding.family] += 1
    names = sorted(name for name in families if name or items[name])
    drawn = rates.shrunken([(wrong[name], items[name]) for name in names])
    known = [
        _since(
            Department(
                name=name,
                rate=rates.wilson(wrong[name], items[name]),
                families=dict(families[name]),
                shrunken=share,
            ),
            audit.comparison,
        )
        for name, share in zip(names, drawn, strict=True)
    ]
    return tuple(_ranked(sorted(known, key=_order)))


def _order(one: Department) -> tuple[object, ...]:
    return (not one.name, one.rate.of < FEWEST, -one.shrunken, -one.rate.share, one.name)


def _ranked(ordered: Iterable[Department]) -> Iterable[Department]:
    for number, one in enumerate(ordered, 1):
        ranked = one.name and one.rate.of >= FEWEST
        yield msgspec.structs.replace(one, rank=number) if ranked else one


def _since(one: Department, comparison: record.Comparison | None) -> Department:
    """With what became of the department's findings of the last time."""
    if comparison is None:
        return one
    rectified, due = comparison.departments.get(one.name, (0, 0))
    before = comparison.before.get(one.name)
    return msgspec.structs.replace(one, rectified=rectified, due=due, before=rates.wilson(*before) if before else None)
