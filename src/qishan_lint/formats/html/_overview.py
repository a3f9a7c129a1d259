"""What frames the list: masthead, verdict with its bar and provenance, clean items, waivers, the keys."""

from __future__ import annotations

from qishan_lint.formats._summary import MANY, Summary, Verdict
from qishan_lint.formats._summary import verdict as verdict_of
from qishan_lint.formats._words import Say, verdict_word
from qishan_lint.formats.html import _large
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.model import Report

_ORDER = (Verdict.BLOCKED, Verdict.WORK, Verdict.CLEAR)


def masthead(report: Report, say: Say) -> Markup:
    """The title, the day, and the tools that need JavaScript."""
    tools = tag(
        "p",
        tag("button", say("html.print"), type="button", id="print"),
        tag("button", say("html.keys"), type="button", id="show-keys"),
        class_="tools",
    )
    day = tag("p", say("html.as-of", date=report.today.isoformat()))
    return tag("header", tag("h1", say("report.title")), day, tools)


def style(report: Report, summary: Summary, say: Say) -> str:
    """The style rules that depend on the report: the proportions of the bar, the foot of a printed page."""
    bars = "".join(f".bar.{each}{{flex-grow:{summary.verdicts[each]}}}" for each in _ORDER)
    foot = f'@bottom-left{{content:"{say("report.title")} {report.today.isoformat()}"}}'
    return f"{bars}@page{{{foot}@bottom-right{{content:{say('html.page-of')}}}}}"


def verdict(report: Report, summary: Summary, say: Say) -> Markup:
    """What became of the items, in a sentence, a bar and the facts behind it."""
    parts = [_sentence(report, summary, say)]
    if report.interrupted:
        parts.insert(0, tag("p", say("interrupted"), class_="alert", role="alert"))
    if summary.total.findings:
        parts += [_bar(summary, say), _legend(summary, say)]
    if summary.total.findings > MANY:
        rules = min(5, len(summary.rules))
        many = say("html.many", count=summary.total.findings, rules=rules, share=_large.share(summary, rules))
        parts.append(tag("p", many, class_="note"))
    if report.results:
        parts.append(_facts(report, summary, say))
    return tag("section", parts, class_="panel", id="verdict", aria_labelledby="verdict-title", tabindex="-1")


def _sentence(report: Report, summary: Summary, say: Say) -> Markup:
    if not report.results:
        return join(
            tag("h2", say("empty"), id="verdict-title"),
            tag("p", say("empty.formats")),
            tag("p", say("empty.try"), tag("code", "qishan-lint check ..")),
        )
    if not summary.total.findings:
        what = say("all-clear", rules=len(report.rules), photos=summary.photos, attachments=summary.attachments)
        return join(
            tag("h2", say("html.all-clear", count=summary.items), id="verdict-title", class_="ok"),
            tag("p", what),
            tag("p", say("human-still-reads")),
        )
    counts = {each: say(f"html.verdict.{each}", count=summary.verdicts[each]) for each in _ORDER}
    return tag(
        "h2",
        say("html.of-items", count=summary.items),
        tag("em", counts[Verdict.BLOCKED]) if summary.verdicts[Verdict.BLOCKED] else counts[Verdict.BLOCKED],
        say("comma"),
        say("comma").join((counts[Verdict.WORK], counts[Verdict.CLEAR])),
        id="verdict-title",
    )


def _bar(summary: Summary, say: Say) -> Markup:
    label = say("semicolon").join(f"{verdict_word(each, say)} {summary.verdicts[each]}" for each in _ORDER)
    parts = (tag("span", class_=f"bar {each}") for each in _ORDER if summary.verdicts[each])
    return tag("div", parts, class_="bars", role="img", aria_label=label)


def _legend(summary: Summary, say: Say) -> Markup:
    entries = (
        tag("li", tag("span", class_=f"key {each}"), say(f"html.legend.{each}", count=summary.verdicts[each]))
        for each in _ORDER
    )
    return tag("ul", entries, class_="legend")


