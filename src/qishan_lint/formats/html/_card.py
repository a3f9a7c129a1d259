"""A card: one item, its verdict and metadata, what it says on the left, what is wrong with it on the right."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qishan_lint.formats._escape import visible
from qishan_lint.formats._summary import Group, Verdict, family, is_unread, verdict
from qishan_lint.formats._words import (
    LEVELS,
    Say,
    counted,
    family_word,
    level_word,
    position,
    reason,
    related,
    replaced,
    suggestion,
    verdict_word,
)
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._evidence import evidence
from qishan_lint.formats.html._markup import Markup, join, tag
from qishan_lint.formats.html._photos import Album, figures
from qishan_lint.model import Finding, Level, Report, Result

_PHOTOS = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """What every card needs: the report, the words, the pictures, and the numbers of rules, departments, columns."""

    report: Report
    lang: str
    say: Say
    album: Album
    rules: Mapping[str, int]
    departments: Mapping[str, int]
    columns: Mapping[str, int]


def card(number: int, result: Result, groups: Sequence[Group], sheet: Sheet) -> Markup:
    """The card of an item with findings; ``number`` is its place in the list."""
    entries = [Entry(number, place, group) for place, group in enumerate(groups, 1)]
    left = tag("div", _left(entries, result, sheet), class_="evidence")
    right = tag("ol", (finding_entry(entry, result, sheet) for entry in entries), class_="findings")
    body = tag("div", left, right, class_="body")
    details = tag("details", _summary(result, groups, sheet), body, open=True)
    style = "unread" if any(is_unread(group.first) for group in groups) else verdict(result).value
    return tag("article", details, class_=f"card {style}", id=f"i{number}", **facets(result, groups, sheet))


def facets(result: Result, groups: Sequence[Group], sheet: Sheet) -> dict[str, str]:
    """What the filter knows about an item: findings by family and level, rules, department, column."""
    pairs = Counter(f"{family(group.first.rule)}.{group.first.level}" for group in groups)
    rules = sorted({sheet.rules[group.first.rule] for group in groups})
    return {
        "data_k": " ".join(f"{pair}:{count}" for pair, count in pairs.items()),
        "data_r": " ".join(map(str, rules)),
        "data_d": str(sheet.departments.get(result.department, "")),
        "data_c": str(sheet.columns.get(result.column, "")),
    }


def counts(groups: Sequence[Group], say: Say) -> Markup:
    """How many findings of each level."""
    number = Counter(group.first.level for group in groups)
    shown = [
        tag("span", counted(number[level], level, say), class_=f"count {level}") for level in LEVELS if number[level]
    ]
    return tag("span", [join(each, " ") for each in shown], class_="counts")


def title(result: Result, sheet: Sheet) -> Markup:
    """The item's title, the name of its file when it has none."""
    shown = result.title or posixpath.basename(result.path)
    return tag("h3", shown, lang="zh-CN" if sheet.lang == "en" and result.title else None)


def _summary(result: Result, groups: Sequence[Group], sheet: Sheet) -> Markup:
    say = sheet.say
    unread = any(is_unread(group.first) for group in groups)
    worst = max(groups, key=lambda group: (group.first.level.rank, group.first.sensitive))
    state = verdict(result)
    word = say("verdict.unread") if unread else verdict_word(state, say)
    style = Verdict.BLOCKED.value if unread else state.value
    date = say("html.published", date=result.published.isoformat()) if result.published else ""
    facts = [tag("span", each) for each in (result.department, result.column, date) if each]
    path = tag("code", result.path, class_="path")
    first = tag("span", worst.first.message.get(sheet.lang), class_="first")
    meta = tag("span", [join(each, " ") for each in facts], path, class_="meta")
    return tag(
        "summary", tag("span", word, class_=f"tag {style}"), title(result, sheet), counts(groups, say), first, meta
    )


def _left(entries: Sequence[Entry], result: Result, sheet: Sheet) -> Markup:
    say = sheet.say
    parts = list(evidence(entries, result, say, sheet.lang))
    with_findings = {entry.finding.place.path for entry in entries}
    photos = sorted(result.photos, key=lambda path: path not in with_findings)
    if photos:
        parts.append(tag("h4", say("html.photos", count=len(photos))))
        parts.append(figures(photos[:_PHOTOS], entries, sheet.album, say, sheet.lang))
        if len(photos) > _PHOTOS:
            parts.append(tag("p", say("html.more-photos", count=len(photos) - _PHOTOS), class_="note"))
    if not result.characters and not any(is_unread(entry.finding) for entry in entries):
        parts.append(tag("h4", say("html.article")))
        parts.append(tag("p", say("html.no-body"), class_="note"))
    if not parts:
        parts.append(tag("p", say("html.no-excerpt"), class_="note"))
    return join(*parts)


def finding_entry(entry: Entry, result: Result, sheet: Sheet) -> Markup:
    """One finding: level, family and message, then why, what to write instead, and where."""
    say, finding = sheet.say, entry.finding
    shown = finding.excerpt is not None
    number = (
        entry.link(entry.mark, sheet.lang) if shown else tag("span", str(entry.number), class_=f"n {finding.level}")
    )
    level = tag("span", level_word(finding.level, say), class_=f"tag {finding.level}")
    message = tag("strong", finding.message.get(sheet.lang), class_="message")
    head = tag("p", number, level, family_tag(finding, sheet), message, _remarks(entry.group, say), class_="head")
    rows = [(say("label.why"), join(reason(finding, sheet.report.rules, sheet.lang, say)))]
    if is_unread(finding):
        rows.append((say("label.effect"), join(say("unread-blocks"))))
    if finding.suggestions:
        rows.append((say("label.fix"), _replacement(finding, say)))
    rows.append((say("label.related"), join(related(finding, result, say))))
    where = join(tag("b", position(entry.group, result, say)), " ", tag("code", finding.rule, lang="en"))
    rows.append((say("label.where"), where))
    terms = [join(tag("dt", name), tag("dd", value)) for name, value in rows if value]
    return tag("li", head, tag("dl", terms), id=entry.anchor, tabindex="-1")


def family_tag(finding: Finding, sheet: Sheet) -> Markup:
    """The family in a neutral box, secrecy and personal data inverted."""
    style = "family sensitive" if family(finding.rule) == "sensitive" else "family"
    return tag("span", family_word(finding.rule, sheet.report.rules, sheet.say), class_=f"tag {style}")


def _remarks(group: Group, say: Say) -> Markup:
    remarks = []
    if group.fixable:
        remarks.append(tag("span", say("html.fixable"), class_="remark fixable"))
    if not group.first.waivable:
        remarks.append(tag("span", say("html.not-waivable"), class_="remark fixed"))
    return join(*remarks)


def _replacement(finding: Finding, say: Say) -> Markup:
    old = replaced(finding)
    news = finding.suggestions[:3]
    proposed = [join(say("or") if number else "", tag("ins", visible(new))) for number, new in enumerate(news)]
    if not old or finding.level is Level.INFO:
        return join(*proposed) if old else join(suggestion(finding, say))
    return join(tag("del", old), " → ", *proposed)
