"""Terms: words that are wrong wherever they stand, found by one automaton and kept from accidents by their guards.

A list is a tab-separated file with the columns ``wrong`` and ``right``, and where needed ``unless``, ``from``,
``until`` and ``note``. ``right`` may offer several words (``制订|制定``) or none. ``unless`` holds guards, separated by
blanks: ``~`` stands for the word, so that ``进~上`` spares 进攻府上 and ``来~`` spares every 来自已.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from qishan_lint.errors import ConfigError
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import prose
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Part, Span, Spot, Text, Value

_NAMED = 3
"""Different words that are named where many are told of together."""
_YEAR = r"(?<!\d)(1[89]\d\d|20\d\d)年?"
_COLUMNS = ("wrong", "right", "unless", "from", "until", "note")


class Term(msgspec.Struct, frozen=True, rename={"since": "from"}, forbid_unknown_fields=True):
    """One wrong word: what it should be, its guards, and the publication dates between which it is wrong."""

    right: str = ""
    unless: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    note: str = ""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The lists of a rule and what it spares.

    ``extra`` adds words of the county's own, ``except`` takes words out. ``safe`` says that the replacement cannot
    change the meaning. ``not-inside`` names pairs of marks (``《》``) inside which the word is a quotation of its time;
    ``not-after`` names words (原、时任) that, just before, make it right; ``past-years`` spares a sentence that names a
    year before the term's ``from``. From ``together`` hits in a text on, all say the same: reports show them as one.
    """

    terms: dict[str, Term] = {}
    extra: dict[str, str] = {}
    excluded: tuple[str, ...] = msgspec.field(default=(), name="except")
    safe: bool = True
    not_inside: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    past_years: bool = False
    together: int | None = None


def resolve(params: dict[str, Any], read: Callable[[str], str]) -> dict[str, Any]:
    """``terms: list.tsv`` (one file or several) → the terms of these files."""
    named = params.get("terms", {})
    if isinstance(named, dict):
        return params
    files = [named] if isinstance(named, str) else named
    return {**params, "terms": {wrong: term for name in files for wrong, term in table(read(name), name)}}


def table(text: str, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a list. Raises ConfigError naming the line of a row that is wrong."""
    lines = text.splitlines()
    header = tuple(lines[0].split("\t")) if lines else ()
    if header[:2] != _COLUMNS[:2] or not set(header) <= set(_COLUMNS):
        known = " ".join(_COLUMNS)
        raise ConfigError(Text(f"第一行应是列名：{known}", f"the first line names columns: {known}"), where=f"{name}:1")
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        row = dict(zip(header, line.split("\t"), strict=False))
        wrong = row.pop("wrong")
        if not wrong or wrong in seen or wrong == row.get("right"):
            problem = Text(f"词条“{wrong}”为空、重复或左右相同", f"the term “{wrong}” is empty, double or right")
            raise ConfigError(problem, where=f"{name}:{number}")
        seen.add(wrong)
        yield wrong, {key: value for key, value in row.items() if value}


def literals(params: Params) -> Iterable[str]:
    """The wrong words."""
    if not params.excluded:
        return (*params.terms, *params.extra)
    return (word for word in (*params.terms, *params.extra) if word not in params.excluded)


def needs_today(params: Params) -> bool:
    """Whether what is wrong depends on the day of publication, which an item without a date has today."""
    return any(one.since or one.until for one in params.terms.values())


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield every wrong word that no guard spares."""
    params: Params = rule.params
    date = item.published or context.today
    found: list[tuple[Hit, Term]] = []
    for hit in longest(context.hits):
        term = params.terms.get(hit.literal) or Term(right=params.extra.get(hit.literal, ""))
        part = item.parts[hit.part]
        if (term.since and date < term.since) or (term.until and date >= term.until):
            continue
        if not _spared(part.text, hit, term, params) and prose.is_prose(part, hit.start, hit.end):
            found.append((hit, term))
    for number, group in itertools.groupby(found, lambda one: one[0].part):
        own = list(group)
        many = params.together is not None and len(own) >= params.together
        said = _of_all(own) if many else None
        for hit, term in own:
            yield _match(item.parts[number], hit, term, params.safe, said)


def longest(hits: tuple[Hit, ...]) -> Iterable[Hit]:
    """The hits without those inside another one, in order."""
    if len(hits) == 1:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.part, one.start, -one.end)):
        if not kept or kept[-1].part != hit.part or hit.end > kept[-1].end:
            kept.append(hit)
    return kept


def _match(part: Part, hit: Hit, term: Term, safe: bool, said: dict[str, Value] | None) -> Match:
    rights = tuple(term.right.split("|")) if term.right else ()
    note = f"（{term.note}）" if term.note else ""
    return Match(
        Spot(part=part, span=Span(hit.start, hit.end)),
        data=said or {"found": hit.literal, "advice": _advice(rights), "note": note},
        suggestions=rights,
        replacement=rights[0] if len(rights) == 1 else None,
        safe=safe,
    )


def _of_all(found: list[tuple[Hit, Term]]) -> dict[str, Value]:
    """What is said of many hits in one text."""
    first = dict.fromkeys(hit.literal for hit, _ in found)
    named = "、".join(itertools.islice(first, _NAMED))
    advice = Text(f"等共 {len(found)} 处，应改正", f"and others, {len(found)} in all, should be corrected")
    return {"found": named, "advice": advice, "note": ""}


def _advice(rights: tuple[str, ...]) -> Text:
    if not rights:
        return Text("应改写", "should be rewritten")
    return Text(f"应为“{'”或“'.join(rights)}”", f"should be “{'” or “'.join(rights)}”")


def _spared(text: str, hit: Hit, term: Term, params: Params) -> bool:
    if term.unless and any(_guards(text, hit, guard) for guard in term.unless.split()):
        return True
    if params.not_inside and prose.enclosed(text, hit.start, params.not_inside):
        return True
    if params.not_after and text[max(0, hit.start - 16) : hit.start].rstrip("“（·").endswith(params.not_after):
        return True
    return params.past_years and term.since is not None and _of_the_past(text, hit, term.since)


def _guards(text: str, hit: Hit, guard: str) -> bool:
    before, _, after = guard.partition("~")
    return text.endswith(before, 0, hit.start) and text.startswith(after, hit.end)


def _of_the_past(text: str, hit: Hit, since: datetime.date) -> bool:
    """Whether the sentence names a year before ``since``."""
    around = prose.sentence(text, hit.start, hit.end)
    rest = f"{text[around.start : hit.start]} {text[hit.end : around.end]}"
    return any(int(year) < since.year for year in expression(_YEAR).findall(rest))
