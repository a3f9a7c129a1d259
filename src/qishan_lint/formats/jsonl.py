"""JSON Lines: a line for the run, each item, each finding and the summary, for programs that read as they go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qishan_lint.formats import RenderOptions
from qishan_lint.formats._record import of_findings, of_item, of_run, of_summary
from qishan_lint.formats._summary import summarize
from qishan_lint.model import Report

BINARY = False
SUFFIX = ".jsonl"


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object a line; ``type`` says which: run, item, finding or summary."""
    del options
    return "".join(json.dumps(record) + "\n" for record in _records(report))


def _records(report: Report) -> Iterator[dict[str, Any]]:
    yield {"type": "run", **of_run(report)}
    for result in report.results:
        yield {"type": "item", **of_item(result)}
        for finding in of_findings(result):
            yield {"type": "finding", "item": result.id, **finding}
    yield {"type": "summary", **of_summary(report, summarize(report))}
