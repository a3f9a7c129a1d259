"""Everything that the page of one item shows, read once: what is decided on is this and nothing else."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass, replace

from qishan_lint import settings, since, standing, thumbnails
from qishan_lint.checker import Checker, options_for
from qishan_lint.desk import queue, replaced
from qishan_lint.desk.article import Hidden, Piece, Reader
from qishan_lint.desk.replaced import Replaced
from qishan_lint.formats._summary import groups
from qishan_lint.formats._words import speaker
from qishan_lint.formats.html._card import Sheet, finding_entry
from qishan_lint.formats.html._entry import Entry
from qishan_lint.formats.html._markup import Markup, join
from qishan_lint.formats.html._photos import Album, figures
from qishan_lint.model import Level
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import subject
from qishan_lint.signoff.policy import Reviewer
from qishan_lint.since import Since
from qishan_lint.standing import State

PHOTO_ROOM = 12_000_000
"""Bytes of photos that one page may hold."""


@dataclass(frozen=True, slots=True)
class Step:
    """A level, or the third party at the end: its name, how it stands, who signed for it and when."""

    name: str
    state: State
    person: str
    day: str


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that somebody allowed, and the reason."""

    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class View:
    """One item for one reader at one moment.

    ``digest`` is what a signature would cover. ``absent`` is for whom the reader may sign ("": themselves, None: not).
    """

    item: str
    title: str
    published: datetime.date | None
    source: str
    column: str
    characters: int
    digest: str
    level: int
    level_name: str
    absent: str | None
    again: bool
    steps: tuple[Step, ...]
    counts: tuple[tuple[Level, int], ...]
    findings: Markup
    pictures: dict[str, Markup]
    photos: Markup
    photo_count: int
    attachments: tuple[str, ...]
    pieces: tuple[Piece, ...]
    others: tuple[Hidden, ...]
    waivers: tuple[Waived, ...]
    faults: tuple[str, ...]
    since: Since | None
    replaced: tuple[Replaced, ...]
    text: str
    seen: datetime.datetime

    @property
    def changed(self) -> int:
        """How many files changed since the last signature."""
        return len(self.since.files) if self.since else 0

    @property
    def short(self) -> str:
        """The digest as people compare it: its first twelve characters in fours."""
        return "·".join(self.digest[start : start + 4] for start in (0, 4, 8))


def of(office: Office, reviewer: Reviewer | None, shown: Shown, lang: str) -> View:
    """The view of ``shown``. Raises TrustError when its files changed while they were read."""
    checker = Checker(settings.Choice(), None, office.day, ())
    item, _ = subject.of(shown.files, options_for(checker.settings(shown.files)))
    say = speaker(lang)
    entries = [Entry(1, number, group) for number, group in enumerate(groups(shown.result.findings), 1)]
    album = Album(functools.partial(thumbnails.jpeg, office.root, side=replaced.SIDE), room=PHOTO_ROOM)
    sheet = Sheet(shown.report, lang, say, album, {}, {}, {})
    reader = Reader(item, entries, lang)
    paths = [photo.path for photo in item.photos]
    row = queue.entry(office, reviewer, shown)
    text = reader.text()
    changed = since.of(office, shown, text)
    return View(
        item=shown.item,
        title=row.title,
        published=shown.result.published,
        source=item.source,
        column=item.column,
        characters=shown.result.characters,
        digest=shown.digest,
        level=shown.level,
        level_name=office.policy.levels[shown.level - 1] if shown.level else "",
        absent=queue.signs_for(office, reviewer, shown) if reviewer else None,
        again=shown.fresh and bool(shown.accepted),
        steps=_steps(office, shown, lang),
        counts=row.levels,
        findings=join(finding_entry(entry, shown.result, sheet) for entry in entries),
        pictures={path: figures([path], entries, album, say, lang) for path in paths},
        photos=figures(paths, entries, album, say, lang),
        photo_count=len(paths),
        attachments=tuple(one.path for one in item.attachments),
        pieces=tuple(reader.pieces()),
        others=tuple(reader.others()),
        waivers=tuple(Waived(one.finding.message.get(lang), one.reason) for one in shown.result.waivers),
        faults=tuple(fault.get(lang) for fault in shown.faults),
        since=changed,
        replaced=replaced.of(office, shown, changed),
        text=text,
        seen=datetime.datetime.now().astimezone(),
    )


def outdated(view: View, now: View) -> View:
    """``view`` as it was, with where the item stands ``now``: for comparison after a change."""
    return replace(view, steps=now.steps)


def _steps(office: Office, shown: Shown, lang: str) -> tuple[Step, ...]:
    names = {one.id: one.name for one in office.policy.reviewers}
    third = "Third-party review" if lang == "en" else "第三方审核"
    found = []
    for number, (state, day) in enumerate(standing.of_shown(office, shown).levels):
        signed = shown.accepted[number].predicate if number < len(shown.accepted) else None
        level = office.policy.levels[number] if number < len(office.policy.levels) else third
        person = names.get(signed.reviewer, signed.reviewer) if signed else ""
        found.append(Step(level, state, person, day))
    return tuple(found)
