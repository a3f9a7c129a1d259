"""Shapes: what a piece of a pattern can match, and how the shapes of pieces combine."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from qishan_lint.matching.expressions import expression

MOST_LITERALS = 64
"""Literals of one piece; what would need more is treated as unknown."""

MOST_MEMBERS = 1300
"""Characters of one class that are still worth listing."""

_UNICODE = r"\\u([0-9a-fA-F]{4})"
_SHORTHAND = r"\\[dDwWsSnt-]"
_PLAIN = r"\\(\W)"


class Shape(msgspec.Struct, frozen=True):
    """What a piece of a pattern can match: ways, greatest width, and the literals of which one must occur.

    ``exact`` says that the piece matches these literals and nothing else; ``literals`` is None when nothing is sure.
    """

    ways: int
    width: int
    literals: tuple[str, ...] | None
    exact: bool = False


def members(inside: str) -> tuple[str, ...] | None:
    """The characters of a class, None for a negated or a very large one."""
    if inside.startswith("^") or expression(_SHORTHAND).search(inside):
        return None
    inside = expression(_PLAIN).sub(r"\1", expression(_UNICODE).sub(lambda found: chr(int(found[1], 16)), inside))
    found: list[str] = []
    at = 0
    while at < len(inside):
        if at + 2 < len(inside) and inside[at + 1] == "-":
            first, last = ord(inside[at]), ord(inside[at + 2])
            if last - first >= MOST_MEMBERS:
                return None
            found += map(chr, range(first, last + 1))
            at += 3
        else:
            found.append(inside[at])
            at += 1
    return tuple(dict.fromkeys(found)) if 0 < len(found) <= MOST_MEMBERS else None


def either(shapes: Sequence[Shape]) -> Shape:
    """One of ``shapes``."""
    if len(shapes) == 1:
        return shapes[0]
    known = [shape.literals for shape in shapes]
    together: tuple[str, ...] | None = None
    if all(known):
        together = tuple(dict.fromkeys(one for some in known if some for one in some))
        if len(together) > MOST_LITERALS * 4:
            together = None
    exact = together is not None and all(shape.exact for shape in shapes)
    return Shape(
        ways=_chain(together) if exact and together else sum(shape.ways for shape in shapes),
        width=max(shape.width for shape in shapes),
        literals=together,
        exact=exact,
    )


def _chain(some: tuple[str, ...]) -> int:
    """How many of the literals can fit at one place: those that begin one of them."""
    return max(sum(1 for other in some if one.startswith(other)) for one in some)


def joined(pieces: Sequence[Shape]) -> Shape:
    """All of ``pieces``, one after the other."""
    ways, width = 1, 0
    runs: list[tuple[str, ...]] = []
    run: tuple[str, ...] = ("",)
    exact = True
    for piece in pieces:
        ways *= piece.ways
        width += piece.width
        exact = exact and piece.exact and piece.literals is not None
        joined = _product(run, piece.literals) if piece.exact and piece.literals is not None else None
        if joined is None:
            runs += [run, piece.literals or ("",)]
            run = piece.literals if piece.exact and piece.literals is not None else ("",)
        else:
            run = joined
    runs.append(run)
    best = max(runs, key=_worth)
    whole = exact and len(runs) == 1
    return Shape(ways, width, best if whole or all(best) else None, exact=whole)


def _product(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...] | None:
    if len(left) * len(right) > MOST_LITERALS:
        return None
    return tuple(one + other for one in left for other in right)


def _worth(some: tuple[str, ...]) -> tuple[int, int]:
    """Long literals first, then few."""
    return min(map(len, some)), -len(some)


def times(shape: Shape, least: int, most: int, limit: int) -> Shape:
    """``shape`` at least ``least`` and at most ``most`` times; ways beyond ``limit`` are not told apart."""
    if most == least == 1:
        return shape
    if shape.ways == 1:
        ways = most - least + 1
    else:
        ways = min(sum(shape.ways ** min(count, 20) for count in range(least, most + 1)), limit + 1)
    some = shape.literals
    if some is None or not shape.exact:
        return Shape(ways, shape.width * most, some if least else None)
    if most == 1:
        return Shape(_chain((*some, "")), shape.width, (*some, ""), exact=True)
    product: tuple[str, ...] | None = ("",)
    for _ in range(min(least, 8)):
        product = product and _product(product, some)
    same = least == most and least <= 8 and product is not None
    return Shape(ways, shape.width * most, product or (some if least else None), exact=same)
