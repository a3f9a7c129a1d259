"""SARIF 2.1.0: for code scanning services and editors; every hit is a result, every waiver a suppression."""

from __future__ import annotations

from typing import Any

from qishan_lint.formats import RenderOptions, _ascii
from qishan_lint.formats._paths import uri
from qishan_lint.formats._summary import Verdict, summarize
from qishan_lint.formats._words import source_words, speaker
from qishan_lint.model import Edit, Finding, Level, Place, Report, RuleInfo, Waiver

BINARY = False
SUFFIX = ".sarif"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_ROOT = "SRCROOT"


def render(report: Report, options: RenderOptions) -> str:
    """The SARIF log; columns are counted in ``options.columns`` (unicodeCodePoints or utf16CodeUnits)."""
    utf16 = options.columns.lower().startswith("utf16")
    found = {finding.rule for finding in report.findings}
    found |= {waiver.finding.rule for result in report.results for waiver in result.waivers}
    rules = sorted(found & set(report.rules))
    numbers = {id_: number for number, id_ in enumerate(rules)}
    results = [
        _result(finding, numbers, utf16, options.lang) for result in report.results for finding in result.findings
    ]
    results += [
        _suppressed(waiver, numbers, utf16, options.lang) for result in report.results for waiver in result.waivers
    ]
    run = {
        "tool": {
            "driver": {
                "name": "qishan-lint",
                "version": report.version,
                "language": "en" if options.lang == "en" else "zh-CN",
                "rules": [_rule(report.rules[id_], options.lang) for id_ in rules],
            }
        },
        "columnKind": "utf16CodeUnits" if utf16 else "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that was checked."}}},
        "invocations": [{"executionSuccessful": not report.interrupted}],
        "results": results,
        "properties": _properties(report),
    }
    return _ascii.document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _properties(report: Report) -> dict[str, Any]:
    summary = summarize(report)
    return {
        "today": report.today.isoformat(),
        "catalogueDigest": report.catalogue_digest,
        "configurationDigest": report.configuration_digest,
        "items": summary.items,
        "blocked": summary.verdicts[Verdict.BLOCKED],
    }


def _rule(rule: RuleInfo, lang: str) -> dict[str, Any]:
    why = rule.why.get(lang)
    source = speaker(lang)("source", source=source_words(rule, lang, speaker(lang)))
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.name.get(lang)},
        "fullDescription": {"text": why},
        "help": {"text": f"{why}\n{source}\nqishan-lint explain {rule.id}"},
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"tags": [rule.family], "waivable": rule.waivable, "fixable": rule.fixable},
    }


def _result(finding: Finding, numbers: dict[str, int], utf16: bool, lang: str) -> dict[str, Any]:
    made: dict[str, Any] = {"ruleId": finding.rule}
    if finding.rule in numbers:
        made["ruleIndex"] = numbers[finding.rule]
    made |= {
        "level": _LEVELS[finding.level],
        "message": {"text": finding.message.get(lang)},
        "locations": [_location(finding.place, finding, utf16)],
        "partialFingerprints": {
            "qishanFinding/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint[:16]}:1",
        },
        "properties": {"item": finding.item, "scope": finding.scope, "sensitive": finding.sensitive},
    }
    if finding.confidence is not None:
        made["rank"] = round(100 * min(1.0, max(0.0, finding.confidence)), 1)
    if finding.related:
        made["relatedLocations"] = [_location(place, None, utf16) for place in finding.related]
    fix = _fix(finding, utf16)
    return made | ({"fixes": [fix]} if fix else {})


def _suppressed(waiver: Waiver, numbers: dict[str, int], utf16: bool, lang: str) -> dict[str, Any]:
    """A finding that somebody allowed. Services that ignore suppressions show it as open."""
    inside = waiver.where.startswith(waiver.finding.place.path)
    suppression = {
        "kind": "inSource" if inside else "external",
        "status": "accepted",
        "justification": waiver.reason,
        "properties": {
            "by": waiver.by,
            "until": waiver.until.isoformat() if waiver.until else "",
            "where": waiver.where,
        },
    }
    return {**_result(waiver.finding, numbers, utf16, lang), "suppressions": [suppression]}


def _location(place: Place, finding: Finding | None, utf16: bool) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(place.path)}
    if place.line:
        physical["region"] = _region(place, utf16)
    excerpt = finding.excerpt if finding else None
    if excerpt is not None and place.line:
        physical["region"]["snippet"] = {"text": excerpt.hit}
        physical["contextRegion"] = {
            "startLine": place.line,
            "endLine": max(place.line, place.end_line),
            "snippet": {"text": excerpt.before + excerpt.hit + excerpt.after},
        }
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.where and not place.line:
        location["logicalLocations"] = [{"name": place.where, "kind": "element"}]
    if place.box is not None:
        box = place.box
        location["properties"] = {"box": [box.x, box.y, box.width, box.height]}
    return location


def _artifact(path: str) -> dict[str, Any]:
    return {"uri": uri(path), "uriBaseId": _ROOT}


def _region(place: Place, utf16: bool) -> dict[str, Any]:
    """Lines and columns; offsets only in code points, because the file's UTF-16 length up to there is not known."""
    region: dict[str, Any] = {"startLine": place.line, "endLine": max(place.line, place.end_line)}
    start, end = place.utf16 if utf16 else (place.column, place.end_column)
    if start:
        region["startColumn"] = start
        if end and (place.end_line > place.line or end >= start):
            region["endColumn"] = end
    if place.start >= 0 and not utf16:
        region |= {"charOffset": place.start, "charLength": max(0, place.end - place.start)}
    return region


def _fix(finding: Finding, utf16: bool) -> dict[str, Any] | None:
    if finding.fix is None or not finding.fix.edits:
        return None
    replacements = [_replacement(edit, finding.place, utf16) for edit in finding.fix.edits]
    if any(each is None for each in replacements):
        return None
    return {
        "description": {"text": "; ".join(edit.text for edit in finding.fix.edits)},
        "artifactChanges": [{"artifactLocation": _artifact(finding.fix.edits[0].path), "replacements": replacements}],
        "properties": {"safe": finding.fix.safe},
    }


def _replacement(edit: Edit, place: Place, utf16: bool) -> dict[str, Any] | None:
    """The edit by line and column where they are the finding's own, else by offset, which UTF-16 columns rule out."""
    inserted = {"insertedContent": {"text": edit.text}}
    if (edit.path, edit.start, edit.end) == (place.path, place.start, place.end) and place.line:
        return {"deletedRegion": _region(place, utf16), **inserted}
    if utf16:
        return None
    return {"deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start}, **inserted}
