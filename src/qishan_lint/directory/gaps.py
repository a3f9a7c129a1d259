"""A site held against its directories: entries without an item, published late or by another body, asleep."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from qishan_lint import dates, items, settings, sources, workdays
from qishan_lint.checker import Checker, options_for
from qishan_lint.directory import boxes, limits
from qishan_lint.directory.matching import Index, Mapping, same_body
from qishan_lint.directory.model import Directory, Entry, Library, Listed
from qishan_lint.identity import mask_text

FALLBACK = 20
"""Working days where a limit says 及时, or none (条例 art. 26): such findings are information."""
EVERY = {"week": 7, "month": 31, "quarter": 92, "half-year": 183, "term": 183, "year": 366}
"""Days after which an entry that is due again and again is overdue."""


class Gap(msgspec.Struct, frozen=True):
    """One gap. ``code``: ``blank``, ``late``, ``overdue``, ``other-body``, ``channel``, ``undecided``, or about an item
    ``unmapped``, ``unknown-code``. ``sure`` is false where the entry was only suggested, or no number was set. ``limit`` is
    what was not kept.
    """

    code: str
    department: str
    area: str
    row: int
    entry: str
    item: str = ""
    detail: str = ""
    sure: bool = True
    limit: limits.Period | None = None


class Held(msgspec.Struct, frozen=True):
    """The outcome: how many items and entries were held against one another, items by how they were mapped, the gaps.

    ``covered`` are the entries of each area that have an item.
    """

    items: int
    entries: int
    declared: int
    suggested: int
    covered: dict[str, int]
    gaps: tuple[Gap, ...]


def read(folder: Path) -> Iterator[Listed]:
    """The items of the site in ``folder``, sensitive values masked. Raises UsageError when there is no such folder."""
    checker = Checker(settings.Choice(), None, datetime.date.min, ())
    base = settings.for_folder(folder, settings.Choice())
    found = sources.discover((str(folder),), root=folder, grouping=base.base().items, exclude=base.excludes(folder))
    for files in found:
        item = items.read(files, options_for(checker.settings(files)))
        written, code, channels = (item.meta.get(name) for name in ("written", "directory", "channels"))
        yield Listed(
            id=item.id,
            title=mask_text(item.title),
            column=mask_text(item.column),
            path=item.path,
            department=mask_text(item.department),
            published=item.published,
            written=dates.parse(written.value) if written else None,
            code=mask_text(code.value.strip()) if code else "",
            channels=mask_text(channels.value) if channels else "",
        )


def find(library: Library, site: Iterable[Listed], day: datetime.date) -> Held:
    """What the ``site`` lacks on ``day``."""
    index, calendar = Index(library), workdays.load()
    under: dict[tuple[str, int], list[tuple[Listed, Mapping]]] = {}
    gaps: list[Gap] = []
    count = {"items": 0, True: 0, False: 0}
    for item in site:
        count["items"] += 1
        try:
            mapping = index.of(item)
        except LookupError as error:
            gaps.append(Gap("unknown-code", item.department, "", 0, "", item.id, str(error.args[0])))
            continue
        if mapping is None:
            gaps.append(Gap("unmapped", item.department, "", 0, "", item.id, item.title, sure=False))
            continue
        count[mapping.declared] += 1
        under.setdefault((mapping.directory.area, mapping.entry.row), []).append((item, mapping))
    for directory in library.directories:
        for entry in directory.entries:
            gaps += _of(directory, entry, under.get((directory.area, entry.row), []), day, calendar)
    entries = sum(len(one.entries) for one in library.directories)
    covered = dict(Counter(area for area, _ in under))
    return Held(count["items"], entries, count[True], count[False], covered, tuple(gaps))


def _of(
    directory: Directory,
    entry: Entry,
    mapped: list[tuple[Listed, Mapping]],
    day: datetime.date,
    calendar: workdays.Calendar,
) -> Iterator[Gap]:
    if not mapped:
        if "request" not in entry.way or "active" in entry.way:
            yield Gap("blank", entry.body, directory.area, entry.row, entry.name)
        return
    timing = limits.parse(entry.limit)
    for item, mapping in mapped:
        if entry.body and item.department and not same_body(entry.body, item.department):
            detail = f"{item.department} ≠ {entry.body}"
            yield Gap(
                "other-body", item.department, directory.area, entry.row, entry.name, item.id, detail, mapping.declared
            )
        left_out = _left_out(entry, item)
        if left_out:
            yield Gap(
                "channel", item.department or entry.body, directory.area, entry.row, entry.name, item.id, left_out,
                mapping.declared,
            )  # fmt: skip
        yield from _late(mapping, timing, item, calendar)
    newest = max((item.published for item, _ in mapped if item.published), default=None)
    if timing.recurrence and newest and (day - newest).days > EVERY[timing.recurrence.every]:
        yield Gap("overdue", entry.body, directory.area, entry.row, entry.name, detail=newest.isoformat())


def _left_out(entry: Entry, item: Listed) -> str:
    """The ticked channels that an item which states its channels does not name."""
    used = [box.name for box in boxes.parse(item.channels) if box.ticked] if item.channels else []
    wanting = [channel for channel in entry.channels if not any(one in channel or channel in one for one in used)]
    return "、".join(wanting) if used else ""


def _late(mapping: Mapping, timing: limits.Timing, item: Listed, calendar: workdays.Calendar) -> Iterator[Gap]:
    """Whether the item came later than its limit after it was made; without the day of making nothing can be said."""
    made = item.written
    deadline = next((one for one in timing.deadlines if one.event in ("formed", "", "other")), None)
    if made is None or item.published is None or (deadline is None and "prompt" not in timing.kinds):
        return
    limit = deadline or limits.Period("deadline", FALLBACK, "working-day")
    within: bool | None = (item.published - made).days <= limit.amount * (31 if limit.unit == "month" else 1)
    if limit.unit == "working-day":
        within = calendar.within(made, item.published, limit.amount)
    if within:
        return
    detail = f"{made} → {item.published}"
    code = "late" if within is False else "undecided"
    sure = mapping.declared and deadline is not None
    entry = mapping.entry
    department = item.department or entry.body
    yield Gap(code, department, mapping.directory.area, entry.row, entry.name, item.id, detail, sure, limit)
