"""One item, one plan → its result: run the kinds, complete what they report, silence, sort. Pure but for photo bytes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from qishan_lint import dates, placing, suppress
from qishan_lint.errors import ConfigError
from qishan_lint.fingerprint import Namer
from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import prose
from qishan_lint.model import (
    Edit,
    Finding,
    Fix,
    Item,
    Level,
    Match,
    Part,
    Place,
    Problem,
    Result,
    Span,
    Spot,
    Text,
    Value,
)
from qishan_lint.placing import Masker
from qishan_lint.plan import Plan, Step

MOST_PER_RULE = 1000
"""Findings of one rule in one item; what comes after them is left out, so that hostile input cannot fill the memory.
The findings that are kept block the item just as well."""

_ENCODER = msgspec.msgpack.Encoder()

DATES = ("written", "updated", "event", "expires", "file-created", "file-modified")
"""The metadata fields that are dates, beside that of publication."""


def check(item: Item, plan: Plan, today: datetime.date) -> Result:
    """Everything that is wrong with ``item`` by the rules of ``plan``, complete, masked and sorted."""
    matches = list(_matches(item, plan, today))
    completer = _Completer(item, matches)
    findings = [completer.finding(step.rule, match) for step, match in matches]
    silenced = suppress.apply(_certain_first(_distinct(findings)), item, plan.settings, plan.rules, today)
    kept = list(silenced.findings)
    article = item.article
    if silenced.problems:
        kept += _about_problems(item, plan, today, silenced.problems, completer)
    return Result(
        id=item.id,
        path=item.path,
        digest=item.digest,
        title=completer.masked(item.title),
        department=completer.masked(item.department or item.source),
        column=completer.masked(item.column),
        published=item.published,
        entry=completer.masked(_named(item, "directory")),
        channels=completer.masked(_named(item, "channels")),
        dates=_dates(item),
        column_type=completer.masked(_named(item, "column-type")),
        text_digest="" if article is None else prose.digest(article),
        characters=0 if article is None else len(prose.bare(article)),
        photos=tuple(photo.path for photo in item.photos),
        attachments=tuple(attachment.path for attachment in item.attachments),
        files=item.files,
        digests=item.digests,
        texts=item.texts,
        unbound=item.unbound,
        findings=tuple(sorted(kept, key=_ordering(item))),
        waivers=silenced.waivers,
        facts=_facts(item, plan, today),
    )


def prepare(items: Sequence[Item], plan: Plan) -> None:
    """Work out what ``items``, which are about to be checked, need together."""
    for step in plan.preparing:
        step.kind.prepare(items, step.rule)  # type: ignore[attr-defined]


def _named(item: Item, field: str) -> str:
    """What the metadata call a ``field`` of the item; names are short."""
    return item.meta[field].value.strip()[:80] if field in item.meta else ""


def audit_finding(result: Result, rule: Rule, match: Match) -> Finding:
    """The finding for ``match``, which showed only across items; it is never part of what is signed."""
    item = Item(id=result.id, path=result.path, digest=result.digest)
    return msgspec.structs.replace(_Completer(item, ()).finding(rule, match), scope="audit")


def _matches(item: Item, plan: Plan, today: datetime.date) -> Iterator[tuple[Step, Match]]:
    hits = plan.hits(item.parts)
    date = item.published or today
    packs = plan.settings.packs
    idle = Context(today, packs=packs)
    for number in plan.due(item, hits):
        step = plan.steps[number]
        rule = step.rule
        if (rule.since and date < rule.since) or (rule.until and date >= rule.until):
            continue
        context = Context(today, tuple(hits[number]), packs) if number in hits else idle
        for count, match in enumerate(step.kind.check(item, rule, context)):
            if count == MOST_PER_RULE:
                break
            yield step, match


def _about_problems(
    item: Item, plan: Plan, today: datetime.date, problems: Iterable[Problem], completer: _Completer
) -> list[Finding]:
    """Findings about the silencing itself: they are not silenced in turn."""
    view = msgspec.structs.replace(item, problems=tuple(problems))
    return [
        completer.finding(step.rule, match)
        for step in plan.steps
        if step.when == "problems"
        for match in step.kind.check(view, step.rule, Context(today))
    ]


def _facts(item: Item, plan: Plan, today: datetime.date) -> dict[str, bytes]:
    found = {step.rule.id: facts(item, step.rule, Context(today)) for step, facts in plan.gathering}
    return {id_: _ENCODER.encode(each) for id_, each in found.items() if each}


class _Completer:
    """Turns matches into findings of one item; holds the masker and the fingerprints given so far."""

    def __init__(self, item: Item, matches: Iterable[tuple[Step, Match]]) -> None:
        from qishan_lint import identity

        self._item = item
        self._masker = Masker(identity.mask_text, _sensitive(matches))
        self._namer = Namer(self._masker)

    def finding(self, rule: Rule, match: Match) -> Finding:
        """The finding for ``match``."""
        spot = match.spot
        part, span = spot.part, spot.span
        place = placing.place(self._item, spot)
        data = {key: self._safe(part, value) for key, value in match.data.items()}
        return Finding(
            rule=rule.id,
            level=_level(rule, match, part, span),
            item=self._item.id,
            place=place,
            message=_message(rule, data),
            excerpt=placing.excerpt(part, span, self._masker) if part is not None and span is not None else None,
            suggestions=match.suggestions,
            confidence=match.confidence,
            fix=_fix(match, spot, self._masker),
            data={key: value if isinstance(value, str) else value.zh for key, value in data.items()},
            related=tuple(placing.place(self._item, other) for other in match.related),
            waivable=rule.waivable,
            sensitive=rule.family == "sensitive",
            fingerprint=self._namer.name(rule.id, place, part, span),
        )

    def masked(self, value: str) -> str:
        """A field of the item as a report may show it."""
        return self._masker.value(None, value)

    def _safe(self, part: Part | None, value: Value) -> str | Text:
        """A placeholder's value: a kind may quote the article, and the quotation may hold a secret."""
        if isinstance(value, Text):
            return value
        return self._masker.value(part, value) if isinstance(value, str) else str(value)


