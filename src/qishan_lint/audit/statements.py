"""Statements: what an audit itself finds wrong, with columns and beside an earlier audit, in the words of the table."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping

from qishan_lint.audit import converted, limits
from qishan_lint.audit.record import Column, Finding, Item, Rule
from qishan_lint.directory import told
from qishan_lint.ledgers import kinds
from qishan_lint.locale import text
from qishan_lint.model import Level, Statement, Text

FAMILY = "stale"
LEDGER = "ledger"


def rules() -> dict[str, Rule]:
    """What can be said of columns, as rules."""
    return {id_: converted.rule(each.as_rule(id_)) for id_, each in limits.table().findings.items()}


def said() -> dict[str, Statement]:
    """Everything that is said beside the check of items: of columns, directories and ledgers."""
    return {**limits.table().findings, **told.statements(), **kinds.faults()}


def beside() -> frozenset[str]:
    """The names of all that, and of the families that no check of an item has."""
    return frozenset((*said(), told.FAMILY, LEDGER))


def page(rule: str, lang: str) -> str:
    """The page about one of them: what it is, why, its message, and where its limits stand."""
    known, family = said()[rule], rule.partition("/")[0]
    level = text(f"rules.level.{known.level.value}", lang)
    lines = [f"# {known.name.get(lang)}", "", f"`{rule}` · {level} · {text(f'audit.explain.only.{family}', lang)}", ""]
    source = f"{text('rules.source', lang)}{known.source}"
    where = text(f"audit.explain.limits.{family}", lang)
    return "\n".join([*lines, known.why.get(lang), "", source, "", known.message.get(lang), "", where, ""])


def about(column: Column, as_of: datetime.date) -> Iterator[Finding]:
    """What is wrong with ``column``: at most one finding."""
    rule = _rule(column)
    if not rule:
        return
    statement = limits.table().findings[rule]
    late = (as_of - column.due).days if column.due else 0
    data: dict[str, object] = {
        "column": column.name,
        "age": column.age,
        "limit": column.limit,
        "over": late,
        "left": -late,
        "items": column.items,
        "due": column.due.isoformat() if column.due else "",
    }
    yield Finding(
        fingerprint=_fingerprint(rule, column.department, column.name),
        rule=rule,
        family=FAMILY,
        level=_level(column, statement.level),
        item="",
        department=column.department,
        column=column.name,
        message=_filled(statement.message, data),
        scope="audit",
    )


def _level(column: Column, usual: Level) -> Level:
    if column.state == "overdue" and column.vetoed:
        return Level.ERROR
    kind = limits.named(column.kind)
    return kind.soon_level if column.state == "soon" and kind is not None else usual


def redated(item: Item, found: datetime.date) -> Finding:
    """That the text of ``item`` was out on the day ``found``, before the date it carries now."""
    rule = "stale/redated-since"
    statement = limits.table().findings[rule]
    data = {"found": found.isoformat(), "published": item.published.isoformat() if item.published else ""}
    return Finding(
        fingerprint=_fingerprint(rule, item.id, item.text_digest),
        rule=rule,
        family=FAMILY,
        level=statement.level,
        item=item.id,
        department=item.department,
        column=item.column,
        message=_filled(statement.message, data),
        path=item.path,
        scope="audit",
    )


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _filled(message: Text, data: Mapping[str, object]) -> Text:
    return Text(message.zh.format_map(data), message.en.format_map(data))


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
