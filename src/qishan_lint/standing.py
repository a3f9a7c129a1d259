"""Where each item stands: which level approved when, whom it waits for, and what changed since which signature."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qishan_lint import gate, signing, since
from qishan_lint.model import Text
from qishan_lint.signing import Office, Shown, Untrusted
from qishan_lint.signoff import statement
from qishan_lint.since import Since

State = Literal["approved", "waiting", "returned", "void", "none"]
Outcome = Literal["publishable", "waits", "repair", "untrusted"]


MOST_NAMED = 3
"""People that are named where several may sign."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One item: a state and a day (``MM-DD``, or empty) for each level and the third party, and what it waits for.

    ``level`` is the level that it waits for, 0 for none. ``headline`` says who has to do what, ``reasons`` say why in
    full. ``since`` is what changed since the last signature, if that was asked for.
    """

    item: str
    levels: tuple[tuple[State, str], ...]
    outcome: Outcome
    level: int
    headline: Text
    reasons: tuple[Text, ...]
    since: Since | None = None


def of(office: Office, paths: tuple[str, ...] = (), *, compare: bool = False) -> Iterator[Standing]:
    """The standing of each item in ``paths``, what changed in it with ``compare``. Raises UsageError when there is none."""
    for each in signing.survey(office, paths):
        if isinstance(each, Untrusted):
            yield _untrusted(office, each)
        else:
            found = of_shown(office, each)
            yield replace(found, since=since.of(office, each)) if compare else found


def _untrusted(office: Office, each: Untrusted) -> Standing:
    nothing: tuple[State, str] = ("none", "")
    states = (nothing,) * (len(office.policy.levels) + 1)
    return Standing(each.item, states, "untrusted", 0, Text("信任错误", "not trusted"), (each.error.message,))


def of_shown(office: Office, shown: Shown) -> Standing:
    """The standing of one item that was checked already."""
    third = gate.third_party(office, shown)
    levels = [_level(shown, number) for number in range(1, len(office.policy.levels) + 1)]
    levels.append(_third(office, shown, waits=bool(third)))
    reasons = (*shown.faults, *shown.reasons, *third)
    outcome: Outcome = "publishable"
    if reasons:
        ended = shown.fresh and bool(shown.accepted)
        outcome = "repair" if shown.faults or ended else "waits"
    headline = _headline(office, shown, outcome, reasons)
    return Standing(shown.item, tuple(levels), outcome, shown.level, headline, reasons)


def _headline(office: Office, shown: Shown, outcome: Outcome, reasons: Sequence[Text]) -> Text:
    """Who has to do what."""
    last = shown.accepted[-1].predicate if shown.accepted else None
    if outcome == "publishable":
        return _publishable(office, shown)
    if shown.faults:
        return _faulty(shown)
    if last is not None and last.decision == "return":
        return Text(f"等经办人修改：“{last.comment}”", f"waits for its author: “{last.comment}”")
    return _awaited(office, shown) if shown.level else reasons[0]


def _publishable(office: Office, shown: Shown) -> Text:
    """That it may be published, and until when, where newer rules have come out since it was signed."""
    last = shown.accepted[-1].predicate
    if last.rules == shown.rules:
        return Text("可以发布", "publishable")
    until = datetime.date.fromisoformat(last.signed_on) + datetime.timedelta(office.policy.rules_grace_days)
    return Text(f"可以发布，规则已更新，签审 {until} 前有效", f"publishable until {until}: the rules are newer")


def _faulty(shown: Shown) -> Text:
    fixed = sum(not one.finding.waivable for one in shown.result.waivers)
    errors = len(shown.faults) - fixed
    zh, en = f"等经办人修改：{errors} 处错误", f"waits for its author: {errors} errors"
    return Text(f"{zh}，{fixed} 处不可豁免", f"{en}, {fixed} that cannot be waived") if fixed else Text(zh, en)


def _awaited(office: Office, shown: Shown) -> Text:
    """Whose signature is waited for, and how long already."""
    level = office.policy.levels[shown.level - 1]
    if shown.fresh and shown.accepted:
        changed = _changed(shown)
        return Text(f"等{level}重新审签：{changed.zh}", f"waits for level 1 to sign again: {changed.en}")
    may = (
        one.name for one in office.policy.reviewers
        if office.policy.may(one.id, shown.level, shown.item, absent=None, day=office.day)
    )  # fmt: skip
    names = list(itertools.islice(may, MOST_NAMED + 1))
    people = "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
    zh, en = f"等{level} {people}".rstrip(), f"waits for level {shown.level} {', '.join(names[:MOST_NAMED])}".rstrip()
    if not shown.accepted:
        return Text(zh, en)
    days = (office.day - datetime.date.fromisoformat(shown.accepted[-1].predicate.signed_on)).days
    return Text(f"{zh}，已等 {days} 天", f"{en}, for {days} days")


def _changed(shown: Shown) -> Text:
    """What of an approved item is not what was approved, in short."""
    changed = statement.differences(statement.subjects(shown.accepted[-1]), shown.subject)
    found = since.count(changed, shown.result.path)
    zh = {
        "article": "签后正文有改动",
        "photo": f"换了 {found['photo']} 张照片",
        "other": f"改了 {found['other']} 个附件",
    }
    en = {
        "article": "the text was changed", "photo": f"{found['photo']} photos were replaced",
        "other": f"{found['other']} attachments were changed",
    }  # fmt: skip
    kinds = [kind for kind in zh if found[kind]]
    if not kinds:
        return Text("豁免或规则有变化", "allowances or rules have changed")
    return Text("，".join(zh[kind] for kind in kinds), ", ".join(en[kind] for kind in kinds))


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
