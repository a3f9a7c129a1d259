"""Problem: what went wrong while reading an item's files becomes a finding, so that nothing unread passes silently."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Problem, Spot, Text, Value

LOOKS_AT = "problems"
REASONS = {
    "time": Text("超时", "it took too long"),
    "memory": Text("内存不足", "it wanted too much memory"),
    "crash": Text("崩溃", "it crashed"),
    "interrupted": Text("被中断", "it was interrupted"),
}
"""Why a check did not come to an end; any other reason is technical and told as it is."""


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The ``codes`` of problems that the rule reports."""

    codes: tuple[str, ...]


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each problem of the rule's codes.

    The message may use ``{file}`` (what could not be used) and ``{detail}`` (what the reader says of it), and
    whatever else the problem's data holds.
    """
    del context
    if not item.problems:
        return
    params: Params = rule.params
    for problem in item.problems:
        if problem.code in params.codes:
            yield Match(_spot(item, problem), data=_data(problem))


def _data(problem: Problem) -> dict[str, Value]:
    data: dict[str, Value] = {"file": problem.path, "detail": _detail(problem), **problem.data}
    reason = problem.data.get("reason", "")
    return {**data, "reason": REASONS[reason]} if reason in REASONS else data


def _spot(item: Item, problem: Problem) -> Spot:
    part = next((part for part in item.parts if problem.part and part.id == problem.part), None)
    if part is None:
        return Spot(path=problem.path, where=problem.where)
    return Spot(part=part, span=problem.span, where=problem.where)


def _detail(problem: Problem) -> str:
    """Everything that the problem's data says but the file's name: codes and figures, the same in every language."""
    said = (f"{key}: {value}" for key, value in sorted(problem.data.items()) if key not in ("file", "where") and value)
    return "；".join((problem.code, *said))
