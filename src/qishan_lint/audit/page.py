"""Dashboard: one page that needs nothing else, on the screen and on one sheet of paper; complete without JavaScript.

A content security policy allows its own style and script by their hashes and nothing remote. Everything that articles
say is escaped. Long lists are cut; the workbook beside the page holds all.
"""

from __future__ import annotations

from importlib import resources

from qishan_lint.audit import drawing, evaluation, panels, record, standings
from qishan_lint.audit.panels import scrolling, section
from qishan_lint.audit.record import Audit, Finding, Indicator
from qishan_lint.audit.wording import Words
from qishan_lint.declared import Auditing
from qishan_lint.formats import html
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.model import Level

MOST_FINDINGS = 2000
"""Findings that the page lists; browsers take seconds for more."""

_SCRIPT = (
    'const button=document.getElementById("print");button.hidden=false;button.onclick=()=>print();'
    'document.documentElement.classList.add("js")'
)


def render(audit: Audit, auditing: Auditing, lang: str) -> bytes:
    """The page in UTF-8."""
    words = Words(lang)
    style = resources.files(__name__.rpartition(".")[0]).joinpath("dashboard.css").read_text(encoding="utf-8")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=html.policy(style, (_SCRIPT,))),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{words('title', site=audit.site)} {audit.as_of.isoformat()}"),
        tag("style", Markup(style)),
    )
    body = tag("body", _body(audit, auditing, words), tag("script", Markup(_SCRIPT)))
    document = tag("html", head, body, lang="en" if lang == "en" else "zh-CN")
    return f"<!doctype html>\n{document}\n".encode("utf-8", "replace")


def _body(audit: Audit, auditing: Auditing, words: Words) -> Markup:
    parts = [
        tag("div", panels.tiles(audit, words), class_="card"),
        standings.panel(audit, words),
        panels.columns(audit, words),
    ]
    number = 3
    if audit.directories:
        parts.append(panels.directories(audit, words, number))
        number += 1
    if audit.ledgers:
        parts.append(panels.ledgers(audit, words, number))
        number += 1
    if audit.evaluation is not None:
        parts.append(_evaluation(audit.evaluation, words, number))
    parts.append(_findings(audit, words))
    return join(
        tag("a", words("skip"), class_="skip", href="#main"),
        drawing.patterns(),
        _header(audit, words),
        *_masthead(audit, auditing, words),
        tag("main", parts, id="main"),
        tag("footer", tag("p", _provenance(audit, words)), *_unconfirmed(audit, words)),
    )


def _header(audit: Audit, words: Words) -> Markup:
    workbook = record.NAME.replace(".json", ".xlsx")
    return tag(
        "header",
        tag("h1", words("title", site=audit.site)),
        tag("p", words("as-of", day=audit.as_of.isoformat()), class_="when"),
        tag(
            "nav",
            tag("button", words("print"), id="print", type="button", hidden=True),
            tag("a", words("workbook"), href=workbook),
            aria_label=words("actions"),
        ),
    )


def _masthead(audit: Audit, auditing: Auditing, words: Words) -> list[Markup]:
    """The head of the printed page: red where the office issues it as a circular, plain otherwise."""
    parts = []
    if auditing.masthead:
        day = words("day", year=audit.as_of.year, month=audit.as_of.month, day=audit.as_of.day)
        parts = [
            tag("p", auditing.masthead, class_="masthead"),
            tag("p", auditing.issue, class_="issue") if auditing.issue else Markup(""),
            tag("p", tag("span", auditing.office), tag("span", day), class_="office"),
        ]
    parts.append(tag("p", words("title", site=audit.site), class_="paper-title"))
    parts.append(tag("p", _provenance(audit, words), class_="paper-facts"))
    return [tag("div", parts, class_="paper", aria_hidden="true")]


def _provenance(audit: Audit, words: Words) -> str:
    return words(
        "provenance", day=audit.as_of.isoformat(), tool=audit.tool, rules=audit.catalogue[:8],
        configuration=audit.configuration[:8], unconfirmed=len(audit.unconfirmed),
    )  # fmt: skip


