"""GitLab code quality: a JSON array of hits, each with a fingerprint of its own, because equal ones collapse."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from qishan_lint.formats import RenderOptions, _ascii
from qishan_lint.formats._escape import visible
from qishan_lint.formats._paths import on_disk
from qishan_lint.model import Finding, Level, Report

BINARY = False
SUFFIX = ".gitlab.json"

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}


def render(report: Report, options: RenderOptions) -> str:
    """The array, empty for a clean report."""
    seen: Counter[tuple[str, str]] = Counter()
    issues = []
    for finding in report.findings:
        key = (finding.place.path, finding.fingerprint)
        issues.append(_issue(finding, seen[key], options.lang))
        seen[key] += 1
    return _ascii.document(issues)


def _issue(finding: Finding, ordinal: int, lang: str) -> dict[str, Any]:
    place = finding.place
    message = visible(finding.message.get(lang))
    where = "" if place.line or not place.where else f" ({visible(place.where)})"
    name = f"{place.path}\0{finding.fingerprint}\0{ordinal}"
    return {
        "description": message + where,
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest(),
        "severity": _severity(finding),
        "location": {
            "path": on_disk(place.path),
            "lines": {"begin": max(1, place.line), "end": max(1, place.line, place.end_line)},
        },
    }


def _severity(finding: Finding) -> str:
    if not finding.waivable:
        return "blocker"
    if finding.sensitive and finding.level is Level.ERROR:
        return "critical"
    return _SEVERITIES[finding.level]
