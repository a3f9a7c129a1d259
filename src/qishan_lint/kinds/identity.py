"""Identity: numbers, addresses and keys that name or reach a person, wherever they stand or hide."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import chain

import msgspec

from qishan_lint.identity import Identity, find, may_hold, of_tables
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Part, Span, Spot, Table, Text

_PLACES = {
    "article": Text("正文里", "in the text: "),
    "attachment": Text("附件里", "in an attachment: "),
    "metadata": Text("元数据里", "in the metadata: "),
}


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Which identities the rule reports.

    ``kinds`` as the detectors name them; confidence from ``above`` to below ``below`` (0 to 1); ``contact``: only
    published contacts of offices (true), or only the others (false).
    """

    kinds: tuple[str, ...]
    above: float = 0.0
    below: float = 1.01
    contact: bool | None = None


def concerns(item: Item) -> bool:
    """Whether any part shows a sign of an identity."""
    return any(may_hold(part.text) for part in item.parts)


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each identity of the rule's kinds, masked."""
    del context
    params: Params = rule.params
    for part in item.parts:
        if part.role in rule.roles:
            found = _found(part.text, part.tables)
            for one in chain.from_iterable(found.get(kind, ()) for kind in params.kinds):
                if params.above <= one.confidence < params.below and params.contact in (None, one.contact):
                    yield Match(
                        Spot(part=part, span=Span(one.start, one.end)),
                        data={"value": one.masked, "where": _place(part)},
                        confidence=one.confidence,
                    )


@functools.lru_cache(maxsize=64)
def _found(text: str, tables: tuple[Table, ...]) -> dict[str, list[Identity]]:
    """What the detectors see, by its kind, once for all rules."""
    found: dict[str, list[Identity]] = {}
    for one in find(text, of_tables(tables)):
        found.setdefault(one.kind, []).append(one)
    return found


def _place(part: Part) -> Text:
    if part.hidden:
        name = part.where or part.path.rsplit("/", 1)[-1]
        return Text(f"看不见的内容（{name}）里", f"in hidden content ({name}): ")
    return _PLACES[part.role]
