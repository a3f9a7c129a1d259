"""The tables of the text output: findings by resolute, and by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from qishan_lint.formats import RenderOptions, _width
from qishan_lint.formats._escape import visible
from qishan_lint.formats._page import Page
from qishan_lint.formats._summary import Count, Summary
from qishan_lint.formats._words import LEVELS, level_word, resolute_word
from qishan_lint.model import Level

WIDE = 100
_DEPARTMENTS = 4
_FIRST = 10


def by_resolute(summary: Summary, page: Page) -> Iterator[str]:
    """Findings by level and items concerned, a row for each resolute; the remark says what comes first."""
    say = page.say
    rows = {name: resolute_word(name, say) for name in summary.families}
    first = max(_width.of(name, page.ambiguous) for name in [*rows.values(), say("table.family")]) + 2
    headings = [level_word(level, say) for level in LEVELS] + [say("table.items")]
    widths = [max(8, _width.of(heading, page.ambiguous) + 4) for heading in headings]
    yield "  " + page.paint(_row(say("table.family"), headings, first, widths, page), "dim")
    for family, name in rows.items():
        count = summary.families[family]
        row = _row(name, _cells(count, page), first, widths, page)
        yield f"  {row}   {_remark(family, count, page, page.measure(row) + 5)}"
    yield (
        "  "
        + page.paint(say("table.total"), "bold")
        + _row("", _cells(summary.total, page), first - page.measure(say("table.total")), widths, page)
    )


def _cells(count: Count, page: Page) -> list[str]:
    levels = (page.paint(f"{count.levels[level]:,}", level.value) if count.levels[level] else "-" for level in LEVELS)
    return [*levels, f"{count.items:,}" if count.items else "-"]


def _row(name: str, cells: Sequence[str], first: int, widths: Sequence[int], page: Page) -> str:
    padded = (" " * max(0, width - page.measure(cell)) + cell for cell, width in zip(cells, widths, strict=True))
    return _width.pad(name, first, page.ambiguous) + "".join(padded)


def _remark(family: str, count: Count, page: Page, start: int) -> str:
    """What stands behind a row: secrecy comes first; on wide pages also who is concerned most."""
    ordered = sorted(count.departments.items(), key=lambda entry: (-entry[1], entry[0]))
    names = [(visible(name), items) for name, items in ordered] if page.width >= WIDE else []
    say = page.say
    veto = family == "sensitive" and count.levels[Level.ERROR] > 0
    if not count.findings or not (veto or names):
        return ""
    if not veto:
        text, style = say("most", name=names[0][0], count=names[0][1]), "dim"
    else:
        each = (say("veto.one", name=name, count=items) for name, items in names[:_DEPARTMENTS])
        where = say("veto.where", names=say("list-comma").join(each)) if names else ""
        text, style = say("veto") + where, "error"
    return page.paint(_width.head(text, page.width - start, page.ambiguous), style)


def by_rule(summary: Summary, options: RenderOptions, page: Page) -> Iterator[str]:
    """Findings and items by rule, the most frequent first, all of them where statistics are asked for.

    Then seconds by kind and their share, when they were measured.
    """
    ordered = sorted(summary.rules.items(), key=lambda entry: (-entry[1].findings, entry[0]))
    ordered = ordered if options.statistics else ordered[:_FIRST]
    longest = max([_width.of(visible(rule), page.ambiguous) for rule, _ in ordered] + [20]) + 2
    first, widths = min(longest, page.width - 40), [12, 14]
    headings = [page.say("table.findings"), page.say("table.items")]
    yield page.paint(page.say("statistics"), "bold")
    yield "  " + page.paint(_row(page.say("label.rule"), headings, first, widths, page), "dim")
    for rule, count in ordered:
        name = _width.head(visible(rule), first - 2, page.ambiguous)
        worst = _worst(count.levels)
        level = page.paint(level_word(worst, page.say), worst.value)
        yield f"  {_row(name, [f'{count.findings:,}', f'{count.items:,}'], first, widths, page)}   {level}"
    if options.times:
        headings = [page.say("table.seconds"), page.say("table.share")]
        yield "  " + page.paint(_row(page.say("table.kind"), headings, first, widths, page), "dim")
    whole = sum(seconds for _, seconds in options.times) or 1.0
    for kind, seconds in sorted(options.times, key=lambda entry: -entry[1]):
        yield f"  {_row(visible(kind), [f'{seconds:.2f}', f'{seconds / whole:.0%}'], first, widths, page)}"


def _worst(levels: Counter[Level]) -> Level:
    return max((level for level, number in levels.items() if number), key=lambda level: level.rank)