def _sensitive(matches: Iterable[tuple[Step, Match]]) -> dict[str, tuple[Span, ...]]:
    """What rules of the sensitive family reported, by part: masked wherever it would show again."""
    found: dict[str, list[Span]] = {}
    for step, match in matches:
        part, span = match.spot.part, match.spot.span
        if step.rule.family == "sensitive" and step.rule.kind != "mark" and part is not None and span is not None:
            found.setdefault(part.id, []).append(span)
    return {part: tuple(sorted(spans, key=lambda span: span.start)) for part, spans in found.items()}


def _message(rule: Rule, data: dict[str, str | Text]) -> Text:
    """The rule's message with its placeholders filled in. Raises ConfigError for one that its kind does not fill."""
    zh = en = data
    if any(isinstance(value, Text) for value in data.values()):
        zh = {key: value if isinstance(value, str) else value.zh for key, value in data.items()}
        en = {key: value if isinstance(value, str) else value.en for key, value in data.items()}
    try:
        return Text(rule.message.zh.format_map(zh), rule.message.en.format_map(en))
    except (AttributeError, IndexError, KeyError, ValueError) as error:
        raise ConfigError(
            Text(
                f"规则“{rule.id}”的 message 写法不对：{error}", f"the message of the rule “{rule.id}” is wrong: {error}"
            ),
            remedy=Text("可用的占位符：" + "、".join(sorted(data)), "it may hold " + ", ".join(sorted(data))),
        ) from None


def _level(rule: Rule, match: Match, part: Part | None, span: Span | None) -> Level:
    """The level of a match: an error in the title or the lead is seen by everybody and weighs more."""
    level = match.level or rule.level
    if rule.title_level is None or part is None or span is None or part.role != "article":
        return level
    return max(level, rule.title_level, key=lambda one: one.rank) if _prominent(part, span) else level


def _prominent(part: Part, span: Span) -> bool:
    block = part.block_at(span.start)
    if block is None:
        return False
    lead = next((other for other in part.blocks if other.kind == "paragraph"), None)
    return block.kind == "title" or block is lead


def _fix(match: Match, spot: Spot, masker: Masker) -> Fix | None:
    if match.repair:
        return Fix(safe=match.safe, action=match.repair, path=spot.path or (spot.photo.path if spot.photo else ""))
    part, span, replacement = spot.part, spot.span, match.replacement
    if replacement is None or part is None or span is None:
        return None
    if not part.editable(span):  # markup stands inside: perhaps not inside what really changes
        span, replacement = _narrowed(part.text, span, replacement)
        if span.start == span.end or not part.editable(span):
            return None
    block, source, old = part.block_at(span.start), part.source_span(span), part.text[span.start : span.end]
    if source is None or (block is not None and block.kind in {"code", "quote"}) or part.in_zone(span):
        return None
    if masker.text(part, span.start, span.end) != old:
        return None  # a sensitive value is never rewritten by the way
    edit = Edit(part.path, source.start, source.end, replacement, old)
    return Fix(safe=match.safe, edits=(edit,), path=part.path)


def _narrowed(text: str, span: Span, replacement: str) -> tuple[Span, str]:
    """The change without the characters that stay the same at both ends."""
    start, end, last = span.start, span.end, len(replacement)
    first = 0
    while start < end and first < last and text[start] == replacement[first]:
        start, first = start + 1, first + 1
    while start < end and first < last and text[end - 1] == replacement[last - 1]:
        end, last = end - 1, last - 1
    return Span(start, end), replacement[first:last]


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each rule and place."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        place = finding.place
        key = (finding.rule, place.path, place.part, place.start, place.end, place.where, finding.message.zh)
        seen.setdefault(key if place.start >= 0 else (*key, finding.fingerprint), finding)
    return list(seen.values())


def _certain_first(findings: list[Finding]) -> list[Finding]:
    """The findings without guesses about a place of which a rule of the same family is certain."""
    certain = [
        (finding.rule.partition("/")[0], finding.place)
        for finding in findings
        if finding.confidence is None and finding.place.start >= 0
    ]
    if len(certain) == len(findings) or not certain:
        return findings
    return [finding for finding in findings if not _is_settled(finding, certain)]


def _is_settled(finding: Finding, certain: list[tuple[str, Place]]) -> bool:
    if finding.confidence is None or finding.sensitive or finding.place.start < 0:
        return False
    family, place = finding.rule.partition("/")[0], finding.place
    return any(
        family == other and place.part == one.part and place.start < one.end and one.start < place.end
        for other, one in certain
    )


def _ordering(item: Item) -> Callable[[Finding], tuple[object, ...]]:
    """The order of reading: the article from top to bottom, then attachments and photos, then the item as a whole."""
    parts = {part.id: number for number, part in enumerate(item.parts)}

    def key(finding: Finding) -> tuple[object, ...]:
        place = finding.place
        part = parts.get(place.part, len(parts)) if place.part or place.offset >= 0 else len(parts)
        return (part, place.offset, place.path, place.where, finding.rule, finding.fingerprint)

    return key


def _dates(item: Item) -> dict[str, datetime.date]:
    """The dates of the metadata that can be read, ``published`` left out."""
    written = {name: dates.parse(item.meta[name].value) for name in DATES if name in item.meta}
    return {name: date for name, date in written.items() if date is not None}
