"""The gate: a fresh check and the sign-offs of every item decide whether it may be published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from qishan_lint import checking, settings, sources
from qishan_lint.checker import Checker, options_for
from qishan_lint.errors import UsageError
from qishan_lint.model import Report, Text
from qishan_lint.signing import faults_of, rules_of, waivers_of
from qishan_lint.signoff import canonical, ledger, subject, verify
from qishan_lint.signoff.policy import Policy
from qishan_lint.sources.grouping import ItemFiles


@dataclass(frozen=True, slots=True)
class Decision:
    """One item, what was accepted of its signatures, and why it may not be published; no reason means it may."""

    item: str
    accepted: int
    reasons: tuple[Text, ...]


def decide(
    root: Path, paths: tuple[str, ...], policy: Policy, day: datetime.date, first_seen: Mapping[str, datetime.date]
) -> tuple[Decision, ...]:
    """The decision for each item in ``paths``; ``root``, the current folder, holds ``.qishan``.

    The check is made anew: no cache, no baseline. Raises UsageError when there is no item, TrustError when a record
    or a file cannot be trusted.
    """
    report, _ = checking.check(checking.Request(paths=paths, today=day))
    if Path(report.root) != root.resolve() or report.interrupted or report.crashes:
        raise UsageError(Text("检查没有在签审目录下完成", "the check did not finish in the folder of the sign-offs"))
    if not report.results:
        raise UsageError(Text("没有可检查的稿件", "there is no item to decide about"))
    configuration = settings.for_folder(root, settings.Choice())
    exclude = configuration.excludes(root)
    found = sources.discover(paths or (".",), root=root, grouping=configuration.base().items, exclude=exclude)
    return tuple(_decisions(report, {files.id: files for files in found}, policy, first_seen))


def _decisions(
    report: Report, found: Mapping[str, ItemFiles], policy: Policy, first_seen: Mapping[str, datetime.date]
) -> Iterator[Decision]:
    root, rules = Path(report.root), rules_of(report)
    checker = Checker(settings.Choice(), None, report.today, report.capabilities)
    for result in report.results:
        item, files = subject.of(found[result.id], options_for(checker.settings(found[result.id])))
        if item.digest != result.digest:
            raise canonical.refused("检查期间文件有改动", "a file changed during the check", result.id)
        today = verify.Today(report.today, files, rules, waivers_of(result))
        verdict = verify.judge(ledger.load(root, result.id), policy, today, first_seen)
        yield Decision(result.id, len(verdict.accepted), (*faults_of(result), *verdict.reasons))
