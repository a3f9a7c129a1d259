"""Comparison with an earlier audit: what is new, fixed, still open or open again, and the rectification rate.

A finding counts as fixed only when it was looked for and not found: not where its rule did not run, where the item could
not be read, or where somebody allowed it instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from qishan_lint.audit import tally
from qishan_lint.audit.record import Audit, Comparison, Finding, Key, Progress
from qishan_lint.errors import UsageError
from qishan_lint.formats import _summary
from qishan_lint.model import Level, Text


def compare(audit: Audit, earlier: Audit) -> Audit:
    """``audit`` with the progress of its findings since ``earlier``.

    Raises UsageError when ``earlier`` is later, or about other items altogether.
    """
    _refuse_unlike(audit, earlier)
    before = _open(earlier)
    now, then = _keys(audit.findings), _keys(before) | _keys(waived.finding for waived in earlier.waived)
    closed = {key for key in earlier.closed if key not in then}
    findings = tuple(_with_progress(finding, then, closed) for finding in audit.findings)
    allowed = _keys(waived.finding for waived in audit.waived)
    blind = {finding.item for finding in audit.findings if finding.item and _summary.tells_unread(finding.rule)}
    fates: dict[str, list[Finding]] = {"waived": [], "unchecked": [], "fixed": []}
    for finding in before:
        if now.isdisjoint(finding.keys):
            unseen = finding.rule not in audit.rules or finding.item in blind
            fate = "waived" if not allowed.isdisjoint(finding.keys) else "unchecked" if unseen else "fixed"
            fates[fate].append(finding)
    fixed, there = fates["fixed"], {item.id for item in audit.items}
    counted = Counter(finding.progress for finding in findings if finding.level is not Level.INFO)
    comparison = Comparison(
        earlier=earlier.as_of,
        due=len(_due(before)),
        rectified=len(_due(fixed)),
        withdrawn=sum(bool(finding.item) and finding.item not in there for finding in _due(fixed)),
        new=counted["new"],
        open=counted["open"],
        reopened=counted["reopened"],
        before=_rates(earlier),
        departments=_by_department(before, fixed),
        fixed=tuple(fixed),
        waived=tuple(fates["waived"]),
        unchecked=tuple(fates["unchecked"]),
    )
    closed |= _keys(fixed)
    return msgspec.structs.replace(audit, findings=findings, comparison=comparison, closed=tuple(sorted(closed - now)))


def _open(earlier: Audit) -> tuple[Finding, ...]:
    """What is due since the last time, and since the time before if nobody could look for it then."""
    return (*earlier.findings, *(earlier.comparison.unchecked if earlier.comparison is not None else ()))


def _refuse_unlike(audit: Audit, earlier: Audit) -> None:
    if earlier.as_of > audit.as_of:
        raise UsageError(
            Text(
                f"对比的检查（{earlier.as_of}）晚于本次（{audit.as_of}）",
                f"the audit to compare with ({earlier.as_of}) is later than this one ({audit.as_of})",
            ),
            remedy=Text("--compare 指定上一次的结果", "--compare names the result of the time before"),
        )
    known = {item.id for item in earlier.items}
    if earlier.items and audit.items and not any(item.id in known for item in audit.items):
        raise UsageError(
            Text("两次检查没有一篇相同的稿件，无法对比", "the two audits have no item in common"),
            remedy=Text(
                "两次检查要指定同一个文件夹；各篇按文件夹内的路径对应",
                "audit the same folder both times: items are matched by their paths in it",
            ),
        )


def _keys(findings: Iterable[Finding]) -> set[Key]:
    return {key for finding in findings for key in finding.keys}


def _with_progress(finding: Finding, then: set[Key], closed: set[Key]) -> Finding:
    progress: Progress = "new"
    if not then.isdisjoint(finding.keys):
        progress = "open"
    elif not closed.isdisjoint(finding.keys):
        progress = "reopened"
    return msgspec.structs.replace(finding, progress=progress)


def _due(findings: Iterable[Finding]) -> list[Finding]:
    """What has to be put right: errors and warnings."""
    return [finding for finding in findings if finding.level is not Level.INFO]


def _by_department(before: Iterable[Finding], fixed: Iterable[Finding]) -> dict[str, tuple[int, int]]:
    due = Counter(finding.department for finding in _due(before))
    done = Counter(finding.department for finding in _due(fixed))
    return {name: (done[name], count) for name, count in sorted(due.items())}


def _rates(earlier: Audit) -> dict[str, tuple[int, int]]:
    bad = tally.faulty(earlier.findings)
    items = Counter(item.department for item in earlier.items)
    wrong = Counter(item.department for item in earlier.items if item.id in bad)
    return {name: (wrong[name], count) for name, count in sorted(items.items())}
