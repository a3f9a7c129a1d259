"""Text: what an editor reads in a terminal, item by item, then the summary and the next steps.

Only ASCII carries structure; colour repeats what the words say. Nothing of an article reaches the terminal unfiltered.
"""

from __future__ import annotations

from collections.abc import Iterator

from qishan_lint.formats import RenderOptions, _width
from qishan_lint.formats._closing import closing
from qishan_lint.formats._escape import visible
from qishan_lint.formats._excerpt import window
from qishan_lint.formats._page import Page
from qishan_lint.formats._summary import Group, Summary, is_unread, summarize
from qishan_lint.formats._words import (
    family_word,
    gutter,
    level_word,
    position,
    reason,
    related,
    replaced,
    suggestion,
)
from qishan_lint.model import Report, Result

BINARY = False
SUFFIX = ".txt"
WIDE = 100
"""From this width on the rule's name stands at the right end."""

_MARGIN = 8
_GUTTER = 5


def render(report: Report, options: RenderOptions) -> str:
    """The report as lines of at most ``options.width`` cells; only commands to copy may be longer."""
    page = Page.of(options)
    summary = summarize(report)
    lines = [
        line for result in report.results if summary.groups[result.id] for line in _item(result, report, summary, page)
    ]
    lines += closing(report, summary, options, page)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _item(result: Result, report: Report, summary: Summary, page: Page) -> Iterator[str]:
    for line in page.wrapped(visible(result.path), 0):
        yield page.paint(line, "path")
    yield _title(result, summary.groups[result.id], page)
    yield ""
    for group in summary.groups[result.id]:
        yield from _headline(group, report, page)
        yield from _window(group, page)
        yield from _details(group, result, report, page)
        yield ""


def _title(result: Result, groups: tuple[Group, ...], page: Page) -> str:
    counts = page.counts([group.first.level for group in groups])
    room = page.width - page.measure(counts) - 2
    title = page.say("title", title=visible(result.title)) if result.title else page.say("no-title")
    column = f" {visible(result.column)}" if result.column else ""
    shown = _width.head(title, max(8, room - page.measure(column)), page.ambiguous) + column
    return page.between(_width.head(shown, room, page.ambiguous), counts)


def _headline(group: Group, report: Report, page: Page) -> Iterator[str]:
    finding, say, paint = group.first, page.say, page.paint
    level = level_word(finding.level, say)
    family = family_word(finding.rule, report.rules, say)
    lead = f"  {level} {family}  "
    tags = []
    if group.fixable:
        tags.append(paint(say("tag.fixable"), "fix"))
    if not finding.waivable:
        tags.append(paint(say("tag.not-waivable"), "error"))
    start = page.measure(lead)
    lines = page.wrapped(visible(finding.message.get(page.lang)), start)
    shown = [paint(line, "bold") for line in lines]
    if tags:
        extra = "  " + "  ".join(tags)
        if start + page.measure(lines[-1]) + page.measure(extra) <= page.width:
            shown[-1] += extra
        else:
            shown.append(extra.strip())
    first = f"  {paint(level, finding.level.value)} {paint(family, 'bold')}  {shown[0]}"
    rule = paint(visible(finding.rule), "dim")
    fits = page.measure(first) + 2 + page.measure(rule) <= page.width
    yield page.between(first, rule) if page.width >= WIDE and fits else first
    yield from (" " * start + line for line in shown[1:])
    if page.width >= WIDE and not fits:
        yield page.between("", rule)


def _window(group: Group, page: Page) -> Iterator[str]:
    finding = group.first
    if finding.excerpt is None or not (finding.excerpt.hit or finding.excerpt.before or finding.excerpt.after):
        return
    cut = window(finding.excerpt, page.width - _MARGIN, page.ambiguous)
    label = gutter(finding.place)
    label = label if _width.of(label, page.ambiguous) <= _GUTTER else ""
    margin = page.paint(_width.pad(label, _GUTTER, page.ambiguous, right=True) + " |", "dim")
    style = finding.level.value
    yield f"{margin} {cut.before}{page.paint(cut.hit, style, 'underline')}{cut.after}"
    empty = page.paint(" " * _GUTTER + " |", "dim")
    yield f"{empty} {' ' * cut.indent}{page.paint('^' * cut.caret, style)}"


def _details(group: Group, result: Result, report: Report, page: Page) -> Iterator[str]:
    finding, say = group.first, page.say
    yield from page.labelled("label.why", reason(finding, report.rules, page.lang, say))
    if is_unread(finding):
        yield from page.labelled("label.effect", say("unread-blocks"))
    if finding.suggestions:
        old = replaced(finding)
        arrow = f"{old} → " if old else ""
        yield from page.labelled("label.fix", suggestion(finding, say), before=arrow, style="ok")
    yield from page.labelled("label.related", related(finding, result, say))
    where = position(group, result, say)
    if page.width >= WIDE:
        yield from page.labelled("label.where", where)
        return
    rule = f"{say('label.rule')} {visible(finding.rule)}"
    lines = list(page.labelled("label.where", where))
    if page.measure(lines[-1]) + 2 + _width.of(rule, page.ambiguous) <= page.width:
        lines[-1] += "  " + page.paint(rule, "dim")
    else:
        lines += page.labelled("label.rule", visible(finding.rule), style="dim")
    yield from lines
