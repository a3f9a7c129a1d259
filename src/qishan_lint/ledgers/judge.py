"""The cases of one ledger judged: complete, in order, once, in time; with the figures that follow."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from qishan_lint.ledgers import clock, leaks
from qishan_lint.ledgers.clock import Period, Standing
from qishan_lint.ledgers.entries import DAYS, Entry
from qishan_lint.ledgers.kinds import Kind
from qishan_lint.ledgers.told import Sum, Teller, named, working_days
from qishan_lint.model import Finding, Text
from qishan_lint.workdays import Calendar

_ORDER = (
    ("received", "supplement-asked"),
    ("supplement-asked", "supplement-received"),
    ("received", "third-asked"),
    ("third-asked", "third-replied"),
    ("received", "extended"),
    ("received", "answered"),
    ("received", "due"),
)


class Terms(msgspec.Struct, frozen=True):
    """What the cases are judged by: the kind of ledger, the table of working days, the day of the check."""

    kind: Kind
    calendar: Calendar
    today: datetime.date


def judge(entries: Iterable[Entry], terms: Terms, teller: Teller, total: Sum) -> Iterator[Finding]:
    """The findings about ``entries``; their figures are added to ``total``. A number counts once."""
    numbers: dict[str, int] = {}
    for entry in entries:
        number = entry.texts.get("number", "")
        if number and number in numbers:
            name, first = named(number, entry.row), numbers[number]
            yield teller.finding("ledger/duplicate", entry.where("number"), number, number=name, row=first)
            continue
        numbers[number] = entry.row
        faults = [*_incomplete(entry, teller), *_disordered(entry, terms, teller), *_types(entry, terms.kind, teller)]
        yield from faults
        yield from leaks.find(entry, teller)
        sound = not any(one.rule in ("ledger/order", "ledger/date", "ledger/future") for one in faults)
        limit = clock.limit_for(entry.texts.get("kind", ""), terms.kind)
        days = entry.days if terms.kind.stated else {k: v for k, v in entry.days.items() if k != "due"}
        period = Period(limit, terms.kind.clock, terms.calendar)
        found = clock.standing(days, period, terms.today) if sound else Standing("unknown")
        _count(total, found, "answered" in entry.days)
        yield from _timely(entry, found, terms, teller)


def _count(total: Sum, found: Standing, answered: bool) -> None:
    total.total += 1
    total.answered += answered
    field = found.state.replace("-", "_")
    setattr(total, field, getattr(total, field) + 1)


def _incomplete(entry: Entry, teller: Teller) -> Iterator[Finding]:
    number = entry.texts.get("number", "")
    name = named(number, entry.row)
    for field in entry.unreadable:
        value, label = entry.texts[field][:40], entry.names[field]
        yield teller.finding("ledger/date", entry.where(field), number + field, number=name, field=label, value=value)
    for field in ("number", "received"):
        if field in entry.columns and not entry.texts[field] and field not in entry.unreadable:
            label = entry.names[field]
            yield teller.finding("ledger/missing", entry.where(field), number + field, number=name, field=label)


def _disordered(entry: Entry, terms: Terms, teller: Teller) -> Iterator[Finding]:
    number, days = entry.texts.get("number", ""), entry.days
    name = named(number, entry.row)
    for before, after in _ORDER:
        if before in days and after in days and days[after] < days[before]:
            yield teller.finding(
                "ledger/order", entry.where(after), number + after, number=name,
                earlier=entry.names[before], first=days[before].isoformat(),
                later=entry.names[after], second=days[after].isoformat(),
            )  # fmt: skip
    for field in DAYS:
        if field != "due" and field in days and days[field] > terms.today:
            yield teller.finding(
                "ledger/future", entry.where(field), number + field, number=name,
                field=entry.names[field], day=days[field].isoformat(), today=terms.today.isoformat(),
            )  # fmt: skip


def _types(entry: Entry, kind: Kind, teller: Teller) -> Iterator[Finding]:
    number = entry.texts.get("number", "")
    for field, known in (("answer", kind.answers), ("kind", kind.types)):
        value = entry.texts.get(field, "")
        if value and known and not _is_known(value, known):
            yield teller.finding(
                "ledger/answer-type", entry.where(field), number + field, number=named(number, entry.row),
                field=entry.names[field], value=value[:40], known="、".join(known),
            )  # fmt: skip


def _is_known(value: str, known: Mapping[str, Sequence[str]]) -> bool:
    """Whether a cell names a type: by itself, or first with details after it (不予公开（国家秘密）, 投诉/环保)."""
    words = {word for type_, others in known.items() for word in (type_, *others)}
    return value in words or any(value.startswith(word) and not value[len(word)].isalnum() for word in words)


def _timely(entry: Entry, found: Standing, terms: Terms, teller: Teller) -> Iterator[Finding]:
    number = entry.texts.get("number", "")
    name, where = named(number, entry.row), entry.where("answered" if "answered" in entry.days else "received")
    due = found.due.isoformat() if found.due else "—"
    span = working_days(found.by, found.stated) if found.by is not None else Text("若干工作日", "some working days")
    if found.state == "late":
        answered = entry.days["answered"].isoformat()
        yield teller.finding(
            "ledger/late", where, number, number=name, by=span, due=due, answered=answered, note=_note(found)
        )
    elif found.state == "overdue":
        yield teller.finding("ledger/overdue", where, number, number=name, by=span, due=due, note=_note(found))
    elif found.state == "soon":
        yield teller.finding("ledger/soon", where, number, number=name, due=due, left=span)
    elif found.state == "undecided":
        yield teller.finding("ledger/undecided", where, number, number=name, last=terms.calendar.last.isoformat())
    yield from _besides(entry, found, terms, teller)


def _besides(entry: Entry, found: Standing, terms: Terms, teller: Teller) -> Iterator[Finding]:
    """Periods beside that of the answer: supplement, third party, and the months after which the site fails."""
    number, days, periods = entry.texts.get("number", ""), entry.days, terms.kind.clock
    name = named(number, entry.row)
    asked = days.get("supplement-asked")
    if (
        found.state != "unknown"
        and asked
        and terms.calendar.within(days["received"], asked, periods.supplement) is False
    ):
        where, day = entry.where("supplement-asked"), asked.isoformat()
        yield teller.finding("ledger/supplement-late", where, number, number=name, asked=day, limit=periods.supplement)
    if found.third_late:
        where = entry.where("third-replied")
        yield teller.finding("ledger/third-party-late", where, number, number=name, limit=periods.third_party)
    silent = (terms.today - days["received"]).days if found.state not in ("unknown", "on-time", "late") else 0
    if periods.silent and "answered" not in days and silent > periods.silent:
        where = entry.where("received")
        yield teller.finding("ledger/silent", where, number, number=name, days=silent, most=periods.silent)


def _note(found: Standing) -> Text:
    if found.void:
        return Text("（延期告知晚于原期限，不起作用）", " (the extension was told after the limit and is void)")
    return Text("", "")
