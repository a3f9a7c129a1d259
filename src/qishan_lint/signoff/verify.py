"""Verifying a ledger: which signatures on an item count, and what it still waits for.

Signatures are checked before anything that they sign is read. What cannot be an honest record (a bad signature, a
broken chain, a signer without the right) raises TrustError; what an honest office meets (an edit, a missing level, a
return) is told in the verdict.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from qishan_lint.model import Text
from qishan_lint.signoff import canonical, dsse, statement
from qishan_lint.signoff.dsse import Envelope
from qishan_lint.signoff.keys import key_id
from qishan_lint.signoff.ledger import Ledger
from qishan_lint.signoff.policy import Key, Policy
from qishan_lint.signoff.statement import Predicate, Rules, SignedWaiver, Statement

_NOBODY: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Today:
    """What is true of the item today, found anew: never taken from the ledger.

    ``subject`` maps paths to digests. ``waivers`` are the allowances in force with the rules that may be waived.
    """

    day: datetime.date
    subject: Mapping[str, str]
    rules: Rules
    waivers: tuple[SignedWaiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was accepted, level by level, and why the item is not (yet) approved; no reason means approved.

    ``void`` are those of the reasons that more signatures cannot heal: signing begins again at the first level.
    """

    accepted: tuple[Statement, ...]
    reasons: tuple[Text, ...]
    void: tuple[Text, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether every level approved exactly what is there today."""
        return not self.reasons


def judge(
    ledger: Ledger,
    policy: Policy,
    today: Today,
    first_seen: Mapping[str, datetime.date],
    confirmed: Mapping[tuple[str, str], frozenset[str]] = _NOBODY,
) -> Verdict:
    """The verdict on the current revision of ``ledger``.

    ``first_seen`` maps digests of envelopes to the day that a trusted receipt names; without one, keys are judged by
    today. ``confirmed`` maps paper signatures and their scans to the registrars who confirmed them. Raises TrustError
    when the record cannot be trusted.
    """
    accepted = chain(ledger, policy, today.day, first_seen)
    void = tuple(_void(accepted, policy, today)) if accepted else ()
    waits = [] if accepted and accepted[-1].predicate.decision == "return" else _waits(len(accepted), policy)
    waits += _unconfirmed(zip(ledger.current, accepted, strict=True), confirmed)
    return Verdict(accepted, (*void, *waits), void)


def chain(
    ledger: Ledger, policy: Policy, day: datetime.date, first_seen: Mapping[str, datetime.date]
) -> tuple[Statement, ...]:
    """The statements of the current revision, each one authentic, authorised and in its place. Raises TrustError."""
    accepted: list[Statement] = []
    previous = None
    for envelope in ledger.current:
        seen = min(first_seen.get(envelope.digest, day), day)
        signer = _signer(envelope, policy, seen, ledger.item)
        found = statement.read(envelope, ledger.item)
        _authorised(found.predicate, signer, policy, seen, ledger.item)
        _in_place(found.predicate, ledger, len(accepted) + 1, previous, len(policy.levels))
        if accepted:
            _follows(found, accepted, ledger.item)
        accepted.append(found)
        previous = envelope.digest
    return tuple(accepted)


def only_added(before: Sequence[Envelope], now: Sequence[Envelope], where: str) -> None:
    """Refuse a record that lacks envelopes of ``before``, its state on the base branch. Raises TrustError."""
    digests = [one.digest for one in before]
    if [one.digest for one in now[: len(digests)]] != digests:
        raise canonical.refused("签审记录被退回到旧版或删改", "the record was rolled back or rewritten", where)


def _signer(envelope: Envelope, policy: Policy, seen: datetime.date, where: str) -> str:
    """The id of the reviewer whose key made the signature; only then is the statement worth reading."""
    for reviewer in policy.reviewers:
        for key in reviewer.keys:
            if key_id(key.raw) == envelope.keyid and dsse.verified(envelope, key.raw):
                _counts(key, seen, where)
                return reviewer.id
    raise canonical.refused("签名不对，或签名的密钥不在策略里", "bad signature, or a key that the policy lacks", where)


def _counts(key: Key, seen: datetime.date, where: str) -> None:
    if not key.valid(seen):
        raise canonical.refused("密钥未生效、已过期或已吊销", "the key is not yet valid, expired or revoked", where)


def _authorised(found: Predicate, signer: str, policy: Policy, seen: datetime.date, where: str) -> None:
    if not (_by_key(found, signer) or _on_paper(found, signer, policy)):
        raise canonical.refused("签署人与密钥不符", "the signer is not the owner of the key", where)
    signed = datetime.date.fromisoformat(found.signed_on)
    if signed > seen:
        raise canonical.refused("签署日期在未来", "the day of signing lies after the day it was seen", where)
    if not policy.may(found.reviewer, found.level, where, absent=found.on_behalf_of, day=seen):
        raise canonical.refused("签署人无权签这一级或这篇稿件", "the signer may not sign this level or item", where)


def _by_key(found: Predicate, signer: str) -> bool:
    return (found.medium, found.reviewer, found.recorded_by, found.scan) == ("key", signer, None, None)


def _on_paper(found: Predicate, signer: str, policy: Policy) -> bool:
    """Whether a registrar entered the ink of somebody else, with the digest of a scan."""
    scanned = found.scan is not None and re.fullmatch("[0-9a-f]{64}", found.scan) is not None
    entered = found.recorded_by == signer and signer in policy.registrars and found.reviewer != signer
    return found.medium == "wet-ink" and scanned and entered


def _in_place(found: Predicate, ledger: Ledger, level: int, previous: str | None, levels: int) -> None:
    """Position, item, revision and predecessor, which together exclude drops, swaps, repeats and replays."""
    before = ledger.revisions[-2][-1].digest if len(ledger.revisions) > 1 else None
    wanted = (ledger.item, len(ledger.revisions), level, previous, before)
    if (found.item, found.revision, found.level, found.previous, found.supersedes) != wanted or level > levels:
        raise canonical.refused("签署的顺序、稿件或版次不对", "wrong order, item or revision", ledger.item)


def _follows(found: Statement, earlier: Sequence[Statement], where: str) -> None:
    """What a later level signs is what the earlier ones signed, by other people, and not after a return.

    Another day or other rules may find other things in the same files; nothing else may.
    """
    last, this = earlier[-1].predicate, found.predicate
    if last.decision == "return":
        raise canonical.refused("退回之后又有签署", "a signature stands after a return", where)
    if this.signed_on < last.signed_on:
        raise canonical.refused("签署日期倒退", "the days of signing run backwards", where)
    same = (statement.subjects(found), this.waivers) == (statement.subjects(earlier[-1]), last.waivers)
    alike = (this.rules, this.checked_as_of) == (last.rules, last.checked_as_of)
    if not same or (alike and this.findings != last.findings):
        raise canonical.refused("各级签署的内容不一致", "the levels did not sign the same", where)
    powers = {name for one in earlier for name in _powers(one.predicate)}
    if powers & _powers(this):
        raise canonical.refused("同一人签了两级", "one person signed at two levels", where)


def _powers(found: Predicate) -> set[str]:
    """The person who signed, and the one signed for: neither may count at another level."""
    return {found.reviewer} | ({found.on_behalf_of} if found.on_behalf_of else set())


def _waits(accepted: int, policy: Policy) -> list[Text]:
    if accepted == 0:
        return [Text(f"待{policy.levels[0]}签署", "no level has signed")]
    if accepted < len(policy.levels):
        return [Text(f"待{policy.levels[accepted]}签署", f"waits for level {accepted + 1}")]
    return []


def _unconfirmed(
    signed: Iterable[tuple[Envelope, Statement]], confirmed: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[Text]:
    """Each signature on paper that nobody but the one who entered it has compared with the paper."""
    for envelope, found in signed:
        this = found.predicate
        if this.medium == "wet-ink":
            others = confirmed.get((envelope.digest, this.scan or ""), frozenset()) - {this.recorded_by, this.reviewer}
            if not others:
                yield Text(
                    f"待第二名登记人核对{this.level_name}的纸质签字",
                    f"the paper signature at level {this.level} waits for a second registrar",
                )


def _void(accepted: Sequence[Statement], policy: Policy, today: Today) -> list[Text]:
    """Why the accepted signatures do not approve what is there today."""
    last = accepted[-1].predicate
    found = changes(statement.subjects(accepted[-1]), today.subject)
    if last.decision == "return":
        found.append(Text(f"已被{policy.levels[last.level - 1]}退回", f"returned at level {last.level}"))
    vouched = [one.predicate.conclusions for one in accepted if one.predicate.decision == "approve"]
    if not all(each.content and each.secrecy and each.desensitisation for each in vouched):
        found.append(Text("保密审查或脱敏排查没有结论", "an approval lacks a conclusion of the review"))
    if any(one.predicate.errors for one in accepted if one.predicate.decision == "approve"):
        found.append(Text("批准时尚有错误", "an approval was given with open errors"))
    return found + _about_waivers(last, policy, today) + _about_rules(last, policy, today)


def changes(signed: Mapping[str, str], now: Mapping[str, str]) -> list[Text]:
    """Each file that was changed, added or removed since it was signed."""
    words = {"replaced": ("已改动", "changed"), "removed": ("已移除", "removed"), "added": ("新增", "added")}
    return [
        Text(f"{name}：签署后{words[how][0]}", f"{name}: {words[how][1]} since it was signed")
        for name, how in statement.differences(signed, now)
    ]


def _about_waivers(last: Predicate, policy: Policy, today: Today) -> list[Text]:
    found = [
        Text(f"豁免未经签署：{waiver.rule}", f"a waiver that nobody signed: {waiver.rule}")
        for waiver in today.waivers
        if waiver not in last.waivers
    ]
    return found + [
        Text(f"豁免理由过短：{waiver.rule}", f"the reason of a waiver is too short: {waiver.rule}")
        for waiver in today.waivers
        if is_thin(waiver.reason, policy)
    ]


def is_thin(reason: str, policy: Policy) -> bool:
    """Whether ``reason`` has fewer different characters than the policy wants of the reason of a waiver."""
    return len(set("".join(reason.split()))) < policy.reason_characters


def _about_rules(last: Predicate, policy: Policy, today: Today) -> list[Text]:
    """Newer rules leave an approval valid for the policy's number of days; the fresh check judges their findings."""
    age = (today.day - datetime.date.fromisoformat(last.signed_on)).days
    if last.rules == today.rules or age <= policy.rules_grace_days:
        return []
    return [Text("规则已更新，签署过期，需重签", "the rules have changed and the approval is too old: sign again")]
