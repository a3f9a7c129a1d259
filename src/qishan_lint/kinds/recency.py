"""Recency: words like 近日 and 日前 beside a day that is long past when the item is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint import dates
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Part, Span, Spot


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``words`` claim that something is new; ``most`` is how many days it may lie before publication.

    ``unless`` lists characters that, just before a word, make it part of another (20日前). Only dates within
    ``reach`` characters after the word, in the same sentence, count.
    """

    words: tuple[str, ...]
    most: int
    unless: str = ""
    reach: int = 30


_NOT_THE_EVENT = r"截至|截止|自|从|起|以来|《|〔|第|根据|印发|成立|出生|施行|公布"


def literals(params: Params) -> Iterable[str]:
    """The words that claim newness."""
    return params.words


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each such word whose event is older than allowed."""
    params: Params = rule.params
    published = item.published
    if published is None:
        return
    for hit in context.hits:
        part = item.parts[hit.part]
        if _claims(part, hit, params):
            around = prose.sentence(part.text, hit.start, hit.end)
            after = part.text[hit.end : min(around.end, hit.end + params.reach)]
            for found in dates.find_dates(after, published.year)[:1]:
                days = (published - found.date).days if found.date else 0
                if days > params.most and not expression(_NOT_THE_EVENT).search(after[: found.span.end + 2]):
                    yield Match(
                        Spot(part=part, span=Span(hit.start, hit.end)),
                        data={"found": hit.literal, "date": str(found.date), "days": days, "limit": params.most},
                    )


def _claims(part: Part, hit: Hit, params: Params) -> bool:
    return part.text[hit.start - 1 : hit.start] not in set(params.unless) and prose.is_prose(part, hit.start, hit.end)
