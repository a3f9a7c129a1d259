"""Panels: the parts of the dashboard: its figures, and the tables of columns and ledgers."""

from __future__ import annotations

from qishan_lint import rates
from qishan_lint.audit import drawing, tally
from qishan_lint.audit.record import Area, Audit, Column, Ledger
from qishan_lint.audit.wording import Words
from qishan_lint.formats.html._markup import Markup, join, tag

COLUMNS_ON_PAPER = 12
"""Rows that fit on one sheet of paper; the rest is in the workbook."""

AREAS_ON_PAPER = 6
"""Areas of the directories beside them."""


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


def columns(audit: Audit, words: Words) -> Markup:
    """Every column with its clock: days used, the used part as a bar, and the updates of the last weeks."""
    names = ("column", "used-of", "used", "state", "weeks")
    heads = [head(words(f"head.{name}"), number=name == "used-of") for name in names]
    rows = [_column(column, words, folded=n >= COLUMNS_ON_PAPER) for n, column in enumerate(audit.columns)]
    hidden = max(0, len(audit.columns) - COLUMNS_ON_PAPER)
    if hidden:
        rows.append(on_paper(words("columns.more", count=hidden), len(names)))
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


def directories(audit: Audit, words: Words, number: int) -> Markup:
    """Every area of the standard directories: how many of its entries have an item, and its gaps, worst first."""
    names = ("area", "covered-of", "coverage", "gaps")
    ordered = sorted(audit.directories, key=lambda one: (-one.gaps, one.covered - one.entries))
    rows = [_area(one, words, folded=n >= AREAS_ON_PAPER) for n, one in enumerate(ordered)]
    hidden = max(0, len(rows) - AREAS_ON_PAPER)
    if hidden:
        rows.append(on_paper(words("directories.more", count=hidden), len(names)))
    table = tag(
        "table",
        tag("caption", words("directories.heading")),
        tag("thead", tag("tr", [head(words(f"head.{name}"), number=name != "area") for name in names])),
        tag("tbody", rows),
        class_="directories",
    )
    return section("directories", words, scrolling(table, words("directories.heading"), words), number=number)


def _area(one: Area, words: Words, *, folded: bool) -> Markup:
    return tag(
        "tr",
        tag("th", one.name, scope="row"),
        tag("td", f"{one.covered} / {one.entries}", class_="n"),
        tag("td", f"{one.covered / one.entries * 100:.1f}" if one.entries else "–", class_="n rate"),
        tag("td", str(one.gaps) if one.gaps else words("directories.no-gap"), class_="n bad" if one.gaps else "n"),
        class_="more" if folded else None,
    )


def ledgers(audit: Audit, words: Words, number: int) -> Markup:
    """Every reply ledger with its rate of answers in time."""
    heads = [head(words(f"head.{name}"), number=name != "ledger") for name in ("ledger", "cases", "timely")]
    heads += [tag("th", words("head.interval-only"), drawing.axis(1.0), scope="col", class_="pic")]
    heads += [head(words("head.late"))]
    table = tag(
        "table",
        tag("caption", words("ledgers.heading")),
        tag("thead", tag("tr", heads)),
        tag("tbody", [_ledger(one, words) for one in audit.ledgers]),
        class_="ledgers",
    )
    return section("ledgers", words, scrolling(table, words("ledgers.heading"), words), number=number)


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


def head(name: str, *, number: bool = False) -> Markup:
    """The heading of a column."""
    return tag("th", name, scope="col", class_="n" if number else None)


def on_paper(note: str, width: int) -> Markup:
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
                withdrawn=since.withdrawn, waived=len(since.waived), unchecked=len(since.unchecked),
            )
        )  # fmt: skip
    if audit.counts.unread:
        notes.append(words("unread", count=audit.counts.unread))
    return [tag("p", note, class_="since") for note in notes]
