"""JSON: the whole report for programs, with the version of its shape."""

from __future__ import annotations

from qishan_lint.formats import RenderOptions, _ascii
from qishan_lint.formats._record import of_findings, of_item, of_rule, of_run, of_summary
from qishan_lint.formats._summary import summarize
from qishan_lint.model import Report

BINARY = False
SUFFIX = ".json"


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object, indented, ending with a line end. It is plain ASCII, so that no console or pipe can spoil it."""
    del options
    summary = summarize(report)
    document = {
        **of_run(report),
        "summary": of_summary(report, summary),
        "rules": {id_: of_rule(report.rules[id_]) for id_ in sorted(summary.rules) if id_ in report.rules},
        "items": [{**of_item(result), "findings": of_findings(result)} for result in report.results],
    }
    return _ascii.document(document)