def _facts(report: Report, summary: Summary, say: Say) -> Markup:
    configuration = report.configuration or say("html.no-configuration")
    facts = [
        join(say("html.rules"), " ", tag("b", f"qishan-lint {report.version}"), " ", _digest(report.catalogue_digest)),
        join(say("html.configuration"), " ", tag("b", configuration), " ", _digest(report.configuration_digest)),
        join(say("html.unread"), " ", tag("b", f"{summary.unread:,}")),
    ]
    for key, count in (("waived", summary.waived), ("baselined", summary.baselined)):
        if count:
            facts.append(join(say(f"fact.{key}"), " ", tag("b", f"{count:,}")))
    made = [tag("li", fact) for fact in facts]
    if report.unconfirmed:
        rows = [join(tag("dt", tag("code", key)), tag("dd", value)) for key, value in report.unconfirmed]
        limits = join(say("html.unconfirmed"), " ", tag("b", str(len(report.unconfirmed))))
        made.append(tag("li", tag("details", tag("summary", limits), tag("dl", rows), open=True)))
    return tag("ul", made, class_="facts")


def _digest(digest: str) -> Markup:
    return tag("code", f"{digest[:4]}·{digest[4:8]}")


def sorting(say: Say) -> Markup:
    """How the list is ordered, and whether the cards are open."""
    orders = (
        tag(
            "button",
            say(f"html.sort.{name}"),
            type="button",
            data_sort=name,
            aria_pressed=str(name == "weight").lower(),
        )
        for name in ("weight", "department", "column")
    )
    return tag(
        "p",
        tag("button", say("html.filter"), type="button", id="open-filter"),
        tag("span", say("html.sort"), " ", [join(order, " ") for order in orders], class_="orders"),
        tag("button", say("js.expand"), type="button", id="expand"),
        class_="sorting",
    )


def clear(report: Report, summary: Summary, say: Say) -> Markup:
    """The clean items, folded."""
    clean = [result for result in report.results if verdict_of(result) is Verdict.CLEAR]
    if not clean or not summary.total.findings:
        return Markup("")
    rows = (tag("li", result.title or say("no-title"), " ", tag("code", result.path)) for result in clean)
    head = tag("summary", tag("b", say("html.clear-items", count=len(clean))), " ", tag("span", say("html.clear-note")))
    return tag(
        "section",
        tag("details", head, tag("ul", rows), open=True),
        class_="clear-items",
        aria_label=say("verdict.clear"),
    )


def waivers(report: Report, say: Say, lang: str) -> Markup:
    """What somebody allowed, with reason, name and day."""
    allowed = [(result, waiver) for result in report.results for waiver in result.waivers]
    if not allowed:
        return Markup("")
    names = ("title", "message", "why-allowed", "by", "until")
    head = tag("tr", (tag("th", say(f"column.{name}"), scope="col") for name in names))
    rows = (
        tag(
            "tr",
            tag("td", result.title or result.path),
            tag("td", waiver.finding.message.get(lang), " ", tag("code", waiver.finding.rule)),
            tag("td", waiver.reason),
            tag("td", waiver.by),
            tag("td", waiver.until.isoformat() if waiver.until else ""),
        )
        for result, waiver in allowed
    )
    name = say("html.waivers", count=len(allowed))
    table = tag("table", tag("caption", name, class_="unseen"), tag("thead", head), tag("tbody", rows))
    box = tag("div", table, class_="scroll", tabindex="0", role="group", aria_label=name)
    return tag(
        "section", tag("details", tag("summary", tag("b", name)), box, open=True), class_="panel", aria_label=name
    )


def keys(say: Say) -> Markup:
    """The list of keys, and the switch that turns them off."""
    rows = (
        join(tag("dt", tag("kbd", key)), tag("dd", say(f"html.key.{name}")))
        for key, name in (("N", "next"), ("P", "previous"), ("/", "search"), ("Esc", "close"), ("?", "list"))
    )
    switch = tag("label", tag("input", type="checkbox", id="keys-on", checked=True), " ", say("html.keys-on"))
    close = tag("form", tag("button", say("html.close")), method="dialog")
    title = tag("h2", say("html.keys"), id="keys-title")
    return tag("dialog", title, tag("dl", rows), tag("p", switch), close, id="keys", aria_labelledby="keys-title")
