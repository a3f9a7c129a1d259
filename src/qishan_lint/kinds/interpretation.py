"""Interpretation: the reading of a policy must be out soon after the policy, by working days."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import columns, fields, timeliness
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Spot, Text

_NAMED = r"《([^《》\n]{6,60})》"
_HEAD = 400
"""Characters of the article in which the policy is named."""

_MOST_NAMES = 3


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Items of ``which``, or with one of ``words`` in their titles, are interpretations.

    They are due ``most`` working days after the policy that they name, whose day is the metadata field ``policy-day``,
    else that of the item whose title holds the name.
    """

    which: columns.Selector
    words: tuple[str, ...]
    most: int
    policy_day: str


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """An item as the second phase knows it: its title if it may be a policy, the policies it names if it explains one."""

    published: datetime.date
    path: str
    title: str = ""
    names: tuple[str, ...] = ()


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield one match when the item itself says when its policy was published, and that was too long before."""
    del context
    params: Params = rule.params
    policy = fields.date_of(item, params.policy_day)
    if policy is not None and item.published is not None and _explains(item, params):
        yield from _late(policy, item.published, item.path, params.most)


def _explains(item: Item, params: Params) -> bool:
    return columns.selects(params.which, item) or any(word in item.title for word in params.words)


def facts(item: Item, rule: Rule, context: Context) -> Fact | None:
    """What the item explains, or what it may be called by."""
    del context
    params: Params = rule.params
    if item.published is None:
        return None
    if not _explains(item, params):
        return Fact(item.published, item.path, title=item.title[:120]) if len(item.title) >= 6 else None
    if fields.date_of(item, params.policy_day) is not None:
        return None  # judged by itself
    text = item.article.text[:_HEAD] if item.article is not None else ""
    names = dict.fromkeys(expression(_NAMED).findall(f"{item.title}\n{text}"))
    return Fact(item.published, item.path, names=tuple(names)[:_MOST_NAMES])


def across(facts: Mapping[str, Any], rule: Rule) -> Iterator[tuple[str, Match]]:
    """Yield a match for each interpretation that came too long after its policy, the first one it names."""
    params: Params = rule.params
    known = {id_: msgspec.convert(fact, Fact | None) for id_, fact in facts.items()}
    found = [fact for fact in known.values() if fact is not None]
    policies = _policies({_plain(name) for fact in found for name in fact.names} - {""}, found)
    for id_, fact in known.items():
        if fact is None or not policies:
            continue
        earlier = (_before(policies.get(_plain(name), []), fact) for name in fact.names)
        named = next(filter(None, earlier), None)
        if named is not None:
            for match in _late(named.published, fact.published, fact.path, params.most):
                yield id_, msgspec.structs.replace(match, related=(Spot(path=named.path),))


def _policies(names: set[str], facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """The items whose titles hold each of ``names``, found in one pass over each title."""
    if not names:
        return {}
    import ahocorasick_rs

    wanted = sorted(names)
    automaton = ahocorasick_rs.AhoCorasick(wanted)
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.title:
            hits = automaton.find_matches_as_indexes(_plain(fact.title), overlapping=True)
            for number in sorted({hit[0] for hit in hits}):
                found.setdefault(wanted[number], []).append(fact)
    return found


def _before(policies: list[Fact], reading: Fact) -> Fact | None:
    """The latest of ``policies`` that was out before its reading: a policy may have been issued anew."""
    earlier = [one for one in policies if one.published <= reading.published]
    return max(earlier, key=lambda one: one.published, default=None)


def _plain(title: str) -> str:
    return "".join(filter(str.isalnum, title))


def _late(policy: datetime.date, published: datetime.date, path: str, most: int) -> Iterator[Match]:
    if timeliness.within(policy, published, most, "working") is not True:
        data: dict[str, str | int | float | Text] = {
            "policy": policy.isoformat(),
            "published": published.isoformat(),
            "limit": most,
            "verdict": timeliness.verdict(policy, published, most, "working"),
        }
        yield Match(Spot(path=path), data)
