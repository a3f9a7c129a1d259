"""Interpretation: the reading of a policy must be out soon after the policy, by working days."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
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
    wanted = {name for fact in known.values() if fact is not None for name in fact.names}
    if not wanted:
        return
    policies = [(_plain(fact.title), fact) for fact in known.values() if fact is not None and fact.title]
    days = {name: [fact for title, fact in policies if _plain(name) in title] for name in wanted}
    for id_, fact in known.items():
        if fact is None:
            continue
        named = next((found for name in fact.names if (found := _before(days[name], fact))), None)
        if named is not None:
            for match in _late(named.published, fact.published, fact.path, params.most):
                yield id_, msgspec.structs.replace(match, related=(Spot(path=named.path),))


def _before(policies: list[Fact], reading: Fact) -> Fact | None:
    """The latest of ``policies`` that was out before its reading: a policy may have been issued anew."""
    earlier = [one for one in policies if one.published <= reading.published]
    return max(earlier, key=lambda one: one.published, default=None)


def _plain(title: str) -> str:
    return "".join(character for character in title if character.isalnum())


def _late(policy: datetime.date, published: datetime.date, path: str, most: int) -> Iterator[Match]:
    if timeliness.within(policy, published, most, "working") is not True:
        data: dict[str, str | int | float | Text] = {
            "policy": policy.isoformat(),
            "published": published.isoformat(),
            "limit": most,
            "verdict": timeliness.verdict(policy, published, most, "working"),
        }
        yield Match(Spot(path=path), data)
