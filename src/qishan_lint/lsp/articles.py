"""An open document → its findings, by the same check as on the command line, with what the editor holds as its content."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from qishan_lint import checker, checking
from qishan_lint.errors import UsageError
from qishan_lint.lsp.positions import Lines
from qishan_lint.model import Finding, RuleInfo
from qishan_lint.settings import Choice

_PLACE = re.compile(r"(\d{1,7}):(\d{1,7})")
_WHILE_TYPING = Choice(ignore=("photo",))


@dataclass(frozen=True)
class Checked:
    """What a check of a document gave; ``problem`` is why there was none."""

    lines: Lines
    findings: tuple[Finding, ...] = ()
    rules: dict[str, RuleInfo] | None = None
    help_base: str = ""
    problem: UsageError | None = None


def check(path: Path, root: Path, lines: Lines, today: datetime.date, *, typing: bool) -> Checked:
    """Check the document at ``path``, whose content is ``lines``, as part of the site at ``root``.

    While the user is ``typing``, photos are not looked at: they do not change with the text, and take longest.
    """
    checker.forget()
    request = checking.Request(
        paths=("-",),
        root=root,
        stdin=lines.text.encode("utf-8", "surrogatepass"),
        stdin_filename=str(path),
        today=today,
        choice=_WHILE_TYPING if typing else Choice(),
        jobs=1,
    )
    try:
        report, settings = checking.check(request)
    except UsageError as error:
        return Checked(lines, problem=error)
    return Checked(lines, tuple(report.findings), dict(report.rules), settings.help_base)


def span(finding: Finding, document: str, lines: Lines) -> tuple[int, int]:
    """The stretch of the document that a finding is shown at.

    Its own, else the place that names the file it is about, else the first line.
    """
    place = finding.place
    if place.path == document and place.start >= 0:
        return place.start, max(place.end, place.start)
    named = _PLACE.search(place.where)
    line = int(named[1]) - 1 if named else 0
    line = line if line < len(lines.starts) else 0
    return lines.starts[line], lines.starts[line] + len(lines.line(line))
