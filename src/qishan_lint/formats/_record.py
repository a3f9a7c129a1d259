"""Findings as plain records: the shape that json and jsonl share.

The texts are in both languages and nothing depends on the machine or the clock, so that the same content gives the
same bytes everywhere.
"""

from __future__ import annotations

from typing import Any

from qishan_lint.formats._summary import Count, Group, Summary, groups, verdict
from qishan_lint.model import Finding, Place, Report, Result, RuleInfo, Text, Waiver

SCHEMA = 1
"""Version of the shape: raised when a field changes its meaning or goes; new fields do not raise it."""


def of_run(report: Report) -> dict[str, Any]:
    """What ran: tool, day, digests of rules and configuration, capabilities."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "qishan-lint", "version": report.version},
        "today": report.today.isoformat(),
        "catalogue": {"digest": report.catalogue_digest, "rules": len(report.rules)},
        "configuration": {"name": report.configuration, "digest": report.configuration_digest},
        "capabilities": list(report.capabilities),
        "unconfirmed": [{"key": key, "value": value} for key, value in report.unconfirmed],
        "interrupted": report.interrupted,
    }


def of_summary(report: Report, summary: Summary) -> dict[str, Any]:
    """The figures of the report."""
    return {
        "items": summary.items,
        **{verdict.value: count for verdict, count in summary.verdicts.items()},
        "findings": _count(summary.total),
        "families": {name: _count(count) for name, count in summary.families.items()},
        "fixable": summary.fixable,
        "unread": summary.unread,
        "waived": summary.waived,
        "baselined": summary.baselined,
        "stale-baseline": report.stale_baseline,
    }


def _count(count: Count) -> dict[str, int]:
    levels = {level.value: count.levels[level] for level in sorted(count.levels, key=lambda level: -level.rank)}
    zero = {"error": 0, "warning": 0, "info": 0}
    return {**zero, **levels, "total": count.findings, "hits": count.hits, "items": count.items}


def of_rule(rule: RuleInfo) -> dict[str, Any]:
    """A rule that found something."""
    return {
        "family": rule.family,
        "kind": rule.kind,
        "name": _text(rule.name),
        "why": _text(rule.why),
        "source": rule.source,
        "level": rule.level.value,
        "waivable": rule.waivable,
        "fixable": rule.fixable,
    }


def of_item(result: Result) -> dict[str, Any]:
    """An item without its findings."""
    return {
        "id": result.id,
        "path": result.path,
        "title": result.title,
        "department": result.department,
        "column": result.column,
        "published": result.published.isoformat() if result.published else None,
        "digest": result.digest,
        "characters": result.characters,
        "photos": list(result.photos),
        "attachments": list(result.attachments),
        "verdict": verdict(result).value,
        "waivers": [_waiver(waiver) for waiver in result.waivers],
        "baselined": result.baselined,
    }


def of_findings(result: Result) -> list[dict[str, Any]]:
    """The findings of an item; equal hits are one, with all their places."""
    return [of_group(group) for group in groups(result.findings)]


def of_group(group: Group) -> dict[str, Any]:
    """One finding."""
    first = group.first
    return {
        "rule": first.rule,
        "level": first.level.value,
        "message": _text(first.message),
        "count": len(group.hits),
        "suggestions": list(first.suggestions),
        "confidence": first.confidence,
        "data": dict(sorted(first.data.items())),
        "fixable": group.fixable,
        "waivable": first.waivable,
        "sensitive": first.sensitive,
        "scope": first.scope,
        "places": [_hit(hit) for hit in group.hits],
    }


def _hit(finding: Finding) -> dict[str, Any]:
    excerpt, fix = finding.excerpt, finding.fix
    return {
        **_place(finding.place),
        "excerpt": None if excerpt is None else {"before": excerpt.before, "hit": excerpt.hit, "after": excerpt.after},
        "fix": None
        if fix is None
        else {
            "safe": fix.safe,
            "action": fix.action,
            "edits": [
                {"path": edit.path, "start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits
            ],
        },
        "related": [_place(place) for place in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _place(place: Place) -> dict[str, Any]:
    """Positions count from 1 in characters; those that do not exist are left out."""
    record: dict[str, Any] = {"path": place.path, "where": place.where}
    if place.line:
        record |= {"line": place.line, "column": place.column}
        record |= {"end-line": place.end_line or place.line, "end-column": place.end_column or place.column}
    if place.start >= 0:
        record |= {"start": place.start, "end": place.end}
    if place.box is not None:
        box = place.box
        record["box"] = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    if place.lines:
        record["lines"] = [[line.x1, line.y1, line.x2, line.y2] for line in place.lines]
    return record


def _waiver(waiver: Waiver) -> dict[str, Any]:
    return {
        "reason": waiver.reason,
        "by": waiver.by,
        "until": waiver.until.isoformat() if waiver.until else None,
        "where": waiver.where,
        "finding": of_group(Group((waiver.finding,))),
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
