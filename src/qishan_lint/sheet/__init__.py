"""The review sheet of one version of one item, for signatures in ink: what it says, whatever it is printed as."""

from __future__ import annotations

import datetime
import posixpath
from dataclasses import dataclass

from qishan_lint import locale
from qishan_lint.formats._summary import groups
from qishan_lint.model import Level
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import checkcode

MOST_LINES, MOST_LETTERS = 5, 170
"""Findings, and letters of them, that fit into the box; more go to an annex, where none is cut."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``lines`` are the findings and allowances, ``counts`` errors, warnings, hints and allowances."""

    item: str
    office: str
    title: str
    column: str
    contents: str
    counts: tuple[int, int, int, int]
    lines: tuple[str, ...]
    levels: tuple[str, ...]
    day: datetime.date
    version: str
    code: str
    digest: str
    revision: int
    lang: str

    @property
    def annex(self) -> tuple[str, ...]:
        """The lines of the annex; none when the box holds them."""
        return self.lines if len(self.lines) > MOST_LINES or sum(map(len, self.lines)) > MOST_LETTERS else ()

    @property
    def payload(self) -> str:
        """What the QR code says: the check code, the whole digest, the revision and the item."""
        return f"{self.code} {self.digest} {self.revision} {self.item}"

    def say(self, key: str, **values: object) -> str:
        """The words for ``key`` in the language of the sheet."""
        return locale.text(f"sheet.{key}", self.lang, **values)


def of(office: Office, shown: Shown, lang: str) -> Sheet:
    """The sheet for ``shown`` as it is now."""

    def say(key: str, **values: object) -> str:
        return locale.text(f"sheet.{key}", lang, **values)

    result = shown.result
    found = groups(one for one in result.findings if one.scope == "item")
    levels = [group.first.level for group in found]
    lines = [
        say(
            group.first.level.value,
            where=group.first.place.where or say("whole"),
            message=group.first.message.get(lang),
        )
        for group in found
    ]
    lines += [
        say("waiver", where=one.finding.place.where, message=one.finding.message.get(lang), reason=one.reason)
        for one in result.waivers
    ]
    names = [posixpath.basename(path) for path in result.attachments]
    digest = checkcode.digest(shown.item, shown.subject)
    return Sheet(
        item=shown.item,
        office=result.department,
        title=result.title or posixpath.basename(shown.item),
        column=result.column,
        contents=say("contents", characters=result.characters, photos=len(result.photos), attachments=len(names))
        + (say("names", names=say("comma").join(names)) if names else ""),
        counts=(levels.count(Level.ERROR), levels.count(Level.WARNING), levels.count(Level.INFO), len(result.waivers)),
        lines=tuple(lines),
        levels=tuple(office.policy.levels),
        day=office.day,
        version=shown.report.version,
        code=checkcode.of(digest),
        digest=digest,
        revision=len(shown.ledger.revisions) + (1 if shown.fresh else 0),
        lang=lang,
    )
