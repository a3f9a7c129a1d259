"""Silencing: what somebody allowed, with a reason, is taken out of the findings; every faulty allowance is reported.

A directive stands in a comment of a Markdown or HTML article, on a line of its own in plain text, or in front matter.
In front matter, or before the first text of the file, it covers the whole item; elsewhere the block it stands in or
before.
The configuration's ``allow`` list serves files without comments.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from qishan_lint.config import Allow
from qishan_lint.kinds import Rule
from qishan_lint.model import Block, Finding, Item, Part, Problem, Waiver
from qishan_lint.settings import Settings
from qishan_lint.textual import lines

_MARK = "qishan-lint"
_WORDS = {"allow": "allow", "允许": "allow", "because": "because", "因为": "because", "until": "until", "至": "until"}
_COMMENT = re.compile(r"<!--\s{0,20}qishan-lint:((?:(?!-->)[\s\S]){0,500})(-->)?")
_LINE = re.compile(r"^[ \t]{0,20}(?:#|//)?[ \t]{0,20}qishan-lint:([^\r\n]{0,500})($|\r)?", re.MULTILINE)
_PIECES = re.compile(r"(?:^|(?<=\s))(allow|允许|because|因为|until|至)\s{1,20}")
_FRONT = re.compile(r"^qishan-lint\s{0,5}:[^\n]{0,200}\n(?:[ \t-][^\n]{0,500}\n?|\n){1,200}", re.MULTILINE)
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t]{0,20}\r?$", re.MULTILINE)
_TRAILING = re.compile(r"(?:[ \t*_~`]|</(?:a|b|em|font|i|span|strong|u)>)*", re.IGNORECASE)
"""What may stand between the text of a block and a comment at its end."""
_LONGEST = 80
"""Characters of a faulty directive that a message shows."""


class Directive(msgspec.Struct, frozen=True):
    """One allowance: where it stands, the rules as written, the reason, the last day, and what it covers.

    That is the ``whole`` item, or a ``block`` of a part; nothing without either. ``faulty`` is the wording of one that
    cannot be understood, for the message.
    """

    where: str
    rules: tuple[str, ...] = ()
    reason: str = ""
    until: datetime.date | None = None
    part: str = ""
    block: Block | None = None
    whole: bool = False
    entry: Allow | None = None
    faulty: str = ""


class Silenced(msgspec.Struct, frozen=True):
    """What is left of the findings, what was waived, and what is wrong with the allowances."""

    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...] = ()
    problems: tuple[Problem, ...] = ()


def apply(
    findings: Sequence[Finding], item: Item, settings: Settings, rules: Sequence[Rule], today: datetime.date
) -> Silenced:
    """Take out the findings of ``rules`` that ``item`` itself or the configuration allows."""
    directives = [*_in_item(item), *_in_configuration(item, settings.allow)]
    if not directives:
        return Silenced(tuple(findings))
    return _Round(item, settings.packs, rules, today).silenced(findings, directives)


class _Round:
    """One application of directives to the findings of one item."""

    def __init__(self, item: Item, packs: Sequence[str], rules: Sequence[Rule], today: datetime.date) -> None:
        self._item = item
        self._packs = packs
        self._today = today
        self._names = {alias: rule.id for rule in rules for alias in (rule.id, *rule.aliases)}
        self._families = {rule.family for rule in rules}
        self._problems: list[Problem] = []

    def silenced(self, findings: Sequence[Finding], directives: Sequence[Directive]) -> Silenced:
        from qishan_lint import identity

        usable = [directive for directive in directives if self._is_usable(directive)]
        used: set[int] = set()
        kept: list[Finding] = []
        waivers: list[Waiver] = []
        for finding in findings:
            number = next((n for n, one in enumerate(usable) if self._covers(one, finding)), None)
            if number is None:
                kept.append(finding)
                continue
            used.add(number)
            if finding.waivable:
                allowed = usable[number]
                by = allowed.entry.by if allowed.entry is not None else ""
                waivers.append(Waiver(finding, identity.mask_text(allowed.reason), by, allowed.until, allowed.where))
            else:
                kept.append(finding)
                self._problem("allow-forbidden", usable[number], rule=finding.rule)
        for number, directive in enumerate(usable):
            if number not in used and directive.entry is None:
                self._problem("allow-unused", directive)
        return Silenced(tuple(kept), tuple(waivers), tuple(self._problems))

    def _is_usable(self, directive: Directive) -> bool:
        if directive.faulty:
            self._problem("allow-malformed", directive, text=directive.faulty)
            return False
        if not directive.reason.strip():
            self._problem("allow-without-reason", directive)
            return False
        if directive.until is not None and directive.until < self._today:
            self._problem("allow-expired", directive, until=directive.until.isoformat())
            return False
        unknown = [rule for rule in directive.rules if rule not in self._names and rule not in self._families]
        for rule in unknown if directive.entry is None else ():
            if "/" not in rule or not self._is_off(rule):
                self._problem("allow-unknown", directive, rule=rule)
        return len(unknown) < len(directive.rules)

    def _is_off(self, rule: str) -> bool:
        """Whether the rule exists but is switched off here: then the allowance is idle, not wrong."""
        from qishan_lint import catalog

        rules = catalog.load(tuple(map(Path, self._packs)))
        return rule in rules.entries or rule in rules.aliases

    def _covers(self, directive: Directive, finding: Finding) -> bool:
        family = finding.rule.partition("/")[0]
        if not any(self._names.get(rule, rule) in (finding.rule, family) for rule in directive.rules):
            return False
        if directive.entry is not None:
            return directive.entry.fingerprint in ("", finding.fingerprint)
        if directive.whole:
            return True
        block, place = directive.block, finding.place
        return block is not None and place.part == directive.part and block.span.start <= place.offset < block.span.end

    def _problem(self, code: str, directive: Directive, **data: str) -> None:
        rules = "、".join(directive.rules)
        self._problems.append(
            Problem(code, self._item.path, directive.where, data={"rules": rules, "reason": directive.reason, **data})
        )


def _in_configuration(item: Item, allowances: Sequence[Allow]) -> Iterator[Directive]:
    for entry in allowances:
        if entry.item == "**" or _globbed(entry.item, item.id):
            yield Directive("qishan-lint.yaml", (entry.rule,), entry.reason, entry.until, entry=entry)


def _globbed(glob: str, path: str) -> bool:
    """Whether ``glob`` (gitignore style, from the root of the check unless it begins with a star) names ``path``."""
    from pathspec import GitIgnoreSpec

    anchored = glob if glob.startswith(("*", "/")) else f"/{glob}"
    return bool(GitIgnoreSpec.from_lines([anchored]).match_file(path))


def _in_item(item: Item) -> Iterator[Directive]:
    part = item.article
    source = part.source if part is not None else next((p.source for p in item.parts if p.source is not None), None)
    if source is None or _MARK not in source:
        return
    source = lines.without_cr_alone(source)
    yield from _in_front_matter(item, source)
    pattern = _LINE if item.path.lower().endswith(".txt") else _COMMENT
    for match in pattern.finditer(source):
        directive = _parsed(match[1], lines.where(source, match.start()), is_whole=match[2] is not None)
        if part is None:
            yield msgspec.structs.replace(directive, whole=True)
        elif not _in_code(part, match.start()):
            yield _scoped(directive, part, source, match.start(), match.end())


def _in_front_matter(item: Item, source: str) -> Iterator[Directive]:
    """The list under the key ``qishan-lint``, each entry with ``allow``, ``because`` and perhaps ``until``."""
    if not any(part.role == "metadata" for part in item.parts):
        return
    end = _FRONT_END.search(source, 3, 20_000) if source.startswith("---") else None
    match = _FRONT.search(source, 0, end.start()) if end is not None else None
    if match is None:
        return
    import yaml

    where = lines.where(source, match.start())
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(match[0])):
            raise ValueError("aliases can grow without bound")
        entries = yaml.safe_load(match[0])[_MARK]
    except (yaml.YAMLError, KeyError, TypeError, ValueError, RecursionError):
        yield Directive(where, faulty=match[0].splitlines()[0])
        return
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict) or "allow" not in entry:
            yield Directive(where, faulty=str(entry)[:_LONGEST])
            continue
        until = entry.get("until")
        day = until if isinstance(until, datetime.date) else _day(str(until)) if until else None
        faulty = str(until) if until and day is None else ""
        rules = entry["allow"] if isinstance(entry["allow"], list) else str(entry["allow"]).split(",")
        names = tuple(str(rule).strip() for rule in rules)
        yield Directive(where, names, str(entry.get("because") or ""), day, whole=True, faulty=faulty)


def _parsed(text: str, where: str, *, is_whole: bool) -> Directive:
    """``allow RULE, RULE because REASON until DATE`` in either language; what is cut off may lack its last day."""
    pieces = _PIECES.split(f"{text.strip()} ")
    values: dict[str, str] = {}
    for word, value in zip(pieces[1::2], pieces[2::2], strict=False):
        values.setdefault(_WORDS[word], value.strip())
    rules = tuple(rule for rule in re.split(r"[,，、\s]+", values.get("allow", "")) if rule)
    until = _day(values["until"]) if "until" in values else None
    is_sound = is_whole and rules and not pieces[0].strip() and ("until" in values) == (until is not None)
    faulty = "" if is_sound else text.strip()[:_LONGEST]
    return Directive(where, rules, values.get("because", ""), until, faulty=faulty)


def _day(text: str) -> datetime.date | None:
    from qishan_lint import dates

    return dates.parse(text)


def _scoped(directive: Directive, part: Part, source: str, start: int, end: int) -> Directive:
    """What a directive at ``[start, end)`` of ``source`` covers: the block around it, or that ends where it begins."""
    spans = [(block, part.source_span(block.span)) for block in part.blocks if block.kind != "title"]
    shown = [(block, span) for block, span in spans if span is not None]
    inside = next(
        (
            block
            for block, span in shown
            if (span.start <= start and end <= span.end) or _TRAILING.fullmatch(source, span.end, start)
        ),
        None,
    )
    if inside is None and not any(span.start < start for _, span in shown):
        return msgspec.structs.replace(directive, whole=True)
    after = [(block, span) for block, span in shown if span.start >= end]
    following = min(after, key=lambda one: one[1].start)[0] if after else None
    return msgspec.structs.replace(directive, part=part.id, block=inside or following)


def _in_code(part: Part, start: int) -> bool:
    return any(
        block.kind == "code" and found.start <= start < found.end
        for block in part.blocks
        if (found := part.source_span(block.span)) is not None
    ) or any(
        zone.kind == "code" and found.start <= start < found.end
        for zone in part.zones
        if (found := part.source_span(zone.span)) is not None
    )
