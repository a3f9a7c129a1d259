"""JUnit XML: a suite for each item, a failed case for each error, so that a pipeline shows what blocks publication.

Warnings and hints do not block, so they do not fail either: they stand in the suite's output. Allowed findings are
skipped cases. There is no time and no host in it, so that equal content gives equal bytes.
"""

from __future__ import annotations

from xml.etree import ElementTree

from qishan_lint.formats import RenderOptions
from qishan_lint.formats._summary import Group, Summary, summarize
from qishan_lint.formats._words import level_word, position, reason, speaker, suggestion
from qishan_lint.formats._xml import document, element
from qishan_lint.model import Level, Report, Result

BINARY = False
SUFFIX = ".xml"


def render(report: Report, options: RenderOptions) -> str:
    """The document."""
    summary = summarize(report)
    root = element("testsuites", {})
    for number, result in enumerate(report.results):
        root.append(_suite(number, result, report, summary, options.lang))
    return document(root)


def _suite(number: int, result: Result, report: Report, summary: Summary, lang: str) -> ElementTree.Element:
    groups = summary.groups[result.id]
    errors = [group for group in groups if group.first.level is Level.ERROR]
    cases = [_failed(group, result, report, lang) for group in errors]
    cases += [_skipped(Group((waiver.finding,)), waiver.reason, result, lang) for waiver in result.waivers]
    if not errors:
        cases.append(element("testcase", {"name": "check", "classname": result.id, "time": "0"}))
    suite = element(
        "testsuite",
        {
            "name": result.title or result.id,
            "package": result.id,
            "id": str(number),
            "timestamp": f"{report.today.isoformat()}T00:00:00",
            "hostname": "localhost",
            "tests": str(len(cases)),
            "failures": str(len(errors)),
            "errors": "0",
            "skipped": str(len(result.waivers)),
            "time": "0",
        },
    )
    suite.append(element("properties", {}))
    suite.extend(cases)
    lesser = [group for group in groups if group.first.level is not Level.ERROR]
    suite.append(element("system-out", {}, "\n".join(_line(group, result, lang) for group in lesser)))
    suite.append(element("system-err", {}))
    return suite


def _case(group: Group, result: Result, lang: str) -> ElementTree.Element:
    where = position(group, result, speaker(lang))
    return element("testcase", {"name": f"{group.first.rule} {where}", "classname": result.id, "time": "0"})


def _failed(group: Group, result: Result, report: Report, lang: str) -> ElementTree.Element:
    finding, say = group.first, speaker(lang)
    lines = [
        _line(group, result, lang),
        reason(finding, report.rules, lang, say),
        f"{say('label.fix')} {suggestion(finding, say)}" if finding.suggestions else "",
    ]
    case = _case(group, result, lang)
    attributes = {"message": finding.message.get(lang), "type": finding.rule}
    case.append(element("failure", attributes, "\n".join(line for line in lines if line)))
    return case


def _skipped(group: Group, why: str, result: Result, lang: str) -> ElementTree.Element:
    case = _case(group, result, lang)
    case.append(element("skipped", {"message": why}))
    return case


def _line(group: Group, result: Result, lang: str) -> str:
    finding, say = group.first, speaker(lang)
    where = position(group, result, say)
    return f"{level_word(finding.level, say)} {where} {finding.message.get(lang)} [{finding.rule}]"
