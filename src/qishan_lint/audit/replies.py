"""Replies: the ledgers of an office beside its items, checked by their own clocks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from qishan_lint.audit import converted, record
from qishan_lint.audit.places import Place
from qishan_lint.declared import LedgerClock
from qishan_lint.model import Finding, Report, Text

RATES = "ledger/rates"
"""The finding that carries the figures of a ledger."""

SILENT = "ledger/silent"
"""The rule about letters that nobody answered for months."""


class Replies(msgspec.Struct, frozen=True):
    """What the ledgers hold: findings, figures, and the rules they were checked by."""

    findings: tuple[record.Finding, ...] = ()
    ledgers: tuple[record.Ledger, ...] = ()
    rules: dict[str, record.Rule] = {}
    unconfirmed: tuple[tuple[str, str], ...] = ()


def check(paths: Sequence[Path], as_of: datetime.date, own: Mapping[str, LedgerClock]) -> Replies:
    """The ledgers at ``paths`` on the day ``as_of`` by the office's ``own`` periods; what cannot be read is a finding.

    Raises UsageError and ConfigError.
    """
    if not paths:
        return Replies()
    from qishan_lint.ledgers import run as ledgers

    report = ledgers.check(ledgers.Request(paths=tuple(paths), today=as_of, own=own))
    found = [finding for result in report.results for finding in result.findings]
    sums = [each for each in found if each.rule == RATES]
    return Replies(
        findings=tuple(_about(each) for each in found if each.rule != RATES),
        ledgers=tuple(_figures(each) for each in sums),
        rules=_rules(report, {each.data["kind"] for each in sums}),
        unconfirmed=report.unconfirmed,
    )


def _about(finding: Finding) -> record.Finding:
    """A finding about a ledger, which is no item: its file stands where others have their column."""
    made = converted.finding((finding,), Place(Path(finding.item).name, ""))
    return msgspec.structs.replace(made, item="")


def _rules(report: Report, read: set[str]) -> dict[str, record.Rule]:
    """The rules that had something to look at: letters nobody answers only show where such a ledger was read."""
    from qishan_lint.ledgers import kinds

    watched = {kind.name.en for kind in kinds.kinds({}).values() if kind.clock.silent}
    return {
        id_: converted.rule(info) for id_, info in report.rules.items() if id_ != SILENT or not watched.isdisjoint(read)
    }


def _figures(finding: Finding) -> record.Ledger:
    """The figures that the finding about rates carries."""
    data = finding.data
    return record.Ledger(
        title=Text(finding.message.zh.partition("：")[0], finding.message.en.partition(": ")[0]),
        path=finding.item,
        on_time=int(data["on_time"]),
        due=int(data["due"]),
        late=int(data["late"]) + int(data["overdue"]),
        undecided=int(data["undecided"]),
    )
