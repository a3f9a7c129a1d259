"""Anniversary: 建党105周年 in a year that is not the hundred-and-fifth after the founding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Span, Spot

NEEDS_TODAY = True

_COUNT = r"[^，。；！？\d\n]{0,6}?(?P<count>\d{1,3})周年"
_YEAR = r"(?<!\d)(?P<year>19\d\d|20\d\d)年?"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``founded`` maps what is celebrated to its year; ``slack`` years before and after publication are believed.

    ``others`` are words (朝鲜、老挝) that, shortly before, say that somebody else is celebrated.
    """

    founded: dict[str, int]
    slack: int = 1
    others: tuple[str, ...] = ()


def literals(params: Params) -> Iterable[str]:
    """What is celebrated."""
    return params.founded


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each anniversary that fits neither a year of its sentence nor, without one, that of the publication."""
    params: Params = rule.params
    now = (item.published or context.today).year
    for hit in context.hits:
        part = item.parts[hit.part]
        counted = expression(_COUNT).match(part.text, hit.end)
        before = part.text[max(0, hit.start - 12) : hit.start]
        if counted is None or any(word in before for word in params.others):
            continue
        if not prose.is_prose(part, hit.start, hit.end):
            continue
        around = prose.sentence(part.text, hit.start, counted.end())
        written = [int(year) for year in expression(_YEAR).findall(part.text[around.start : around.end])]
        year = params.founded[hit.literal] + int(counted["count"])
        if year not in written and abs(year - now) > params.slack:
            yield Match(
                Spot(part=part, span=Span(hit.start, counted.end())),
                data={"found": part.text[hit.start : counted.end()], "year": year},
            )
