"""Panels: the tables of the dashboard about departments and columns."""

from __future__ import annotations

from collections.abc import Sequence

from qishan_lint.audit import drawing, rates, tally
from qishan_lint.audit.rates import Rate
from qishan_lint.audit.record import Audit, Column, Ledger
from qishan_lint.audit.tally import Department
from qishan_lint.audit.wording import Words
from qishan_lint.formats.html._markup import Markup, join, tag

FAMILIES = ("short", "wording", "photo", "stale", "sensitive")

DEPARTMENTS_ON_PAPER = 14
COLUMNS_ON_PAPER = 12
"""Rows that fit on one sheet of paper; the rest is in the workbook."""

_FEWEST_OTHERS = 2
"""Departments without a rank that paper shows even where the ranked ones fill it."""


def section(name: str, words: Words, *content: Markup, number: int = 0, class_: str = "") -> Markup:
    """A part of the page with its heading, numbered where paper shows it, and a sentence on how to read it."""
    heading = words.numbered(number, f"{name}.heading") if number else words(f"{name}.heading")
    return tag(
        "section",
        tag("h2", heading, id=name),
        tag("p", words(f"{name}.how"), class_="how"),
        *content,
        aria_labelledby=name,
        class_=class_ or None,
    )


def scrolling(table: Markup, name: str, words: Words) -> Markup:
    """A table that scrolls in its own box where the page is too narrow."""
    label = words("table", name=name)
    return tag("div", table, class_="scroll", tabindex="0", role="region", aria_label=label)


def departments(audit: Audit, words: Words) -> Markup:
    """Every department with its rate, interval and figures."""
    found = tally.departments(audit)
    whole = rates.wilson(audit.counts.faulty, audit.counts.items)
    most = _most([one for one in found if one.rank is not None] or list(found))
    since = audit.comparison is not None
    width = 12 + 2 * since
    names = ("rank", "department", "items", "faulty", "rate-percent")
    heads = [_head(words(f"head.{name}"), number=name not in ("department",)) for name in names]
    heads.append(tag("th", words("head.interval"), drawing.axis(most), scope="col", class_="pic"))
    heads.append(_head(words("head.beside")))
    heads += [_head(words(f"family.{name}"), number=True) for name in FAMILIES]
    heads += [_head(words("head.rectified"), number=True), _head(words("head.before"))] if since else []
    ranked = [one for one in found if one.rank is not None]
    others = [one for one in found if one.rank is None]
    rows = [
        _department(one, whole, most, words, since, folded=n >= DEPARTMENTS_ON_PAPER) for n, one in enumerate(ranked)
    ]
    if others:
        note = words("departments.unranked", count=tally.FEWEST)
        rows.append(tag("tr", tag("th", note, colspan=width, scope="rowgroup"), class_="group"))
    room = max(DEPARTMENTS_ON_PAPER - len(ranked), _FEWEST_OTHERS)
    rows += [_department(one, whole, most, words, since, folded=n >= room) for n, one in enumerate(others)]
    hidden = max(0, len(ranked) - DEPARTMENTS_ON_PAPER) + max(0, len(others) - room)
    if hidden:
        rows.append(_on_paper(words("departments.more", count=hidden), width))
    rows.append(_total(audit, whole, most, words, since))
    table = tag(
        "table",
        tag("caption", words("departments.heading")),
        tag("thead", tag("tr", heads)),
        tag("tbody", rows),
        class_="departments",
    )
    return section("departments", words, scrolling(table, words("departments.heading"), words), number=1)


