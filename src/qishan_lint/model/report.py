"""The outcome: results of items, and the report about all of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import msgspec

from qishan_lint.model.finding import Finding, Waiver
from qishan_lint.model.texts import Level, Text


class Result(msgspec.Struct, frozen=True):
    """The outcome for one item: what a report shows and the cache keeps. It holds no text of the item but excerpts.

    ``dates`` are its dates beside ``published``, by metadata field; ``text_digest`` is the SHA-256 of the body without
    white space, empty without a body; ``column_type`` is what its metadata call the class of its column, ``entry`` the code
    of the standard directory's entry that they name, ``channels`` where they say that it was published.

    ``files`` and ``digests`` are as those of the item, ``texts`` the files that hold its own text, ``unbound`` what of it lies
    outside its files, each with the code of the problem. ``facts`` hold by rule what only means something beside other
    items, in MessagePack: a hundred thousand items are held at once.
    """

    id: str
    path: str
    digest: str
    title: str = ""
    department: str = ""
    column: str = ""
    published: datetime.date | None = None
    entry: str = ""
    channels: str = ""
    dates: dict[str, datetime.date] = msgspec.field(default_factory=dict)
    column_type: str = ""
    text_digest: str = ""
    characters: int = 0
    photos: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    unbound: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baselined: int = 0
    facts: dict[str, bytes] = msgspec.field(default_factory=dict)

    @property
    def level(self) -> Level | None:
        """The most serious level among the findings, None for a clean item."""
        if not self.findings:
            return None
        return max((finding.level for finding in self.findings), key=lambda level: level.rank)


class RuleInfo(msgspec.Struct, frozen=True):
    """What a report says about a rule beside its findings; ``kind`` is the way of checking that it names."""

    id: str
    family: str
    name: Text
    why: Text
    source: str
    level: Level
    waivable: bool
    fixable: bool
    kind: str = ""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be said beside the rules, of columns, ledgers or directories, as data: the words for people and a level.

    ``message`` has placeholders.
    """

    name: Text
    message: Text
    why: Text
    source: str
    level: Level

    def as_rule(self, id_: str) -> RuleInfo:
        """The same as a rule of a report."""
        family = id_.partition("/")[0]
        return RuleInfo(id_, family, self.name, self.why, self.source, self.level, waivable=True, fixable=False)


class Report(msgspec.Struct, frozen=True):
    """Everything that a format needs; the same values in every format.

    ``unconfirmed`` lists the thresholds that only the county can set and has not set yet, as (key, value) pairs.
    ``stale_baseline`` counts baseline entries that matched nothing; ``crashes`` are the ids of items whose check failed
    by a fault of this program.
    """

    results: tuple[Result, ...]
    rules: Mapping[str, RuleInfo]
    today: datetime.date
    version: str
    catalogue_digest: str
    configuration_digest: str
    configuration: str = ""
    root: str = ""
    capabilities: tuple[str, ...] = ()
    unconfirmed: tuple[tuple[str, str], ...] = ()
    stale_baseline: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    crashes: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, item by item."""
        return tuple(finding for result in self.results for finding in result.findings)
