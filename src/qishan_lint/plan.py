"""A plan: the rules that are on, compiled, and one automaton that finds the literals of all of them in one pass."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint import catalog, kinds
from qishan_lint.kinds import Context, Hit, Kind, Rule
from qishan_lint.model import Item, Level, Part, RuleInfo
from qishan_lint.settings import Settings
from qishan_lint.timing import Timed, Times


class Step(msgspec.Struct, frozen=True):
    """One rule with its kind, and when it runs: ``always``, at ``hits`` of its literals, for
    ``photos`` or ``problems``, or ``asked`` whether the item concerns it.
    """

    rule: Rule
    kind: Kind
    when: str


class Plan(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Everything that checking an item needs beside the item. Immutable and shared by all items with equal settings.

    ``owners`` tells, for each literal of the automaton, the steps that wait for it.
    """

    settings: Settings
    steps: tuple[Step, ...]
    automaton: Any
    literals: tuple[str, ...]
    owners: tuple[tuple[int, ...], ...]
    catalogue_digest: str

    def hits(self, parts: Sequence[Part]) -> dict[int, list[Hit]]:
        """The hits of the literals in ``parts``, by step; a step sees only the parts of its rule's roles."""
        found: dict[int, list[Hit]] = {}
        if self.automaton is None:
            return found
        for number, part in enumerate(parts):
            role = part.role
            for literal, start, end in self.automaton.find_matches_as_indexes(part.text, overlapping=True):
                for step in self.owners[literal]:
                    if role in self.steps[step].rule.roles:
                        found.setdefault(step, []).append(Hit(number, start, end, self.literals[literal]))
        return found

    def due(self, item: Item, hits: Iterable[int]) -> list[int]:
        """The steps that can find something in ``item``, in their order."""
        due = [*self._by_occasion["always"], *hits]
        if item.photos:
            due += self._by_occasion["photos"]
        if item.problems:
            due += self._by_occasion["problems"]
        for concerns, numbers in self._asking:
            if concerns(item):
                due += numbers
        return sorted(due)

    @functools.cached_property
    def _asking(self) -> tuple[tuple[Callable[[Item], bool], tuple[int, ...]], ...]:
        """The kinds that are asked whether an item concerns them, and their steps."""
        found: dict[Callable[[Item], bool], list[int]] = {}
        for number in self._by_occasion["asked"]:
            found.setdefault(self.steps[number].kind.concerns, []).append(number)  # type: ignore[attr-defined]
        return tuple((concerns, tuple(numbers)) for concerns, numbers in found.items())

    @functools.cached_property
    def _by_occasion(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {"always": [], "hits": [], "photos": [], "problems": [], "asked": []}
        for number, step in enumerate(self.steps):
            found[step.when].append(number)
        return found

    @functools.cached_property
    def gathering(self) -> tuple[tuple[Step, Callable[[Item, Rule, Context], Any]], ...]:
        """The steps whose kinds gather facts for the comparison of items, with the functions that do it."""
        return tuple((step, facts) for step in self.steps if (facts := getattr(step.kind, "facts", None)) is not None)

    @functools.cached_property
    def preparing(self) -> tuple[Step, ...]:
        """The steps whose kinds do part of their work for several items together."""
        return tuple(step for step in self.steps if hasattr(step.kind, "prepare"))

    @functools.cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        return tuple(step.rule for step in self.steps)

    @functools.cached_property
    def needs_today(self) -> bool:
        """Whether the outcome can depend on the date of the check."""
        return any(
            step.rule.since or step.rule.until or kinds.needs_today(step.kind, step.rule.params) for step in self.steps
        ) or any(entry.until for entry in self.settings.allow)

    @functools.cached_property
    def infos(self) -> dict[str, RuleInfo]:
        """What reports say about the rules."""
        return {step.rule.id: info(step.rule) for step in self.steps}

    @functools.cached_property
    def unconfirmed(self) -> tuple[tuple[str, str], ...]:
        """The thresholds that only the county can set and has not set: ("short/body.minimum", "200")."""
        return tuple(
            (f"{step.rule.id}.{name}", str(getattr(step.rule.params, name.replace("-", "_"))))
            for step in self.steps
            for name in step.rule.unconfirmed
        )


def info(rule: Rule) -> RuleInfo:
    """What reports say about ``rule``."""
    fixable = any(example.fixed is not None for example in rule.examples)
    return RuleInfo(
        id=rule.id,
        family=rule.family,
        name=rule.name,
        why=rule.why,
        source=rule.source,
        level=rule.level,
        waivable=rule.waivable,
        fixable=fixable,
        kind=rule.kind,
    )


def build(settings: Settings) -> Plan:
    """The plan for ``settings``, one for the same rules. Raises ConfigError for wrong parameters and missing extras."""
    return _built(settings, _catalogue(settings).digest)


def _catalogue(settings: Settings) -> catalog.Catalog:
    return _of_packs(tuple(settings.packs))


def _of_packs(packs: tuple[str, ...]) -> catalog.Catalog:
    return catalog.load(tuple(Path(folder) for folder in packs))


@functools.cache
def _built(settings: Settings, digest: str) -> Plan:
    rules = _catalogue(settings)
    compiled = [
        catalog.compile_rule(rules.entries[id_], level=setting.level, params=setting.params, where=settings.name)
        if setting.params
        else _unchanged(tuple(settings.packs), digest, id_, setting.level)
        for id_, setting in settings.rules.items()
    ]
    return assemble(settings, compiled, digest)


@functools.lru_cache(maxsize=4096)
def _unchanged(packs: tuple[str, ...], digest: str, id_: str, level: Level | None) -> Rule:
    """A rule with its own parameters: configurations differ in a few rules, and the others need be compiled once."""
    del digest  # tells the rules of the same packs before they changed from those after
    return catalog.compile_rule(_of_packs(packs).entries[id_], level=level, params={})


def assemble(settings: Settings, rules: Iterable[Rule], digest: str, times: Times | None = None) -> Plan:
    """A plan of exactly ``rules``; their kinds keep their time in ``times``, if given."""
    steps: list[Step] = []
    awaited: list[tuple[str, ...]] = []
    for rule in rules:
        kind = kinds.load(rule.kind)
        literals = kinds.literals(kind, rule.params)
        occasion = "asked" if hasattr(kind, "concerns") else getattr(kind, "LOOKS_AT", "always")
        steps.append(
            Step(
                rule, kind if times is None else Timed(kind, rule.kind, times), occasion if literals is None else "hits"
            )
        )
        awaited.append(tuple(literals or ()))
    automaton, known, owners = _index(tuple(awaited))
    return Plan(
        settings=settings,
        steps=tuple(steps),
        automaton=automaton,
        literals=known,
        owners=owners,
        catalogue_digest=digest,
    )


@functools.lru_cache(maxsize=8)  # configurations differ more often in levels than in what is looked for
def _index(awaited: tuple[tuple[str, ...], ...]) -> tuple[Any, tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """The automaton, its literals, and the steps that wait for each; ``awaited`` has the literals of each step."""
    owners: dict[str, list[int]] = {}
    for number, literals in enumerate(awaited):
        for literal in dict.fromkeys(literals):
            owners.setdefault(literal, []).append(number)
    if not owners:
        return None, (), ()
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(owners, matchkind=ahocorasick_rs.MatchKind.Standard)
    return automaton, tuple(owners), tuple(tuple(numbers) for numbers in owners.values())