def _unconfirmed(audit: Audit, words: Words) -> list[Markup]:
    if not audit.unconfirmed:
        return []
    entries = [tag("li", f"{key} = {value}") for key, value in audit.unconfirmed]
    return [tag("details", tag("summary", words("unconfirmed", count=len(entries))), tag("ul", entries))]


def _evaluation(found: record.Evaluation, words: Words, number: int) -> Markup:
    counts = dict(evaluation.outcomes(found))
    rows = [_indicator(one, words) for one in found.indicators]
    names = ("id", "indicator", "outcome", "evidence", "rest")
    table = tag(
        "table",
        tag("caption", found.title.get(words.lang)),
        tag("thead", tag("tr", [tag("th", words(f"head.{name}"), scope="col") for name in names])),
        tag("tbody", rows),
        class_="evaluation",
    )
    title = found.title.get(words.lang)
    total = words("evaluation.counts", hit=counts["hit"], clear=counts["clear"], unknown=counts["unknown"])
    hits = [f"{one.id} {one.title.get(words.lang)}" for one in found.indicators if one.outcome == "hit"]
    notes = [words("evaluation.total", title=title, counts=total)]
    notes += [words("evaluation.hits", names=words("comma").join(hits))] if hits else []
    lines = [tag("p", note, class_="since") for note in notes]
    return section("evaluation", words, *lines, scrolling(table, title, words), number=number)


def _indicator(one: Indicator, words: Words) -> Markup:
    points = [tag("small", f"-{one.points:g}")] if one.points is not None else []
    evidence = tag("ul", [tag("li", each.get(words.lang)) for each in one.evidence]) if one.evidence else ""
    return tag(
        "tr",
        tag("td", one.id, tag("small", words(f"part.{one.part}"))),
        tag("th", one.title.get(words.lang), tag("small", one.source), scope="row"),
        tag("td", words(f"outcome.{one.outcome}"), *points, class_=f"outcome-{one.outcome}"),
        tag("td", evidence),
        tag("td", one.rest.get(words.lang) if one.rest else ""),
        class_="veto" if one.part == "veto" else None,
    )


def _findings(audit: Audit, words: Words) -> Markup:
    """The findings, the gravest first: secrecy and personal data, then by level."""
    ordered = sorted(audit.findings, key=_gravity)
    names = ["level", "family", "message", "department", "path"]
    if audit.comparison is not None:
        names.append("progress")
    if not ordered:
        return section("findings", words, tag("p", words("findings.none")), class_="screen")
    rows = [_finding(one, words, progress=audit.comparison is not None) for one in ordered[:MOST_FINDINGS]]
    left = len(ordered) - len(rows)
    notes = [tag("p", words("findings.more", count=left), class_="since")] if left else []
    table = tag(
        "table",
        tag("caption", words("findings.heading")),
        tag("thead", tag("tr", [tag("th", words(f"head.{name}"), scope="col") for name in names])),
        tag("tbody", rows),
        class_="findings",
    )
    return section("findings", words, *notes, scrolling(table, words("findings.heading"), words), class_="screen")


def _gravity(finding: Finding) -> tuple[object, ...]:
    return (finding.family != "sensitive" or finding.level is not Level.ERROR, -finding.level.rank, finding.department)


def _finding(one: Finding, words: Words, *, progress: bool) -> Markup:
    where = " ".join(part for part in (one.path or one.column, one.where) if part)
    count = [tag("small", words("times", count=one.count))] if one.count > 1 else []
    cells = [
        tag("td", tag("span", words.level(one.level), class_=f"level {one.level.value}")),
        tag("td", words.family(one.family)),
        tag("td", one.message.get(words.lang), *count),
        tag("td", one.department),
        tag("td", where),
    ]
    if progress:
        cells.append(tag("td", words(f"progress.{one.progress}") if one.progress else ""))
    return tag("tr", cells)
