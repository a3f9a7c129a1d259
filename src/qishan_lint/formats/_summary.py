"""The figures of a report, counted once for all formats, so that every output names the same numbers.

An item (篇) is blocked when it has an error, needs work when it has a warning or a hint, and is clear otherwise.
Equal hits in one file are one finding (处) with a count.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from qishan_lint.model import Finding, Level, Report, Result

MANY = 1000
"""Findings beyond which nobody reads them one by one: reports then begin with the rules."""

RESOLUTES = ("short", "wording", "photo", "stale", "sensitive")
"""The families that stand for what the house resolved, in the order of every table."""

_UNREAD = (
    "unreadable",
    "unsupported",
    "encoding-unknown",
    "encrypted",
    "lfs-pointer",
    "not-checked",
    "too-many-pixels",
)
"""What the names of rules end in that report content which nobody checked."""


class Verdict(enum.StrEnum):
    """What becomes of an item."""

    BLOCKED = "blocked"
    WORK = "work"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Group:
    """Equal hits of one rule in one file, at least one; ``first`` stands for them all."""

    hits: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The hit that is shown."""
        return self.hits[0]

    @property
    def fixable(self) -> bool:
        """Whether ``--fix`` repairs it."""
        return any(hit.fix is not None and hit.fix.safe for hit in self.hits)


@dataclass(slots=True)
class Count:
    """Findings by level, and in how many items; ``departments`` counts these items."""

    levels: Counter[Level] = field(default_factory=Counter)
    items: int = 0
    hits: int = 0
    departments: Counter[str] = field(default_factory=Counter)

    @property
    def findings(self) -> int:
        """Findings of all levels."""
        return sum(self.levels.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a report. ``families`` holds the five resolutes, and others where something was found."""

    verdicts: Mapping[Verdict, int]
    families: Mapping[str, Count]
    total: Count
    rules: Mapping[str, Count]
    groups: Mapping[str, tuple[Group, ...]]
    unread: int
    waived: int
    baselined: int
    fixable: int
    photos: int
    attachments: int

    @property
    def items(self) -> int:
        """Items checked."""
        return sum(self.verdicts.values())


def family(rule: str) -> str:
    """The family of the rule with this id."""
    return rule.partition("/")[0]


def is_unread(finding: Finding) -> bool:
    """Whether the finding says that a file was not read, so that nobody checked it."""
    return tells_unread(finding.rule)


def tells_unread(rule: str) -> bool:
    """Whether the rule with this id tells of content that nobody checked."""
    return rule.partition("/")[2].endswith(_UNREAD)


def verdict(result: Result) -> Verdict:
    """What becomes of the item."""
    level = result.level
    return Verdict.CLEAR if level is None else Verdict.BLOCKED if level is Level.ERROR else Verdict.WORK


def groups(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings of one item, equal hits together, secrecy and personal data before everything else."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        found.setdefault(_sameness(finding), []).append(finding)
    grouped = [Group(tuple(hits)) for hits in found.values()]
    return tuple(sorted(grouped, key=lambda group: not group.first.sensitive))


def _sameness(finding: Finding) -> tuple[object, ...]:
    """Masked values differ only in what is left of them: a list of fifty numbers is one finding."""
    what = finding.place.part if finding.sensitive else finding.message.zh
    return (finding.rule, finding.level, finding.scope, finding.place.path, what)


def summarize(report: Report) -> Summary:
    """The figures of ``report``."""
    families = {name: Count() for name in RESOLUTES}
    total, rules = Count(), dict[str, Count]()
    grouped = {result.id: groups(result.findings) for result in report.results}
    for result in report.results:
        own = grouped[result.id]
        for key, counts in (("family", families), ("rule", rules)):
            _add(counts, own, by_rule=key == "rule", department=result.department)
        _add({"": total}, own, by_rule=None, department=result.department)
    verdicts = Counter(map(verdict, report.results))
    every = [group for own in grouped.values() for group in own]
    return Summary(
        verdicts={each: verdicts[each] for each in Verdict},
        families=families,
        total=total,
        rules=rules,
        groups=grouped,
        unread=len({group.first.place.path for group in every if is_unread(group.first)}),
        waived=sum(len(result.waivers) for result in report.results),
        baselined=sum(result.baselined for result in report.results),
        fixable=sum(group.fixable for group in every),
        photos=sum(len(result.photos) for result in report.results),
        attachments=sum(len(result.attachments) for result in report.results),
    )


def _add(counts: dict[str, Count], own: Iterable[Group], *, by_rule: bool | None, department: str) -> None:
    touched = set()
    for group in own:
        rule = group.first.rule
        key = "" if by_rule is None else rule if by_rule else family(rule)
        count = counts.setdefault(key, Count())
        count.levels[group.first.level] += 1
        count.hits += len(group.hits)
        touched.add(key)
    for key in touched:
        counts[key].items += 1
        if department:
            counts[key].departments[department] += 1
