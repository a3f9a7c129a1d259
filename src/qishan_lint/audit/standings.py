"""Standings: the dashboard's table of departments, with rates, intervals and what became of their findings."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from qishan_lint import rates
from qishan_lint.audit import drawing, tally
from qishan_lint.audit.panels import head, on_paper, scrolling, section
from qishan_lint.audit.record import Audit
from qishan_lint.audit.tally import Department
from qishan_lint.audit.wording import Words
from qishan_lint.formats.html._markup import Markup, tag
from qishan_lint.rates import Rate

FAMILIES = ("short", "wording", "photo", "stale", "sensitive")

ON_PAPER = 14
"""Ranked departments that fit on one sheet of paper; the rest is in the workbook."""

_FEWEST_OTHERS = 2
"""Departments without a rank that paper shows even where the ranked ones fill it."""


class Frame(msgspec.Struct, frozen=True):
    """What all rows share: the rate of all, the share at the right end of the axis, and whether there is a last time."""

    whole: Rate
    most: float
    since: bool
    words: Words


def panel(audit: Audit, words: Words) -> Markup:
    """The table of departments, those with a rank first."""
    found = tally.departments(audit)
    ranked = [one for one in found if one.rank is not None]
    others = [one for one in found if one.rank is None]
    whole = rates.wilson(audit.counts.faulty, audit.counts.items)
    frame = Frame(whole, _most(ranked or others), audit.comparison is not None, words)
    heads = _heads(frame)
    room = max(ON_PAPER - len(ranked), _FEWEST_OTHERS)
    rows = [_row(one, frame, folded=number >= ON_PAPER) for number, one in enumerate(ranked)]
    if others:
        note = words("departments.unranked", count=tally.FEWEST)
        rows.append(tag("tr", tag("th", note, colspan=len(heads), scope="rowgroup"), class_="group"))
    rows += [_row(one, frame, folded=number >= room) for number, one in enumerate(others)]
    hidden = max(0, len(ranked) - ON_PAPER) + max(0, len(others) - room)
    if hidden:
        rows.append(on_paper(words("departments.more", count=hidden), len(heads)))
    title = words("departments.heading")
    table = tag(
        "table",
        tag("caption", title),
        tag("thead", tag("tr", heads)),
        tag("tbody", [*rows, _total(audit, frame)]),
        class_="departments",
    )
    return section("departments", words, scrolling(table, title, words), number=1)


def _most(found: Sequence[Department]) -> float:
    """The share at the right end of the axis: the highest interval, to the next tenth."""
    high = max((one.rate.high for one in found if one.rate.of), default=1.0)
    return min(1.0, max(0.1, -(-int(high * 1000) // 100) / 10))


def _heads(frame: Frame) -> list[Markup]:
    words = frame.words
    heads = [head(words("head.rank"), number=True), head(words("head.department"))]
    heads += [head(words(f"head.{name}"), number=True) for name in ("items", "faulty", "rate-percent")]
    heads.append(tag("th", words("head.interval"), drawing.axis(frame.most), scope="col", class_="pic"))
    heads.append(head(words("head.beside")))
    heads += [head(words(f"family.{name}"), number=True) for name in FAMILIES]
    if frame.since:
        heads += [head(words("head.rectified"), number=True), head(words("head.before"))]
    return heads


def _row(one: Department, frame: Frame, *, folded: bool) -> Markup:
    band = rates.band(one.rate, frame.whole.share) if one.rank is not None else None
    cells = [
        tag("td", "—" if one.rank is None else str(one.rank), class_="n"),
        tag("th", one.name or frame.words("no-department"), scope="row"),
        *_rate(one.rate, frame),
        tag("td", frame.words(f"band.{band}") if band else "—", class_=f"band-{band}" if band else None),
        *_families(one.families),
    ]
    if frame.since:
        behind = one.rectified < one.due
        cells.append(tag("td", f"{one.rectified}/{one.due}" if one.due else "–", class_="n bad" if behind else "n"))
        cells.append(tag("td", _trend(one, frame.words)))
    return tag("tr", cells, class_="more" if folded else None)


def _total(audit: Audit, frame: Frame) -> Markup:
    cells = [
        tag("td"),
        tag("th", frame.words("departments.all"), scope="row"),
        *_rate(frame.whole, frame),
        tag("td"),
        *_families(audit.counts.families),
    ]
    if audit.comparison is not None:
        cells += [tag("td", f"{audit.comparison.rectified}/{audit.comparison.due}", class_="n"), tag("td")]
    return tag("tr", cells, class_="total")


def _rate(rate: Rate, frame: Frame) -> list[Markup]:
    if not rate.of:
        return [tag("td", "0", class_="n"), tag("td", "–", class_="n"), tag("td", "–", class_="n"), tag("td")]
    low, high = frame.words.percent(rate.low), frame.words.percent(rate.high)
    drawn = drawing.interval(
        rate, frame.whole.share, frame.most, frame.words("departments.interval", low=low, high=high)
    )
    return [
        tag("td", str(rate.of), class_="n"),
        tag("td", str(rate.hits), class_="n"),
        tag("td", f"{rate.share * 100:.1f}", class_="n rate"),
        tag("td", drawn, class_="pic"),
    ]


def _families(found: dict[str, int]) -> list[Markup]:
    cells = []
    for name in FAMILIES:
        count = found.get(name, 0)
        grave = name == "sensitive" and count
        cells.append(tag("td", str(count) if count else "–", class_="n bad" if grave else "n"))
    return cells


def _trend(one: Department, words: Words) -> str:
    """Whether the rate rose or fell since the last time, beyond what its interval leaves to chance."""
    if one.before is None or not one.before.of or not one.rate.of or one.rank is None:
        return "—"
    if one.before.share < one.rate.low:
        return words("trend.up")
    return words("trend.down") if one.before.share > one.rate.high else words("trend.even")
