"""Checkstyle XML: hits by file, for reviewdog, Jenkins and other collectors."""

from __future__ import annotations

from qishan_lint.formats import RenderOptions
from qishan_lint.formats._paths import on_disk
from qishan_lint.formats._xml import document, element
from qishan_lint.model import Finding, Report

BINARY = False
SUFFIX = ".checkstyle.xml"


def render(report: Report, options: RenderOptions) -> str:
    """The document; columns are counted in characters, because the format does not say in what."""
    root = element("checkstyle", {"version": "10.0"})
    files: dict[str, list[Finding]] = {}
    for finding in report.findings:
        files.setdefault(on_disk(finding.place.path), []).append(finding)
    for path, findings in files.items():
        file = element("file", {"name": path})
        file.extend(element("error", _attributes(finding, options.lang)) for finding in findings)
        root.append(file)
    return document(root)


def _attributes(finding: Finding, lang: str) -> dict[str, str]:
    place = finding.place
    where = "" if place.line or not place.where else f" ({place.where})"
    attributes = {"line": str(max(1, place.line))}
    if place.column:
        attributes["column"] = str(place.column)
    return {
        **attributes,
        "severity": finding.level.value,
        "message": finding.message.get(lang) + where,
        "source": f"qishan-lint.{finding.rule.replace('/', '.')}",
    }
