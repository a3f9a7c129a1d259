"""Tiles and facets: what the list can be narrowed to; plain check boxes, counts in items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from qishan_lint.formats._summary import Count, Summary
from qishan_lint.formats._words import LEVELS, Say, counted, resolute_word
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.model import Level, Report

_FIRST = 5


def numbers(values: Iterable[str]) -> dict[str, int]:
    """The values by frequency, each with its number; empty ones are left out."""
    ordered = sorted(Counter(value for value in values if value).items(), key=lambda entry: (-entry[1], entry[0]))
    return {value: number for number, (value, _) in enumerate(ordered)}


def tiles(summary: Summary, say: Say) -> Markup:
    """A tile for each resolute, secrecy and personal data marked as a veto."""
    made = (_tile(name, count, say) for name, count in summary.families.items())
    heading = tag("h2", say("html.tiles"), class_="unseen", id="tiles-title")
    return tag("section", heading, tag("div", made, class_="tiles"), aria_labelledby="tiles-title", id="tiles")


def _tile(name: str, count: Count, say: Say) -> Markup:
    box = tag("input", type="checkbox", name="family", value=name, data_word=resolute_word(name, say))
    veto = tag("span", say("html.veto"), class_="veto") if name == "sensitive" else ""
    figure = tag(
        "span",
        tag("b", f"{count.items:,}"),
        " ",
        say("unit.item" if count.items == 1 else "unit.items"),
        class_="figure",
    )
    levels = [
        tag("span", counted(count.levels[level], level, say), class_=f"count {level}")
        for level in LEVELS
        if count.levels[level]
    ]
    label = tag("span", resolute_word(name, say), class_="name")
    below = tag("span", [join(each, " ") for each in levels], class_="levels")
    return tag("label", box, label, veto, figure, below, class_=f"tile {name}")


def panel(
    report: Report, summary: Summary, departments: Mapping[str, int], columns: Mapping[str, int], say: Say
) -> Markup:
    """The filter beside the list; it is shown only where it works."""
    with_findings = [result for result in report.results if summary.groups[result.id]]
    by_level = {
        level: sum(any(group.first.level is level for group in summary.groups[result.id]) for result in with_findings)
        for level in LEVELS
    }
    by_department = Counter(result.department for result in with_findings)
    by_column = Counter(result.column for result in with_findings)
    search = tag("input", type="search", id="search", placeholder=say("html.search"), aria_label=say("html.search"))
    form = tag(
        "form",
        tag("h2", say("html.filter"), class_="sheet-title", id="filter-title"),
        search,
        tag("p", say("html.filter-note"), class_="note"),
        _levels(by_level, say),
        _facet("department", departments, by_department, say),
        _facet("column", columns, by_column, say),
        tag(
            "p",
            tag("button", say("html.clear"), type="button", id="clear"),
            tag("button", say("html.show"), type="button", id="apply", class_="primary"),
            class_="sheet-buttons",
        ),
    )
    return tag("section", form, id="filter", aria_labelledby="filter-title")


def _levels(counts: Mapping[Level, int], say: Say) -> Markup:
    boxes = (_box("level", level.value, say(f"html.with.{level}"), counts[level]) for level in LEVELS if counts[level])
    return tag("fieldset", tag("legend", say("column.level")), boxes)


def _facet(name: str, values: Mapping[str, int], counts: Mapping[str, int], say: Say) -> Markup:
    if len(values) < 2:
        return Markup("")
    boxes = [_box(name, str(number), value, counts[value]) for value, number in values.items()]
    rest = boxes[_FIRST:]
    more = tag("details", tag("summary", say(f"html.more-{name}", count=len(rest))), rest) if rest else ""
    return tag("fieldset", tag("legend", say(f"column.{name}")), boxes[:_FIRST], more)


def _box(name: str, value: str, word: str, count: int) -> Markup:
    box = tag("input", type="checkbox", name=name, value=value, data_word=word)
    return tag("label", box, tag("span", word), tag("span", f"{count:,}", class_="number"))
