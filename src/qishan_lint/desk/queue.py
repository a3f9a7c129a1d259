"""What waits for the person at the desk, what they have signed, and what was returned."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qishan_lint import signing
from qishan_lint.model import Level, Text
from qishan_lint.signing import Office, Shown, Untrusted
from qishan_lint.signoff import statement
from qishan_lint.signoff.policy import Reviewer

Tab = Literal["waiting", "signed", "returned", "others"]
Group = Literal["again", "first", "blocked"]
TABS: tuple[Tab, ...] = ("waiting", "signed", "returned", "others")
GROUPS: tuple[Group, ...] = ("again", "first", "blocked")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the queue. ``levels`` counts findings, ``since`` is the day of the last signature (empty: none)."""

    item: str
    title: str
    department: str
    tab: Tab
    group: Group
    levels: tuple[tuple[Level, int], ...]
    since: str
    trouble: Text | None = None


def entries(office: Office, reviewer: Reviewer | None, paths: tuple[str, ...]) -> Iterator[Entry]:
    """A row for each item in ``paths``; without a reviewer everything that waits for anybody is waiting."""
    for each in signing.survey(office, paths):
        if isinstance(each, Untrusted):
            yield Entry(each.item, posixpath.basename(each.item), "", "waiting", "blocked", (), "", each.error.message)
        else:
            yield entry(office, reviewer, each)


def entry(office: Office, reviewer: Reviewer | None, shown: Shown) -> Entry:
    """The row of one item."""
    counts = Counter(finding.level for finding in shown.result.findings)
    levels = tuple((level, counts[level]) for level in (Level.ERROR, Level.WARNING, Level.INFO) if counts[level])
    since = shown.accepted[-1].predicate.signed_on if shown.accepted else ""
    title = shown.result.title or posixpath.basename(shown.item)
    group: Group = "blocked" if shown.faults else "again" if shown.fresh and shown.accepted else "first"
    return Entry(shown.item, title, shown.result.department, _tab(office, reviewer, shown), group, levels, since)


def _tab(office: Office, reviewer: Reviewer | None, shown: Shown) -> Tab:
    if shown.accepted and shown.accepted[-1].predicate.decision == "return" and not _edited(shown):
        return "returned"
    if shown.level and (reviewer is None or signs_for(office, reviewer, shown) is not None):
        return "waiting"
    signed = reviewer is not None and any(one.predicate.reviewer == reviewer.id for one in shown.accepted)
    return "signed" if signed or not shown.level else "others"


def _edited(shown: Shown) -> bool:
    """Whether the files differ from those that were returned."""
    return statement.subjects(shown.accepted[-1]) != dict(shown.subject)


def signs_for(office: Office, reviewer: Reviewer, shown: Shown) -> str | None:
    """For whom the reviewer may sign at the level that is next: empty for themselves, an id as a deputy, None: nobody.

    Nobody signs twice.
    """
    if not shown.level:
        return None
    before = () if shown.fresh else shown.accepted
    taken = {one.predicate.reviewer for one in before} | {one.predicate.on_behalf_of for one in before}
    absent = [None, *(one.absent for one in office.policy.delegations if one.deputy == reviewer.id)]
    for one in absent:
        may = office.policy.may(reviewer.id, shown.level, shown.item, absent=one, day=office.day)
        if may and not taken & {reviewer.id, one or reviewer.id}:
            return one or ""
    return None
