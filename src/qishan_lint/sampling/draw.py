"""A stratified sample that anyone can draw again: from the same list and seed the same items, whatever the machine.

Within a stratum items stand in the order of a hash of seed and item, so that one more item changes at most one of the
sample. The seed must be a public value that nobody knew when the list was frozen: whoever may try seeds can hide anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

import msgspec

from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.sampling.frame import Frame, Unit

By = Literal["department", "column", "none"]
LEAST_SEED = 4
"""Characters of a seed."""


class Plan(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """How a sample is drawn: its size, by which strata, at least how many of each, with which seed."""

    n: int
    by: By
    floor: int
    seed: str


class Sample(msgspec.Struct, frozen=True):
    """What was drawn: the items in the order of the list, and each stratum's size in the list and in the sample."""

    plan: Plan
    digest: str
    units: tuple[Unit, ...]
    strata: Mapping[str, tuple[int, int]]


def draw(frame: Frame, plan: Plan) -> Sample:
    """Draw. Raises UsageError for a seed that is too short, and for a size that the strata or the list do not allow."""
    if len(plan.seed.strip()) < LEAST_SEED:
        raise UsageError(
            Text("种子太短", "the seed is too short"),
            remedy=Text(
                f"用冻结时写明的公开数值：{frame.rule}", f"use the public value that was announced: {frame.rule}"
            ),
        )
    strata: dict[str, list[Unit]] = {}
    for unit in frame.units:
        strata.setdefault(stratum(unit, plan.by), []).append(unit)
    sizes = allocate({name: len(units) for name, units in strata.items()}, plan)
    chosen = {
        unit.id
        for name, units in strata.items()
        for unit in sorted(units, key=lambda unit: _order(plan.seed, unit))[: sizes[name]]
    }
    units = tuple(unit for unit in frame.units if unit.id in chosen)
    return Sample(
        plan, frame.digest, units, {name: (len(units), sizes[name]) for name, units in sorted(strata.items())}
    )


def stratum(unit: Unit, by: By) -> str:
    """The stratum that ``unit`` belongs to."""
    return "" if by == "none" else unit.department if by == "department" else unit.column


def allocate(sizes: Mapping[str, int], plan: Plan) -> dict[str, int]:
    """How many of each stratum: proportional, the largest shortfall first, none below the floor or above what it has.

    Raises UsageError, naming the least size, when ``n`` is too small, and when it is more than there are items.
    """
    least = {name: min(plan.floor, size) for name, size in sizes.items()}
    if plan.n < sum(least.values()):
        raise UsageError(
            Text(
                f"样本太小：每组至少 {plan.floor} 篇，需要 {sum(least.values())} 篇",
                f"too few: the groups need {sum(least.values())}",
            ),
            remedy=Text(f"--n 至少 {sum(least.values())}", f"--n must be at least {sum(least.values())}"),
        )
    total = sum(sizes.values())
    if plan.n > total:
        raise UsageError(Text(f"名单只有 {total} 篇", f"the list has only {total} items"))
    found = dict(least)
    for _ in range(plan.n - sum(found.values())):
        room = [name for name, size in sizes.items() if found[name] < size]
        # The largest shortfall gets the next one; ties by name, so that every machine agrees.
        found[min(room, key=lambda name: (found[name] - plan.n * sizes[name] / total, name))] += 1
    return found


def _order(seed: str, unit: Unit) -> tuple[str, str]:
    return hashlib.sha256(f"{seed.strip()}\0{unit.id}".encode("utf-8", "surrogatepass")).hexdigest(), unit.id
