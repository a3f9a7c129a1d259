"""Photo duplicate: the same photo twice in an item, or in several items, also resized, recompressed or cropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Level, Match, Photo, Spot
from qishan_lint.photo import hashing, nearest, study
from qishan_lint.photo.survey import Survey

MOST_NAMED = 3

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Hashes up to ``distance`` of 128 bits apart are one photo; in another item it is ``across-level``.

    Photos with a shorter side under ``least`` pixels are left out: emblems and icons are meant to come again.
    """

    distance: int = 10
    across_level: Level = Level.INFO
    least: int = 200
    photos: study.Which = "all"


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """A photo as the second phase knows it: its path and place, its item's date, its hashes in hexadecimal."""

    path: str
    where: str
    published: str
    hashes: tuple[str, ...]


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo that repeats an earlier one of the same item."""
    del context
    params: Params = rule.params
    known = list(_hashed(item, params))
    for number, (photo, hashes) in enumerate(known):
        before = known[:number]
        first = next((first for first, others in before if _same(others, hashes, params)), None)
        if first is not None:
            spot, other = (Spot(photo=one, where=one.where) for one in (photo, first))
            yield Match(spot, {"others": first.path.rpartition("/")[2]}, related=(other,))


def facts(item: Item, rule: Rule, context: Context) -> list[Fact]:
    """The item's photos with their hashes."""
    del context
    params: Params = rule.params
    date = item.published.isoformat() if item.published else ""
    return [Fact(photo.path, photo.where, date, tuple(f"{value:032x}" for value in hashes))
            for photo, hashes in _hashed(item, params)]  # fmt: skip


def across(facts: Mapping[str, Any], rule: Rule) -> Iterator[tuple[str, Match]]:
    """Yield a match for each photo that an earlier item used; items count by date, then by id."""
    params: Params = rule.params
    photos = sorted(
        ((id_, fact) for id_, listed in facts.items() for fact in msgspec.convert(listed, list[Fact])),
        key=lambda one: (one[1].published or "9", one[0], one[1].path),
    )
    for number, earlier in sorted(_earlier(photos, params.distance).items()):
        id_, fact = photos[number]
        others = sorted(earlier)
        named = "、".join(photos[other][0] for other in others[:MOST_NAMED])
        related = tuple(Spot(path=photos[other][1].path, where=photos[other][1].where) for other in others[:MOST_NAMED])
        spot = Spot(path=fact.path, where=fact.where)
        yield id_, Match(spot, {"others": named}, params.across_level, related=related)


def _earlier(photos: list[tuple[str, Fact]], distance: int) -> dict[int, set[int]]:
    """For each photo the earlier ones of other items that look the same. Equal hashes are searched for once."""
    owners: dict[int, list[int]] = {}
    index: dict[int, list[int]] = {}
    for number, (_, fact) in enumerate(photos):
        values = [int(text, 16) for text in fact.hashes]
        owners.setdefault(values[0], []).append(number)
        for value in values:
            index.setdefault(value, []).append(number)
    asked, known = list(owners), list(index)
    found: dict[int, set[int]] = {}
    for i, j in nearest.pairs(asked, known, distance):
        for one in owners[asked[i]]:
            _note(found, photos, one, index[known[j]])
    return found


def _note(found: dict[int, set[int]], photos: list[tuple[str, Fact]], one: int, others: list[int]) -> None:
    """Enter the earlier of two alike photos under the later; of many copies of one only some."""
    for other in others[: 4 * MOST_NAMED]:
        first, second = min(one, other), max(one, other)
        if photos[first][0] != photos[second][0]:
            found.setdefault(second, set()).add(first)


def _hashed(item: Item, params: Params) -> Iterator[tuple[Photo, tuple[int, ...]]]:
    for photo in study.chosen(item, params.photos):
        seen = study.surveyed(photo)
        if isinstance(seen, Survey) and seen.hashes and min(seen.width, seen.height) >= params.least:
            yield photo, seen.hashes


def _same(one: tuple[int, ...], other: tuple[int, ...], params: Params) -> bool:
    """Whether one photo is the other, or a crop or mirror image of it."""
    pairs = [(one[0], value) for value in other] + [(value, other[0]) for value in one]
    return any(hashing.distance(a, b) <= params.distance for a, b in pairs)
