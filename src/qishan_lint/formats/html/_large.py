"""The state for more than a thousand findings: by rule and department first, then the items without reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from qishan_lint.formats._summary import Group, Summary, family, verdict
from qishan_lint.formats._words import Say, level_word, position, verdict_word
from qishan_lint.formats.html._card import Sheet, counts, facets, family_tag, title
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.model import Finding, Result

_AROUND = 12
_SHOWN = 50


def share(summary: Summary, first: int) -> int:
    """How many per cent of the findings the ``first`` rules with most findings make, rounded down."""
    most = sorted((count.findings for count in summary.rules.values()), reverse=True)[:first]
    return 100 * sum(most) // max(1, summary.total.findings)


def tables(summary: Summary, sheet: Sheet) -> Markup:
    """The findings by rule, secrecy on top, and by department."""
    say = sheet.say
    ways = {"by-rule": say("html.th.rule"), "by-department": say("column.department"), "list": say("html.by-item")}
    links = say("html.dot").join(tag("a", name, href=f"#{id_}") for id_, name in ways.items())
    rows = sorted(summary.rules, key=lambda rule: (family(rule) != "sensitive", -summary.rules[rule].findings, rule))
    headings = [
        (say("html.th.rule"), None),
        (say("html.th.level"), None),
        *_figures(say),
        (say("html.th.where"), None),
    ]
    by_rule = _table(say("html.by-rule"), headings, (_rule_row(rule, summary, sheet) for rule in rows))
    return tag(
        "section",
        tag("p", say("html.ways"), " ", Markup(links), class_="note"),
        tag("div", by_rule, class_="scroll", id="by-rule", tabindex="0", role="group", aria_label=say("html.by-rule")),
        _by_department(summary, sheet, say("html.by-department")),
        class_="panel",
    )


def _by_department(summary: Summary, sheet: Sheet, name: str) -> Markup:
    items, findings = Counter[str](), Counter[str]()
    for result in sheet.report.results:
        if summary.groups[result.id]:
            items[result.department] += 1
            findings[result.department] += len(summary.groups[result.id])
    say = sheet.say
    rows = (
        tag(
            "tr",
            tag("th", department or say("html.no-department"), scope="row"),
            _number(findings[department]),
            _number(count),
        )
        for department, count in items.most_common()
    )
    headings = [(say("column.department"), None), *_figures(say)]
    table = _table(name, headings, rows)
    box = tag("div", table, class_="scroll", id="by-department", tabindex="0", role="group", aria_label=name)
    return tag("details", tag("summary", name), box, open=True)


def _table(caption: str, headings: Sequence[tuple[str, str | None]], rows: Iterator[Markup]) -> Markup:
    head = tag("tr", (tag("th", word, scope="col", class_=style) for word, style in headings))
    return tag("table", tag("caption", caption), tag("thead", head), tag("tbody", rows))


def _figures(say: Say) -> list[tuple[str, str | None]]:
    """The headings of the two columns of figures."""
    return [(say("html.th.findings"), "number"), (say("html.th.items"), "number")]


def _number(count: int) -> Markup:
    return tag("td", f"{count:,}", class_="number")


def _rule_row(rule: str, summary: Summary, sheet: Sheet) -> Markup:
    say, count = sheet.say, summary.rules[rule]
    info = sheet.report.rules.get(rule)
    level = max((level for level, number in count.levels.items() if number), key=lambda level: level.rank)
    finding = next(group.first for groups in summary.groups.values() for group in groups if group.first.rule == rule)
    name = tag("a", info.name.get(sheet.lang) if info else rule, href="#list", data_rule=str(sheet.rules[rule]))
    why = tag("span", info.why.get(sheet.lang), class_="note") if info else ""
    tags = join(tag("span", level_word(level, say), class_=f"tag {level}"), " ", family_tag(finding, sheet))
    most = [name for name, _ in count.departments.most_common(2)]
    where = say("html.departments", count=len(count.departments), names=say("list-comma").join(most)) if most else ""
    return tag(
        "tr",
        tag("th", name, why, scope="row"),
        tag("td", tags),
        _number(count.findings),
        _number(count.items),
        tag("td", where),
    )


def item(number: int, result: Result, groups: Sequence[Group], sheet: Sheet) -> Markup:
    """An item in short: its findings in a line each; the reasons stand in the table of rules."""
    say = sheet.say
    lines = [_line(group, result, sheet) for group in groups[:_SHOWN]]
    if len(groups) > _SHOWN:
        lines.append(tag("li", say("html.more-findings", count=len(groups) - _SHOWN)))
    state = verdict(result)
    head = tag(
        "div",
        tag("span", verdict_word(state, say), class_=f"tag {state}"),
        title(result, sheet),
        counts(groups, say),
        class_="line",
    )
    meta = tag(
        "p",
        " ".join(each for each in (result.department, result.column) if each),
        " ",
        tag("code", result.path),
        class_="meta",
    )
    return tag(
        "article",
        head,
        meta,
        tag("ul", lines),
        class_=f"card brief {state}",
        id=f"i{number}",
        **facets(result, groups, sheet),
    )


def _line(group: Group, result: Result, sheet: Sheet) -> Markup:
    finding = group.first
    level = tag("b", level_word(finding.level, sheet.say), class_=finding.level.value)
    where = position(group, result, sheet.say)
    return tag("li", level, " ", finding.message.get(sheet.lang), " ", tag("i", where), _hit(finding))


def _hit(finding: Finding) -> Markup:
    excerpt = finding.excerpt
    if excerpt is None or not excerpt.hit:
        return Markup("")
    before, after = excerpt.before[-_AROUND:], excerpt.after[:_AROUND]
    return tag("q", before, tag("mark", excerpt.hit[: 2 * _AROUND], class_=finding.level.value), after)
