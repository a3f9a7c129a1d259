"""Where each item stands: which level approved when, whom it waits for, and what changed since which signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from qishan_lint import gate, signing
from qishan_lint.model import Text
from qishan_lint.signing import Office, Shown, Untrusted

State = Literal["approved", "waiting", "returned", "void", "none"]
Outcome = Literal["publishable", "waits", "repair", "untrusted"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One item: a state and a day (``MM-DD``, or empty) for each level and the third party, and what it waits for."""

    item: str
    levels: tuple[tuple[State, str], ...]
    outcome: Outcome
    reasons: tuple[Text, ...]


def of(office: Office, paths: tuple[str, ...] = ()) -> Iterator[Standing]:
    """The standing of each item in ``paths``. Raises UsageError when there is none."""
    for each in signing.survey(office, paths):
        yield _untrusted(office, each) if isinstance(each, Untrusted) else of_shown(office, each)


def _untrusted(office: Office, each: Untrusted) -> Standing:
    nothing: tuple[State, str] = ("none", "")
    return Standing(each.item, (nothing,) * (len(office.policy.levels) + 1), "untrusted", (each.error.message,))


def of_shown(office: Office, shown: Shown) -> Standing:
    """The standing of one item that was checked already."""
    third = gate.third_party(office, shown)
    levels = [_level(shown, number) for number in range(1, len(office.policy.levels) + 1)]
    levels.append(_third(office, shown, waits=bool(third)))
    again = [Text(f"改好后待{office.policy.levels[0]}签", "once repaired it waits for level 1")]
    reasons = (*shown.faults, *shown.reasons, *third, *(again if shown.fresh and shown.accepted else ()))
    returned = any(state in ("returned", "void") for state, _ in levels)
    outcome: Outcome = "publishable"
    if reasons:
        outcome = "repair" if shown.faults or returned else "waits"
    return Standing(shown.item, tuple(levels), outcome, reasons)


def _level(shown: Shown, number: int) -> tuple[State, str]:
    if number > len(shown.accepted):
        return ("waiting", "") if number == shown.level and not shown.faults else ("none", "")
    signed = shown.accepted[number - 1].predicate
    if signed.decision == "return":
        return "returned", signed.signed_on[5:]
    return ("void" if shown.fresh else "approved"), signed.signed_on[5:]


def _third(office: Office, shown: Shown, *, waits: bool) -> tuple[State, str]:
    if not office.policy.external or shown.level != 0:
        return "none", ""
    return ("waiting" if waits else "approved"), ""
