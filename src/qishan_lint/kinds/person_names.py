"""Person names: one person written with two names, such as 县委书记张建国 three times and 张健国 once.

A name is known by the post or form of address beside it. Two names are one person's if they share surname and length,
differ in one character of like sound or look, and one is rare; other posts, or both names in one sentence, make them
two persons. All of it is careful: brothers are not reported.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, permutations

import msgspec

from qishan_lint.identity.words import words
from qishan_lint.kinds import Context, Hit, Rule
from qishan_lint.matching import prose, variants
from qishan_lint.matching.expressions import expression
from qishan_lint.model import Item, Match, Part, Span

_HAN = r"[一-鿿]"
_BESIDE = 2
"""Characters before the word for a post that tell one post from another (县委书记)."""
_FEW = 3
"""How many names that differ in one place are still compared: a list of many similar ones is a list of persons."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What stands beside names: ``posts`` (书记), forms of ``address`` (同志), words that come ``after`` a name (指出).

    ``no-surnames`` are surnames that mostly are other words (和, 于). ``often`` is how many times as often as the
    doubted name the other one must stand, unless both have the same post.
    """

    posts: tuple[str, ...]
    address: tuple[str, ...]
    after: tuple[str, ...]
    no_surnames: str = ""
    often: int = 2


class Names(msgspec.Struct, frozen=True):
    """Where each name stands in a text, and with which post; a form of address is no post."""

    text: str
    places: dict[str, list[int]]
    posts: dict[str, dict[int, str]]


def literals(params: Params) -> Iterable[str]:
    """Posts and forms of address."""
    return (*params.posts, *params.address)


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield each name that is probably another one of the item, written wrong."""
    params: Params = rule.params
    for number, hits in groupby(context.hits, lambda hit: hit.part):
        part = item.parts[number]
        names = _names(part.text, list(hits), params)
        for written, meant in _doubted(names, params):
            yield from _matches(part, names, written, meant)


def _names(text: str, hits: Sequence[Hit], params: Params) -> Names:
    """The names beside the ``hits``, and where else in ``text`` they or similar ones stand."""
    posts = _beside(text, hits, params)
    places: dict[str, list[int]] = defaultdict(list)
    surnames = {name[0] for name in posts}
    for name, with_posts in posts.items():
        if len(name) == 2:  # two characters may be anything: only those beside a post count
            places[name] = sorted(with_posts)
    for surname in surnames:
        at = text.find(surname)
        while at >= 0:
            name = text[at : at + 3]
            if len(name) == 3 and name.isalpha() and not _ends(text, at + 2, params):
                places[name].append(at)
            at = text.find(surname, at + 1)
    return Names(text, places, posts)


def _beside(text: str, hits: Sequence[Hit], params: Params) -> dict[str, dict[int, str]]:
    """The names directly after or before the ``hits``: the places of each, with the post."""
    posts: dict[str, dict[int, str]] = defaultdict(dict)
    surnames = _surnames(params.no_surnames)
    for hit in hits:
        post = text[max(0, hit.start - _BESIDE) : hit.end] if hit.literal in params.posts else ""
        if post and text[hit.end : hit.end + 1] in surnames and hit.end < len(text):
            size = 2 if _ends(text, hit.end + 2, params) else 3
            _note(posts, text, hit.end, size, post)
        for size in (3, 2):
            at = hit.start - size
            if at >= 0 and text[at] in surnames and text[at : hit.start].isalpha():
                _note(posts, text, at, size, hit.literal if post else "")
                break
    return posts


@functools.cache
def _surnames(without: str) -> frozenset[str]:
    return frozenset(words().surnames).difference(without)


def _note(posts: dict[str, dict[int, str]], text: str, at: int, size: int, post: str) -> None:
    name = text[at : at + size]
    if expression(f"{_HAN}{{2,3}}").fullmatch(name):
        posts[name][at] = post or posts[name].get(at, "")


def _ends(text: str, at: int, params: Params) -> bool:
    """Whether a name that reaches to ``at`` ends there: at a mark, or a word that follows names."""
    if expression(_HAN).match(text, at) is None:
        return True
    return text.startswith(params.after, at) or text.startswith(params.address, at) or text.startswith(params.posts, at)


def _doubted(names: Names, params: Params) -> Iterator[tuple[str, str]]:
    """The pairs (name probably wrong, name probably meant)."""
    similar: dict[tuple[str, int], set[str]] = defaultdict(set)
    for name in names.places:
        for place in range(1, len(name)):
            similar[f"{name[:place]}?{name[place + 1 :]}", place].add(name)
    for (_, place), group in similar.items():
        if 1 < len(group) <= _FEW:
            for written, meant in permutations(sorted(group), 2):
                if _one_person(names, written, meant, place, params):
                    yield written, meant


def _one_person(names: Names, written: str, meant: str, place: int, params: Params) -> bool:
    """Whether ``written`` is probably ``meant``, of which it differs at ``place``."""
    rare, often = names.places[written], names.places[meant]
    posts = names.posts.get(written, {}), names.posts.get(meant, {})
    same_post = _same_post(*posts)
    if not any(posts) or same_post is False:
        return False
    if not len(rare) * params.often <= len(often):
        once = len(rare) == len(often) == 1 and often[0] < rare[0]  # the first one is taken for right
        if not same_post or not (once or len(rare) == 1 < len(often)):
            return False
    if not all(_is_name(names, written, at, place, params) for at in rare):
        return False
    if not any(_is_name(names, meant, at, place, params) for at in often):
        return False
    if _together(names.text, rare, often, len(meant)):
        return False
    from qishan_lint.spelling.likeness import alike  # brings the speller along: only for the few pairs that come so far

    return alike(written[place], meant[place])


def _same_post(written: dict[int, str], meant: dict[int, str]) -> bool | None:
    """Whether the names share a post; None where one of them has none."""
    one, other = ({post for post in posts.values() if post} for posts in (written, meant))
    if not one or not other:
        return None
    return bool(one & _endings(other) or other & _endings(one))


def _endings(posts: set[str]) -> set[str]:
    """The posts, and what is left of them without their first characters: 县委书记 is also 书记."""
    return {post[cut:] for post in posts for cut in range(_BESIDE + 1)}


def _is_name(names: Names, name: str, at: int, place: int, params: Params) -> bool:
    """Whether the name at ``at`` is no accident of neighbouring words.

    Of a name that differs at its end, the end must be seen; of another one the end or the beginning.
    """
    if _ends(names.text, at + len(name), params):
        return True
    begins = at == 0 or at in names.posts.get(name, {}) or expression(_HAN).match(names.text, at - 1) is None
    return begins and place < len(name) - 1


def _together(text: str, rare: Sequence[int], often: Sequence[int], size: int) -> bool:
    """Whether both names stand in one sentence, as two persons do."""
    for at in rare:
        sentence = prose.sentence(text, at, at + size)
        after = bisect_left(often, sentence.start)
        if after < len(often) and often[after] < sentence.end:
            return True
    return False


def _matches(part: Part, names: Names, written: str, meant: str) -> Iterator[Match]:
    rare, often = names.places[written], names.places[meant]
    first, size = Span(often[0], often[0] + len(meant)), len(written)
    for at in rare:
        block = part.block_at(at)
        if (block is None or block.kind != "cell") and prose.is_prose(part, at, at + size):
            repaired = len(often) > len(rare)
            yield variants.match(part, Span(at, at + size), len(rare), first, len(often), repaired=repaired)
