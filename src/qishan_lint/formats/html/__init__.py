"""HTML: one file that needs nothing else, for the screen, the phone and paper; complete without JavaScript.

Everything in it comes from the file itself: a content security policy allows its own style and script by their hashes,
pictures as data, and nothing remote. Everything that articles say is escaped.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from importlib import resources

from qishan_lint.formats import RenderOptions
from qishan_lint.formats._summary import MANY, Summary, summarize, verdict
from qishan_lint.formats._words import Say, speaker
from qishan_lint.formats.html import _facets, _large, _overview
from qishan_lint.formats.html._card import Sheet, card
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.formats.html._photos import Album
from qishan_lint.model import Report, Result

BINARY = True
SUFFIX = ".html"

_EARLY = 'document.documentElement.classList.add("js")'
_SPOKEN = (
    "items-and-findings",
    "none-fit",
    "drop",
    "clear-all",
    "clear",
    "filter-count",
    "show-count",
    "remove",
    "page",
    "expand",
    "collapse",
    "previous",
    "next",
    "rule",
    "search",
    "picked",
)


def render(report: Report, options: RenderOptions) -> bytes:
    """The page in UTF-8."""
    say, summary = speaker(options.lang), summarize(report)
    style = _asset("report.css") + _overview.style(report, summary, say)
    script = _asset("report.js").replace("@WORDS@", _words(say))
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(style, (_EARLY, script))),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{say('report.title')} {report.today.isoformat()}"),
        tag("style", Markup(style)),
        tag("script", Markup(_EARLY)),
    )
    large = summary.total.findings > MANY
    body = tag(
        "body", _body(report, summary, options, say), tag("script", Markup(script)), class_="large" if large else None
    )
    page = tag("html", head, body, lang="en" if options.lang == "en" else "zh-CN")
    return f"<!doctype html>\n{page}\n".encode("utf-8", "replace")


def _asset(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def policy(style: str, scripts: tuple[str, ...]) -> str:
    """The content security policy of a page with this style and these scripts, and nothing remote."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _words(say: Say) -> str:
    """The words that the script needs, as JSON that cannot end the script element."""
    # The figures are filled in by the script.
    words = {name: say(f"js.{name}", a="{a}", b="{b}") for name in _SPOKEN}
    return json.dumps(words).replace("<", "\\u003c")


def _body(report: Report, summary: Summary, options: RenderOptions, say: Say) -> Markup:
    sheet = Sheet(
        report=report,
        lang=options.lang,
        say=say,
        album=Album(options.thumbnail),
        rules={rule: number for number, rule in enumerate(sorted(summary.rules))},
        departments=_facets.numbers(result.department for result in report.results if summary.groups[result.id]),
        columns=_facets.numbers(result.column for result in report.results if summary.groups[result.id]),
    )
    parts = [_overview.verdict(report, summary, say)]
    if summary.total.findings:
        large = summary.total.findings > MANY
        parts.append(_facets.tiles(summary, say))
        parts += [_large.tables(summary, sheet)] if large else []
        panel = _facets.panel(report, summary, sheet.departments, sheet.columns, say)
        parts.append(tag("div", panel, _list(report, summary, sheet, large=large), class_="columns"))
    if report.results:
        parts += [_overview.clear(report, summary, say), _overview.waivers(report, say, options.lang)]
    return join(
        tag("a", say("html.skip"), class_="skip", href="#list" if summary.total.findings else "#verdict"),
        _overview.masthead(report, say),
        tag("main", parts),
        tag("footer", tag("p", say("html.footnote"))),
        _overview.keys(say),
    )


def _list(report: Report, summary: Summary, sheet: Sheet, *, large: bool) -> Markup:
    """The items with findings, those that must not be published first."""
    say = sheet.say
    ordered = sorted((result for result in report.results if summary.groups[result.id]), key=_urgency(summary))
    make = _large.item if large else card
    cards = [make(number, result, summary.groups[result.id], sheet) for number, result in enumerate(ordered, 1)]
    counted = say("js.items-and-findings", a=f"{len(ordered):,}", b=f"{summary.total.findings:,}")
    heading = tag("h2", tag("span", counted, role="status", id="count"), id="list-title")
    return tag(
        "section",
        tag("div", heading, _overview.sorting(say), class_="list-head"),
        tag("div", id="chips", hidden=True),
        tag("div", id="none", hidden=True, role="status"),
        tag("div", cards, id="items"),
        tag("nav", id="pages", hidden=True, aria_label=say("html.pages")),
        id="list",
        aria_labelledby="list-title",
        tabindex="-1",
    )


def _urgency(summary: Summary) -> Callable[[Result], tuple[object, ...]]:
    def key(result: Result) -> tuple[object, ...]:
        groups = summary.groups[result.id]
        levels = [group.first.level.rank for group in groups]
        veto = any(group.first.sensitive and group.first.level.rank == 3 for group in groups)
        return (verdict(result) != "blocked", not veto, -max(levels), -levels.count(3), -len(groups), result.path)

    return key
