"""The end of the text output: verdict, table by resolute, statistics, next steps, what is not confirmed."""

from __future__ import annotations

from collections.abc import Iterator

from qishan_lint.formats import RenderOptions, _tables, _width
from qishan_lint.formats._next import steps
from qishan_lint.formats._page import Page
from qishan_lint.formats._summary import MANY, Summary, Verdict
from qishan_lint.model import Report

_STYLES = {Verdict.CLEAR: "ok", Verdict.WORK: "warning", Verdict.BLOCKED: "error"}


def closing(report: Report, summary: Summary, options: RenderOptions, page: Page) -> Iterator[str]:
    """The lines after the last item."""
    yield page.paint("-" * page.width, "dim")
    if report.interrupted:
        yield page.paint(page.say("interrupted"), "error")
    if not report.results:
        yield from _nothing_to_check(page)
        return
    yield from _verdict(report, summary, page)
    yield from _left_out(report, summary, page)
    if summary.total.findings:
        yield ""
        yield from _tables.by_resolute(summary, page)
    else:
        yield from _all_clear(report, summary, page)
    if options.statistics or summary.total.findings > MANY:
        yield ""
        yield from _tables.by_rule(summary, options, page)
    yield from _next_steps(summary, options, page)
    yield from _unconfirmed(report, page)


def _verdict(report: Report, summary: Summary, page: Page) -> Iterator[str]:
    say, paint = page.say, page.paint
    if summary.total.findings:
        parts = [
            paint(say(f"verdict-count.{verdict}", count=count), _STYLES[verdict])
            for verdict in reversed(Verdict)
            if (count := summary.verdicts[verdict])
        ]
    else:
        parts = [paint(say("none-found"), "ok")]
    parts = [f"{paint(say('summary'), 'bold')}  {say('checked', count=summary.items)}", *parts]
    spoken = [part + say("comma") for part in parts[:-1]] + [parts[-1] + "   "]
    return page.flow([*spoken, paint(say("seconds", seconds=f"{report.seconds:.1f}"), "dim")])


def _left_out(report: Report, summary: Summary, page: Page) -> Iterator[str]:
    """What the list above does not show."""
    for key, count in (
        ("unread", summary.unread),
        ("waived", summary.waived),
        ("baselined", summary.baselined),
        ("stale-baseline", report.stale_baseline),
    ):
        if count:
            yield from (f"      {line}" for line in page.wrapped(page.say(key, count=count), 6))


def _all_clear(report: Report, summary: Summary, page: Page) -> Iterator[str]:
    yield ""
    what = page.say("all-clear", rules=len(report.rules), photos=summary.photos, attachments=summary.attachments)
    for text in (what, page.say("human-still-reads")):
        yield from (f"  {line}" for line in page.wrapped(text, 2))


def _nothing_to_check(page: Page) -> Iterator[str]:
    yield page.paint(page.say("empty"), "warning")
    yield from (f"  {line}" for line in page.wrapped(page.say("empty.formats"), 2))
    yield f"  {page.say('empty.try')}{page.paint('qishan-lint check ..', 'command')}"


def _next_steps(summary: Summary, options: RenderOptions, page: Page) -> Iterator[str]:
    found = steps(summary, options.command, page.say)
    if not found:
        return
    yield ""
    yield page.paint(page.say("next"), "bold")
    first = max(_width.of(what, page.ambiguous) for what, _ in found) + 5
    beside = all(5 + first + _width.of(command, page.ambiguous) <= page.width for _, command in found)
    for number, (what, command) in enumerate(found, 1):
        shown = page.paint(command, "command")
        if beside:
            yield f"  {number}  {_width.pad(what, first, page.ambiguous)}{shown}"
        else:
            yield f"  {number}  {what}"
            yield f"     {shown}"


def _unconfirmed(report: Report, page: Page) -> Iterator[str]:
    if report.unconfirmed:
        mark = page.paint(page.say("unconfirmed.mark"), "warning")
        text = page.say("unconfirmed", count=len(report.unconfirmed))
        yield ""
        yield f"{mark} {text}{page.paint('qishan-lint config show', 'command')}"
