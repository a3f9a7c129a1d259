"""From the report of a check to the entries of an audit's record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qishan_lint.audit import record
from qishan_lint.audit.places import Place
from qishan_lint.formats import _summary
from qishan_lint.model import Finding, Result, RuleInfo


def item(result: Result, place: Place) -> record.Item:
    """The facts of an item that belongs to ``place``."""
    return record.Item(
        id=result.id,
        title=result.title,
        department=place.department,
        column=place.column,
        published=result.published,
        entry=result.entry,
        channels=result.channels,
        digest=result.digest,
        dates=result.dates,
        text_digest=result.text_digest,
        path=result.path,
        characters=result.characters,
        photos=len(result.photos),
        attachments=len(result.attachments),
    )


def findings(result: Result, place: Place) -> Iterator[record.Finding]:
    """The findings of an item, equal hits as one with a count, as every report shows them."""
    for group in _summary.groups(result.findings):
        yield finding(group.hits, place)


def waived(result: Result, place: Place) -> Iterator[record.Waived]:
    """What somebody allowed of an item."""
    for waiver in result.waivers:
        found = finding((waiver.finding,), place)
        yield record.Waived(finding=found, reason=waiver.reason, by=waiver.by, until=waiver.until)


def rule(info: RuleInfo) -> record.Rule:
    """A rule that ran."""
    return record.Rule(name=info.name, family=info.family, level=info.level, source=info.source, why=info.why)


def finding(hits: Sequence[Finding], place: Place) -> record.Finding:
    """One finding for equal ``hits``, about an item that belongs to ``place``."""
    first = hits[0]
    excerpt = first.excerpt
    return record.Finding(
        fingerprint=first.fingerprint,
        rule=first.rule,
        family=_summary.family(first.rule),
        level=first.level,
        item=first.item,
        department=place.department,
        column=place.column,
        message=first.message,
        where=first.place.where,
        path=first.place.path,
        masked=f"{excerpt.before}{excerpt.hit}{excerpt.after}" if excerpt else "",
        count=len(hits),
        prints=tuple(hit.fingerprint for hit in hits[1:]),
        scope=first.scope,
    )
