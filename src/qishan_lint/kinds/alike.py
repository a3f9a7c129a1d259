"""Alike: the same article in several items, also with some of its clauses changed; says which paragraphs differ."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import minhash, prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Spot, Text, Value

MOST_NAMED = 3

_CLAUSE = r"[^，。！？；：、,.!?;:\n]+"
_BITS = 0xFFFF
"""A clause is kept as 16 bits: enough to compare articles by, too few to guess a number in it from."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Articles that have at least ``share`` (0..1) of their clauses in common are one.

    Clauses under ``letters`` letters and articles under ``clauses`` different clauses are left out: formulas come again.
    """

    share: float = 0.75
    letters: int = 4
    clauses: int = 6


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """An article as the second phase knows it: path, date, a number for its title, packed numbers of clauses by paragraph.

    ``clauses`` are the numbers of all, packed: a hundred thousand articles are held at once.
    """

    path: str
    published: str
    title: int
    paragraphs: tuple[bytes, ...]
    clauses: bytes


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Nothing: one article alone repeats none."""
    del item, rule, context
    return iter(())


def facts(item: Item, rule: Rule, context: Context) -> list[Fact]:
    """The article's clauses as numbers; nothing for an item without an article that is long enough."""
    del context
    params: Params = rule.params
    part = item.article
    if part is None:
        return []
    paragraphs = [_clauses(prose.text_of(part, block), params.letters) for block in prose.body(part)]
    clauses = {number for paragraph in paragraphs for number in paragraph}
    if len(clauses) < params.clauses:
        return []
    date, title = item.published.isoformat() if item.published else "", _number("".join(item.title.split()))
    return [Fact(item.path, date, title, tuple(map(minhash.packed, filter(None, paragraphs))), minhash.packed(clauses))]


def across(facts: Mapping[str, Any], rule: Rule) -> Iterator[tuple[str, Match]]:
    """Yield a match for each article that repeats an earlier one; items count by date, then by id."""
    params: Params = rule.params
    articles = sorted(
        ((id_, fact) for id_, listed in facts.items() for fact in msgspec.convert(listed, list[Fact])),
        key=lambda one: (one[1].published or "9", one[0]),
    )
    sets = [fact.clauses for _, fact in articles]
    earlier: dict[int, list[int]] = {}
    for first, later in minhash.pairs(sets, params.share):
        earlier.setdefault(later, []).append(first)
    for number, others in sorted(earlier.items()):
        id_, fact = articles[number]
        nearest = sorted(others, key=lambda other: (-minhash.similarity(sets[other], sets[number]), other))[:MOST_NAMED]
        data: dict[str, Value] = {
            "others": "、".join(articles[other][0] for other in nearest),
            "share": f"{100 * minhash.similarity(sets[nearest[0]], sets[number]):.0f}",
            "differs": _difference(fact, articles[nearest[0]][1]),
        }
        yield id_, Match(Spot(path=fact.path), data, related=tuple(Spot(path=articles[one][1].path) for one in nearest))


def _clauses(text: str, letters: int) -> list[int]:
    found = [
        clause if clause.isalnum() else "".join(filter(str.isalnum, clause))  # most are letters alone
        for clause in expression(_CLAUSE).findall(text)
    ]
    return [_number(clause) for clause in found if len(clause) >= letters]


def _number(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) & _BITS


def _difference(fact: Fact, other: Fact) -> Text:
    """What ``fact`` has that ``other`` has not, in words: the title, and paragraphs by their number."""
    known, own = minhash.unpacked(other.clauses), minhash.unpacked(fact.clauses)
    changed = [str(number) for number, one in enumerate(fact.paragraphs, 1) if not minhash.unpacked(one) <= known]
    missing = len(known - own)
    zh, en = [], []
    if fact.title != other.title:
        zh.append("标题不同")
        en.append("another title")
    if changed:
        zh.append(f"正文第{'、'.join(changed)}段有改动")
        en.append(f"changes in paragraph {', '.join(changed)} of the body")
    if missing:
        zh.append(f"那一篇另有{missing}个分句")
        en.append(f"the other has {missing} clauses more")
    return Text("，".join(zh) or "内容一样", ", ".join(en) or "nothing")