def _most(found: Sequence[Department]) -> float:
    """The share at the right end of the axis: the highest interval, to the next tenth."""
    high = max((one.rate.high for one in found if one.rate.of), default=1.0)
    return min(1.0, max(0.1, -(-int(high * 1000) // 100) / 10))


def _department(one: Department, whole: Rate, most: float, words: Words, since: bool, *, folded: bool) -> Markup:
    band = rates.band(one.rate, whole.share) if one.rank is not None else None
    cells = [
        tag("td", "—" if one.rank is None else str(one.rank), class_="n"),
        tag("th", one.name or words("no-department"), scope="row"),
        *_rate(one.rate, whole, most, words),
        tag("td", words(f"band.{band}") if band else "—", class_=f"band-{band}" if band else None),
        *_families(one.families),
    ]
    if since:
        behind = one.rectified < one.due
        cells.append(tag("td", f"{one.rectified}/{one.due}" if one.due else "–", class_="n bad" if behind else "n"))
        cells.append(tag("td", _trend(one, words)))
    return tag("tr", cells, class_="more" if folded else None)


def _total(audit: Audit, whole: Rate, most: float, words: Words, since: bool) -> Markup:
    families = {name: audit.counts.families.get(name, 0) for name in FAMILIES}
    cells = [
        tag("td"),
        tag("th", words("departments.all"), scope="row"),
        *_rate(whole, whole, most, words),
        tag("td"),
        *_families(families),
    ]
    if since and audit.comparison is not None:
        cells += [tag("td", f"{audit.comparison.rectified}/{audit.comparison.due}", class_="n"), tag("td")]
    return tag("tr", cells, class_="total")


def _rate(rate: Rate, whole: Rate, most: float, words: Words) -> list[Markup]:
    if not rate.of:
        return [tag("td", "0", class_="n"), tag("td", "–", class_="n"), tag("td", "–", class_="n"), tag("td")]
    title = words("departments.interval", low=words.percent(rate.low), high=words.percent(rate.high))
    return [
        tag("td", str(rate.of), class_="n"),
        tag("td", str(rate.hits), class_="n"),
        tag("td", f"{rate.share * 100:.1f}", class_="n rate"),
        tag("td", drawing.interval(rate, whole.share, most, title), class_="pic"),
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


def columns(audit: Audit, words: Words) -> Markup:
    """Every column with its clock: days used, the used part as a bar, and the updates of the last weeks."""
    names = ("column", "used-of", "used", "state", "weeks")
    heads = [_head(words(f"head.{name}"), number=name == "used-of") for name in names]
    rows = [_column(column, words, folded=n >= COLUMNS_ON_PAPER) for n, column in enumerate(audit.columns)]
    hidden = max(0, len(audit.columns) - COLUMNS_ON_PAPER)
    if hidden:
        rows.append(_on_paper(words("columns.more", count=hidden), len(names)))
    if not rows:
        rows = [tag("tr", tag("td", words("columns.none"), colspan=len(names)))]
    table = tag(
        "table",
        tag("caption", words("columns.heading")),
        tag("thead", tag("tr", heads)),
        tag("tbody", rows),
        class_="columns",
    )
    return section("columns", words, scrolling(table, words("columns.heading"), words), number=2)


def _column(column: Column, words: Words, *, folded: bool) -> Markup:
    share = column.age / column.limit if column.limit and column.age is not None else None
    share = drawing.FULL if share is None and column.state in ("overdue", "blank") else share
    state = words.state(column)
    unconfirmed = [tag("small", words("not-confirmed"))] if column.limit is not None and not column.confirmed else []
    bar = "overdue" if column.state == "blank" else column.state
    weekly = words("columns.weekly", counts=" ".join(map(str, column.weeks)))
    return tag(
        "tr",
        tag("th", column.name, " ", tag("span", column.department, class_="who"), scope="row"),
        tag("td", words.clock(column), *unconfirmed, class_="n"),
        tag("td", drawing.used(share, bar, state) if column.state != "unlimited" else "", class_="pic"),
        tag("td", state, class_=f"state-{bar}"),
        tag("td", drawing.weeks(column.weeks, weekly), class_="pic"),
        class_="more" if folded else None,
    )


def ledgers(audit: Audit, words: Words) -> Markup:
    """Every reply ledger with its rate of answers in time."""
    heads = [_head(words(f"head.{name}"), number=name != "ledger") for name in ("ledger", "cases", "timely")]
    heads += [tag("th", words("head.interval-only"), drawing.axis(1.0), scope="col", class_="pic")]
    heads += [_head(words("head.late"))]
    table = tag(
        "table",
        tag("caption", words("ledgers.heading")),
        tag("thead", tag("tr", heads)),
        tag("tbody", [_ledger(one, words) for one in audit.ledgers]),
        class_="ledgers",
    )
    return section("ledgers", words, scrolling(table, words("ledgers.heading"), words), number=3)


def _ledger(one: Ledger, words: Words) -> Markup:
    rate = rates.wilson(one.on_time, one.due)
    title = words("departments.interval", low=words.percent(rate.low), high=words.percent(rate.high))
    unsure = [tag("small", words("ledgers.undecided", count=one.undecided))] if one.undecided else []
    late = words("ledgers.late", count=one.late) if one.late else words("ledgers.none-late")
    return tag(
        "tr",
        tag("th", one.title.get(words.lang), " ", tag("span", one.path.rpartition("/")[2], class_="who"), scope="row"),
        tag("td", f"{one.on_time} / {one.due}", *unsure, class_="n"),
        tag("td", f"{rate.share * 100:.1f}" if one.due else "–", class_="n rate"),
        tag("td", drawing.interval(rate, None, 1.0, title) if one.due else "", class_="pic"),
        tag("td", late, class_="bad" if one.late else None),
    )


def _head(name: str, *, number: bool = False) -> Markup:
    return tag("th", name, scope="col", class_="n" if number else None)


def _on_paper(note: str, width: int) -> Markup:
    """A row that only paper shows: what it leaves out."""
    return tag("tr", tag("td", note, colspan=width), class_="paper note")


def tile(figure: str, label: str) -> Markup:
    """One of the figures at the top."""
    return tag("div", tag("dd", figure), tag("dt", label))


def tiles(audit: Audit, words: Words) -> Markup:
    """The four figures of the audit."""
    counts, since = audit.counts, audit.comparison
    share = words.percent(counts.faulty / counts.items) if counts.items else "—"
    late = len(tally.late(audit))
    third = (
        tile(str(counts.findings), words("tile.findings"))
        if since is None
        else tile(f"{since.rectified} / {since.due}", words("tile.rectified"))
    )
    return join(
        tag(
            "dl",
            tile(str(counts.items), words("tile.items")),
            tile(str(counts.faulty), words("tile.faulty", share=share)),
            third,
            tile(f"{late} / {len(audit.columns)}", words("tile.columns")),
            class_="tiles",
        ),
        *_since(audit, words),
    )


def _since(audit: Audit, words: Words) -> list[Markup]:
    since = audit.comparison
    notes = []
    if since is not None:
        notes.append(
            words(
                "since", day=since.earlier.isoformat(), new=since.new, open=since.open, reopened=since.reopened,
                waived=len(since.waived), unchecked=len(since.unchecked),
            )
        )  # fmt: skip
    if audit.counts.unread:
        notes.append(words("unread", count=audit.counts.unread))
    return [tag("p", note, class_="since") for note in notes]
