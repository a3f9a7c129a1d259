"""Reviewdog's diagnostic format: columns are counted in UTF-8 bytes from 1, replacements come along."""

from __future__ import annotations

from typing import Any

from qishan_lint.formats import RenderOptions, _ascii
from qishan_lint.formats._escape import visible
from qishan_lint.formats._paths import on_disk
from qishan_lint.formats._summary import Verdict, summarize
from qishan_lint.model import Finding, Level, Place, Report

BINARY = False
SUFFIX = ".rdjson"

_SEVERITIES = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.INFO: "INFO"}


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object with all diagnostics."""
    blocked = summarize(report).verdicts[Verdict.BLOCKED]
    document = {
        "source": {"name": "qishan-lint"},
        "severity": "ERROR" if blocked else "WARNING",
        "diagnostics": [_diagnostic(finding, options.lang) for finding in report.findings],
    }
    return _ascii.document(document)


def _diagnostic(finding: Finding, lang: str) -> dict[str, Any]:
    place, message = finding.place, visible(finding.message.get(lang))
    location: dict[str, Any] = {"path": on_disk(place.path)}
    if place.line:
        location["range"] = _range(place)
    elif place.where:
        message = f"{message} ({visible(place.where)})"
    made = {
        "message": message,
        "location": location,
        "severity": _SEVERITIES[finding.level],
        "code": {"value": finding.rule},
    }
    suggestions = _suggestions(finding)
    return made | ({"suggestions": suggestions} if suggestions else {})


def _range(place: Place) -> dict[str, Any]:
    """The range in bytes; whole lines when a line is too long to count its bytes."""
    start, end = place.bytes
    last = max(place.line, place.end_line)
    if not start:
        return {"start": {"line": place.line}, "end": {"line": last}}
    return {"start": {"line": place.line, "column": start}, "end": {"line": last, "column": max(end, 1)}}


def _suggestions(finding: Finding) -> list[dict[str, Any]]:
    """Replacements of exactly what was found; others cannot be expressed in bytes here."""
    place, fix = finding.place, finding.fix
    if fix is None or not place.line or not place.bytes[0]:
        return []
    return [
        {"range": _range(place), "text": edit.text}
        for edit in fix.edits
        if (edit.path, edit.start, edit.end) == (place.path, place.start, place.end)
    ]
