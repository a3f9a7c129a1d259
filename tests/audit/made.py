"""Audits for tests, in few words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from qishan_lint.audit import clocks, limits, statements, tally
from qishan_lint.audit.record import Audit, Column, Finding, Item, Rule, Waived
from qishan_lint.model import Level, Text

AS_OF = datetime.date(2026, 11, 23)


def item(id_: str, department: str = "县民政局", column: str = "部门动态", published: str = "2026-11-20") -> Item:
    day = datetime.date.fromisoformat(published) if published else None
    return Item(
        id=id_, title=f"标题{id_}", department=department, column=column, published=day, digest="0" * 64, path=id_
    )


def finding(
    about: str, rule: str = "wording/wrong-word", level: str = "error", *, prints: Iterable[str] = ("f0",), **more: str
) -> Finding:
    first, *rest = prints
    text = more.get("text", f"“{about}”有问题")
    return Finding(
        fingerprint=first,
        rule=rule,
        family=rule.partition("/")[0],
        level=Level(level),
        item=about,
        department=more.get("department", "县民政局"),
        column="部门动态",
        message=Text(text, text),
        where="3:1",
        path=about,
        masked=more.get("masked", "前后文"),
        count=1 + len(rest),
        prints=tuple(rest),
    )


def column(name: str, kind: str, latest: str | None, *, items: int = 1, as_of: datetime.date = AS_OF) -> Column:
    """A column whose newest item is of the day ``latest``; none of its items has a date without."""
    entry = limits.named(kind)
    assert entry is not None
    days = [datetime.date.fromisoformat(latest)] if latest else []
    seen = clocks.read(clocks.of(entry), days, as_of, items)
    return Column(
        name=name, kind=kind, title=entry.title, state=seen.state, latest=seen.latest, age=seen.age, limit=entry.days,
        due=seen.due, items=items, weeks=seen.weeks, vetoed=seen.vetoed, confirmed=entry.confirmed, source=entry.source,
    )  # fmt: skip


def audit(
    items: Iterable[Item] = (),
    findings: Iterable[Finding] = (),
    columns: Iterable[Column] = (),
    *,
    as_of: datetime.date = AS_OF,
    rules: Iterable[str] = ("wording/wrong-word", "stale/no-date"),
    waived: Iterable[Waived] = (),
) -> Audit:
    listed, found = tuple(items), tuple(findings)
    ran = {name: Rule(name=Text(name, name), family=name.partition("/")[0], level=Level.ERROR) for name in rules}
    return Audit(
        as_of=as_of,
        site="青禾县",
        tool="0",
        catalogue="c" * 64,
        configuration="d" * 64,
        items=listed,
        findings=found,
        columns=tuple(columns),
        counts=tally.counts(listed, found),
        rules=ran | statements.rules(),
        waived=tuple(waived),
        unconfirmed=(("stale/late.most", "3"),),
    )


def county(departments: int, per: int, columns_: int) -> Audit:
    """A large county: so many departments with ``per`` items each, every fifth item faulty."""
    names = [f"县第{number}局" for number in range(departments)]
    items = [item(f"{name}/{number}.md", name) for name in names for number in range(per)]
    found = [finding(each.id, department=each.department) for each in items[::5]]
    return audit(items, found, [column(f"部门动态{number}", "news", "2026-11-01") for number in range(columns_)])
