"""Statements: what an audit finds wrong with a column, in the words of the shipped table."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator

from qishan_lint.audit import limits
from qishan_lint.audit.record import Column, Finding, Rule
from qishan_lint.model import Level, Text

FAMILY = "stale"


def rules() -> dict[str, Rule]:
    """What can be said of columns, as rules."""
    return {
        id_: Rule(name=each.name, family=FAMILY, level=each.level, source="rules/columns.yaml", why=each.why)
        for id_, each in limits.table().findings.items()
    }


def about(column: Column, as_of: datetime.date) -> Iterator[Finding]:
    """What is wrong with ``column``: at most one finding."""
    rule = _rule(column)
    if not rule:
        return
    statement = limits.table().findings[rule]
    late = (as_of - column.due).days if column.due else 0
    data = {
        "column": column.name,
        "age": column.age,
        "limit": column.limit,
        "over": late,
        "left": -late,
        "items": column.items,
        "due": column.due.isoformat() if column.due else "",
    }
    name = f"{rule}\0{column.department}\0{column.name}"
    yield Finding(
        fingerprint=hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        rule=rule,
        family=FAMILY,
        level=Level.ERROR if column.state == "overdue" and column.vetoed else statement.level,
        item="",
        department=column.department,
        column=column.name,
        message=Text(statement.message.zh.format_map(data), statement.message.en.format_map(data)),
        scope="audit",
    )


def _rule(column: Column) -> str:
    if column.state == "blank":
        return "stale/column-blank"
    if column.state == "soon":
        return "stale/column-due-soon"
    if column.state != "overdue":
        return ""
    if column.latest is None and column.items:
        return "stale/column-undated"
    return "stale/column-overdue" if column.limit is not None else "stale/column-duty"
