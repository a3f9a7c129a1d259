"""A quarter of an audit: its items with their findings, and what became of those of the quarter before."""

from __future__ import annotations

import datetime
import re

import msgspec

from qishan_lint.audit import compare, tally
from qishan_lint.audit.record import Audit
from qishan_lint.errors import UsageError
from qishan_lint.model import Text


class Quarter(msgspec.Struct, frozen=True):
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.after().first - datetime.timedelta(days=1)

    def after(self) -> Quarter:
        """The next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    def before(self) -> Quarter:
        """The one before."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def holds(self, day: datetime.date | None) -> bool:
        """Whether ``day`` lies in it."""
        return day is not None and self.first <= day <= self.last


def parse(value: str) -> Quarter:
    """The quarter written as 2026Q3. Raises UsageError."""
    found = re.fullmatch(r"(20\d\d)[-年]?[Qq第]?([1-4])(?:季度)?", value.strip(), re.ASCII) or re.fullmatch(
        r"(20\d\d)年第([一二三四])季度", value.strip()
    )
    if found is None:
        raise UsageError(
            Text(f"季度“{value}”不对", f"bad quarter “{value}”"), remedy=Text("写成 2026Q3", "write it like 2026Q3")
        )
    return Quarter(int(found[1]), "一二三四".find(found[2]) + 1 or int(found[2]))


def of(audit: Audit, quarter: Quarter, earlier: Audit | None = None) -> Audit:
    """The items of ``audit`` published in ``quarter``, their findings, and the columns as they stand.

    With ``earlier``, an audit at the end of the quarter before, the comparison is between the two audits as a whole, and
    the rates of that time are those of its own quarter. Raises UsageError when ``audit`` was made before the quarter ended
    or no item is of it.
    """
    if audit.as_of < quarter.last:
        raise UsageError(
            Text(
                f"检查截至 {audit.as_of}，这个季度还没有结束",
                f"the audit is of {audit.as_of}, before the end of the quarter",
            ),
            remedy=Text(f"用 --as-of {quarter.last} 或之后的检查结果", f"audit with --as-of {quarter.last} or later"),
        )
    whole = compare.compare(audit, earlier) if earlier is not None else msgspec.structs.replace(audit, comparison=None)
    items = tuple(item for item in whole.items if quarter.holds(item.published))
    if not items:
        raise UsageError(Text("这个季度没有稿件", "no item is of this quarter"))
    ids = {item.id for item in items}
    findings = tuple(finding for finding in whole.findings if finding.item in ids)
    comparison = whole.comparison
    if comparison is not None and earlier is not None:
        comparison = msgspec.structs.replace(comparison, before=_rates(earlier, quarter.before()))
    return msgspec.structs.replace(
        whole, items=items, findings=findings, comparison=comparison, counts=tally.counts(items, findings)
    )


def _rates(earlier: Audit, quarter: Quarter) -> dict[str, tuple[int, int]]:
    """Faulty and all items of each department in ``quarter``."""
    bad = tally.faulty(earlier.findings)
    found: dict[str, tuple[int, int]] = {}
    for item in earlier.items:
        if quarter.holds(item.published):
            faulty, total = found.get(item.department, (0, 0))
            found[item.department] = (faulty + (item.id in bad), total + 1)
    return found
