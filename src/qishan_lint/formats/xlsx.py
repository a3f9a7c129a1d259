"""Excel workbook: summary, findings, items and waivers on a sheet each, for those who pass lists on.

Every cell is written as a string or a number, never as a formula or a link, whatever an article's text begins with.
Rows are written one by one with constant memory.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from qishan_lint.formats import RenderOptions
from qishan_lint.formats._escape import valid_xml, visible
from qishan_lint.formats._summary import Group, Summary, summarize, verdict
from qishan_lint.formats._words import (
    LEVELS,
    Say,
    family_word,
    level_word,
    position,
    reason,
    resolute_word,
    speaker,
    suggestion,
    verdict_word,
)
from qishan_lint.model import Report, Result

BINARY = True
SUFFIX = ".xlsx"
EXTRA = "xlsx"
MODULE = "xlsxwriter"

_LONGEST = 32_000
_MOST_ROWS = 1_000_000
Cell = str | int


def render(report: Report, options: RenderOptions) -> bytes:
    """The workbook; needs the extra ``xlsx``. Rows beyond a million, which no sheet can hold, are left out."""
    import xlsxwriter

    data = io.BytesIO()
    settings = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    say, summary = speaker(options.lang), summarize(report)
    with xlsxwriter.Workbook(data, settings) as book:
        created = datetime.datetime.combine(report.today, datetime.time())
        author = f"qishan-lint {report.version}"
        book.set_properties({"title": say("report.title"), "author": author, "created": created})
        styles = tuple(
            book.add_format({"text_wrap": True, "valign": "top", "bold": bold, "bottom": int(bold)})
            for bold in (True, False)
        )
        for name, widths, rows in (
            ("summary", (24, 12, 12, 12, 12), _summary(report, summary, say)),
            ("findings", _FINDING_WIDTHS, _findings(report, summary, say, options.lang)),
            ("items", (36, 20, 16, 12, 12, 8, 8, 8, 44), _items(report, summary, say)),
            ("waivers", (40, 40, 28, 40, 16, 12, 28), _waivers(report, say, options.lang)),
        ):
            _sheet(book, say(f"sheet.{name}"), widths, rows, styles)
    return data.getvalue()


def _sheet(
    book: Any, name: str, widths: tuple[int, ...], rows: Iterable[Sequence[Cell]], styles: tuple[Any, Any]
) -> None:
    """Write ``rows`` to a new sheet, the first as its heading; ``styles`` are the heading's and the others'."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    last = 0
    for number, row in enumerate(rows):
        if number > _MOST_ROWS:
            break
        last = number
        for column, cell in enumerate(row):
            style = styles[min(number, 1)]
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, style)
            else:
                sheet.write_string(number, column, valid_xml(visible(cell))[:_LONGEST], style)
    sheet.autofilter(0, 0, last, len(widths) - 1)


def _summary(report: Report, summary: Summary, say: Say) -> Iterator[Sequence[Cell]]:
    yield [say("table.family"), *(level_word(level, say) for level in LEVELS), say("table.items")]
    for name, count in summary.families.items():
        yield [resolute_word(name, say), *(count.levels[level] for level in LEVELS), count.items]
    total = summary.total
    figures = (total.levels[level] for level in LEVELS)
    yield [say("table.total"), *figures, total.items]
    yield [""]
    yield [say("items"), summary.items]
    for each, number in summary.verdicts.items():
        yield [verdict_word(each, say), number]
    yield [say("fact.unread"), summary.unread]
    yield [say("fact.waived"), summary.waived]
    yield [say("fact.baselined"), summary.baselined]
    yield [""]
    yield [say("fact.today"), report.today.isoformat()]
    yield [say("fact.version"), f"qishan-lint {report.version}"]
    yield [say("fact.rules"), report.catalogue_digest]
    yield [say("fact.configuration"), report.configuration, report.configuration_digest]
    yield from ([say("unconfirmed.mark"), key, value] for key, value in report.unconfirmed)


_FINDING_WIDTHS = (9, 9, 44, 30, 44, 24, 8, 36, 18, 14, 12, 48, 30, 40)


def _findings(report: Report, summary: Summary, say: Say, lang: str) -> Iterator[Sequence[Cell]]:
    yield [
        say(f"column.{name}")
        for name in (
            "level", "family", "message", "hit", "context", "suggestion", "count", "title",
            "department", "column", "published", "reason", "where", "path",
        )
    ] + [say("label.rule")]  # fmt: skip
    for result in report.results:
        for group in summary.groups[result.id]:
            yield _finding(group, result, report, say, lang)


def _finding(group: Group, result: Result, report: Report, say: Say, lang: str) -> Sequence[Cell]:
    finding = group.first
    excerpt = finding.excerpt
    return [
        level_word(finding.level, say),
        family_word(finding.rule, report.rules, say),
        finding.message.get(lang),
        excerpt.hit if excerpt else "",
        excerpt.before + excerpt.hit + excerpt.after if excerpt else "",
        suggestion(finding, say),
        len(group.hits),
        result.title,
        result.department,
        result.column,
        result.published.isoformat() if result.published else "",
        reason(finding, report.rules, lang, say),
        position(group, result, say),
        finding.place.path,
        finding.rule,
    ]


def _items(report: Report, summary: Summary, say: Say) -> Iterator[Sequence[Cell]]:
    names = ("title", "department", "column", "published", "verdict")
    levels = [level_word(level, say) for level in LEVELS]
    yield [*(say(f"column.{name}") for name in names), *levels, say("column.path")]
    for result in report.results:
        found = [group.first.level for group in summary.groups[result.id]]
        yield [
            result.title,
            result.department,
            result.column,
            result.published.isoformat() if result.published else "",
            verdict_word(verdict(result), say),
            *(found.count(level) for level in LEVELS),
            result.path,
        ]


def _waivers(report: Report, say: Say, lang: str) -> Iterator[Sequence[Cell]]:
    names = ("title", "message")
    rest = ("why-allowed", "by", "until", "stands")
    yield [*(say(f"column.{name}") for name in names), say("label.rule"), *(say(f"column.{name}") for name in rest)]
    for result in report.results:
        for waiver in result.waivers:
            yield [
                result.title or result.path,
                waiver.finding.message.get(lang),
                waiver.finding.rule,
                waiver.reason,
                waiver.by,
                waiver.until.isoformat() if waiver.until else "",
                waiver.where,
            ]
