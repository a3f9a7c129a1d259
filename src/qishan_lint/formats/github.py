"""GitHub workflow commands: an annotation for each hit, escaped so that no article can give the runner a command."""

from __future__ import annotations

from qishan_lint.formats import RenderOptions
from qishan_lint.formats._escape import visible
from qishan_lint.formats._paths import on_disk
from qishan_lint.formats._summary import Group
from qishan_lint.formats._words import position, speaker, suggestion
from qishan_lint.model import Finding, Level, Report, Result

BINARY = False
SUFFIX = ".github.txt"

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def render(report: Report, options: RenderOptions) -> str:
    """One workflow command a line; nothing for a clean report."""
    return "".join(
        _command(finding, result, options.lang) + "\n" for result in report.results for finding in result.findings
    )


def _command(finding: Finding, result: Result, lang: str) -> str:
    place, say = finding.place, speaker(lang)
    properties = {"file": visible(on_disk(place.path))}
    if place.line:
        properties |= {"line": str(place.line), "endLine": str(max(place.line, place.end_line))}
        properties |= {"col": str(place.column)} if place.column else {}
        if place.end_column and place.end_line <= place.line:
            properties["endColumn"] = str(place.end_column)
    properties["title"] = finding.rule
    parts = [visible(finding.message.get(lang))]
    if place.where and not place.line:
        parts.append(position(Group((finding,)), result, say))
    if finding.suggestions:
        parts.append(f"{say('label.fix')} {suggestion(finding, say)}")
    listed = ",".join(f"{name}={property_value(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {listed}::{data('; '.join(parts))}"


def data(text: str) -> str:
    """``text`` as the data of a command: per cent signs and line ends are encoded."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    """``text`` as a property of a command: colons and commas are encoded as well."""
    return data(text).replace(":", "%3A").replace(",", "%2C")
