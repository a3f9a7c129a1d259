"""Tables: the rows of an audit's lists, the same for workbook and CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qishan_lint.audit import tally
from qishan_lint.audit.record import Audit, Evaluation, Finding
from qishan_lint.audit.wording import Words

Cell = str | int
Row = Sequence[Cell]

FAMILIES = ("short", "wording", "photo", "stale", "sensitive", "item")

_WHAT = ("level", "family", "message", "text", "count")


@dataclass(frozen=True)
class Table:
    """A list: the names of its columns, for headings and widths, and its rows, which can be read once.

    Paper shows the first ``printed`` columns, 0 for all.
    """

    names: tuple[str, ...]
    rows: Iterable[Row]
    printed: int = 0


def findings(audit: Audit, words: Words) -> Table:
    """One row a finding."""
    first = ("level", "family", "department", "column", "title", "message", "text", "where", "progress")
    names = (*first, "count", "published", "path", "rule", "fingerprint")
    return Table(names, _findings(audit, words), printed=len(first))


def _findings(audit: Audit, words: Words) -> Iterator[Row]:
    titles = {item.id: item for item in audit.items}
    for finding in audit.findings:
        item = titles.get(finding.item)
        level, family, message, text, count = _what(finding, words)
        yield [
            level,
            family,
            finding.department,
            finding.column,
            item.title if item else "",
            message,
            text,
            finding.where,
            words(f"progress.{finding.progress}") if finding.progress else "",
            count,
            item.published.isoformat() if item and item.published else "",
            finding.path or finding.item,
            finding.rule,
            finding.fingerprint,
        ]


def _what(finding: Finding, words: Words) -> tuple[str, str, str, str, int]:
    message = finding.message.get(words.lang)
    return words.level(finding.level), words.family(finding.family), message, finding.masked, finding.count


def rules(audit: Audit, words: Words) -> Table:
    """One row a rule that found something, those that found most first."""
    return Table(("rule", "name", "family", "findings", "hits", "items", "departments", "source"), _rules(audit, words))


def _rules(audit: Audit, words: Words) -> Iterator[Row]:
    found: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        found.setdefault(finding.rule, []).append(finding)
    for rule, group in sorted(found.items(), key=lambda one: (-len(one[1]), one[0])):
        known = audit.rules.get(rule)
        yield [
            rule,
            known.name.get(words.lang) if known else "",
            words.family(group[0].family),
            len(group),
            sum(one.count for one in group),
            len({one.item for one in group if one.item}),
            len({one.department for one in group if one.department}),
            known.source if known else "",
        ]


def items(audit: Audit) -> Table:
    """One row an item."""
    names = ("title", "department", "column", "published", "findings", "characters", "photos", "attachments", "path")
    return Table(names, _items(audit))


def _items(audit: Audit) -> Iterator[Row]:
    found: dict[str, int] = {}
    for finding in audit.findings:
        found[finding.item] = found.get(finding.item, 0) + 1
    for item in audit.items:
        published = item.published.isoformat() if item.published else ""
        counts = (found.get(item.id, 0), item.characters, item.photos, item.attachments)
        yield [item.title, item.department, item.column, published, *counts, item.path or item.id]


def columns(audit: Audit, words: Words) -> Table:
    """One row a column, worst first."""
    first = ("column", "department", "class", "items", "undated", "latest", "age", "limit", "due", "state")
    return Table((*first, "confirmed", "source"), _columns(audit, words))


def _columns(audit: Audit, words: Words) -> Iterator[Row]:
    for column in audit.columns:
        yield [
            column.name,
            column.department,
            column.title.get(words.lang) or words("no-class"),
            column.items,
            column.undated,
            column.latest.isoformat() if column.latest else "",
            "" if column.age is None else column.age,
            "" if column.limit is None else column.limit,
            column.due.isoformat() if column.due else "",
            words.state(column),
            words("yes" if column.confirmed else "not-confirmed"),
            column.source,
        ]


def departments(audit: Audit, words: Words) -> Table:
    """One row a department, in the order of the shrunken rates."""
    names = ("rank", "department", "items", "faulty", "rate", "low", "high")
    since = ("rectified", "due-findings") if audit.comparison else ()
    return Table((*names, *(f"family.{name}" for name in _families(audit)), *since), _departments(audit, words))


def _families(audit: Audit) -> tuple[str, ...]:
    return (*FAMILIES, "directory") if audit.directories else FAMILIES


def _departments(audit: Audit, words: Words) -> Iterator[Row]:
    for one in tally.departments(audit):
        shares = (one.rate.share, one.rate.low, one.rate.high)
        yield [
            "—" if one.rank is None else one.rank,
            one.name or words("no-department"),
            one.rate.of,
            one.rate.hits,
            *(words.percent(share) if one.rate.of else "—" for share in shares),
            *(one.families.get(name, 0) for name in _families(audit)),
            *((one.rectified, one.due) if audit.comparison else ()),
        ]


def directories(audit: Audit) -> Table:
    """One row an area of the standard directories."""
    rows = [(one.name, one.entries, one.covered, one.gaps) for one in audit.directories]
    return Table(("area", "entries", "covered", "gaps"), rows)


def ledgers(audit: Audit, words: Words) -> Table:
    """One row a reply ledger."""
    rows = [
        (one.title.get(words.lang), one.on_time, one.due, one.late, one.undecided, one.path) for one in audit.ledgers
    ]
    return Table(("ledger", "on-time", "due-cases", "late", "undecided", "path"), rows)


def gone(audit: Audit, words: Words) -> Table:
    """One row a finding of the last audit that is not there any more, and why."""
    return Table(("fate", *_WHAT, "department", "column", "where", "path", "rule"), _gone(audit, words))


def _gone(audit: Audit, words: Words) -> Iterator[Row]:
    since = audit.comparison
    if since is None:
        return
    for fate, group in (("fixed", since.fixed), ("waived", since.waived), ("unchecked", since.unchecked)):
        for finding in group:
            where = (finding.department, finding.column, finding.where, finding.path or finding.item, finding.rule)
            yield [words(f"fate.{fate}"), *_what(finding, words), *where]


def waived(audit: Audit, words: Words) -> Table:
    """One row a finding that somebody allowed."""
    return Table(("message", "path", "rule", "reason", "by", "until"), _waived(audit, words))


def _waived(audit: Audit, words: Words) -> Iterator[Row]:
    for one in audit.waived:
        until = one.until.isoformat() if one.until else ""
        finding = one.finding
        yield [finding.message.get(words.lang), finding.path, finding.rule, one.reason, one.by, until]


def evaluated(evaluation: Evaluation, words: Words) -> Table:
    """One row an indicator of the evaluation."""
    names = ("id", "part", "indicator", "outcome", "points", "evidence", "rest", "source")
    return Table(names, _evaluated(evaluation, words))


def _evaluated(evaluation: Evaluation, words: Words) -> Iterator[Row]:
    for one in evaluation.indicators:
        yield [
            one.id,
            words(f"part.{one.part}"),
            one.title.get(words.lang),
            words(f"outcome.{one.outcome}"),
            "" if one.points is None else f"-{one.points:g}",
            "\n".join(each.get(words.lang) for each in one.evidence),
            one.rest.get(words.lang) if one.rest else "",
            one.source,
        ]


def summary(audit: Audit, words: Words) -> Table:
    """The figures of the whole audit, what it was done with, and the limits that nobody has confirmed."""
    return Table(("fact", "value"), _summary(audit, words))


def _summary(audit: Audit, words: Words) -> Iterator[Row]:
    counts = audit.counts
    yield [words("fact.as-of"), audit.as_of.isoformat()]
    yield [words("fact.items"), counts.items]
    yield [words("fact.faulty"), counts.faulty]
    yield [words("fact.findings"), counts.findings]
    yield [words("fact.unread"), counts.unread]
    for family, number in counts.families.items():
        yield [words.family(family), number]
    yield [words("fact.columns"), f"{len(tally.late(audit))} / {len(audit.columns)}"]
    since = audit.comparison
    if since is not None:
        yield [words("fact.earlier"), since.earlier.isoformat()]
        yield [words("fact.rectified"), f"{since.rectified} / {since.due}"]
        for name, count in (("new", since.new), ("open", since.open), ("reopened", since.reopened)):
            yield [words(f"fact.{name}"), count]
    yield [words("fact.tool"), f"qishan-lint {audit.tool}"]
    yield [words("fact.rules"), audit.catalogue]
    yield [words("fact.configuration"), audit.configuration]
    yield from ([words("fact.unconfirmed"), f"{key} = {value}"] for key, value in audit.unconfirmed)
