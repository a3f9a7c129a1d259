"""Attacks on a chain of signatures: each is refused, or told as what it is, and the honest chain passes."""

import datetime
from dataclasses import replace

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from qishan_lint.errors import TrustError
from qishan_lint.signoff import dsse, keys, statement, verify
from qishan_lint.signoff.ledger import Ledger
from qishan_lint.signoff.policy import Delegation, Key, Policy, Reviewer
from qishan_lint.signoff.statement import Conclusions, Predicate, Rules, SignedWaiver
from tests import refusals

DAY = datetime.date(2026, 11, 25)
ITEM = "镇/丰收节.md"
PEOPLE = ("jia", "yi", "bing", "ding")
PRIVATE = {name: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number, name in enumerate(PEOPLE, 1)}
RULES = Rules("1", "c", "d", "e")
WAIVER = SignedWaiver("wording", "f1", "原文引用群众来信")
FILES = {ITEM: "1" * 64, "镇/会场.jpg": "2" * 64}
TODAY = verify.Today(DAY, FILES, RULES, (WAIVER,))


def public(name):
    return keys.PublicKey(name, PRIVATE[name].public_key().public_bytes_raw())


def reviewer(name, level, paths=("镇/**",), **dates):
    return Reviewer(id=name, name=name, levels=level, paths=list(paths), keys=[Key(public=public(name).text, **dates)])


POLICY = Policy(
    version=1,
    levels=["股室", "分管领导", "主要领导"],
    reviewers=[reviewer("jia", [1, 2]), reviewer("yi", [2]), reviewer("bing", [3]), reviewer("ding", [1], ["村/**"])],
    delegations=[
        Delegation(absent="bing", deputy=name, level=3, reason="出差", paths=["**"], valid_from=DAY, valid_until=DAY)
        for name in ("yi", "ding")
    ],
)
BASE = Predicate(
    item=ITEM, revision=1, supersedes=None, level=1, level_name="股室", decision="approve", reviewer="jia",
    on_behalf_of=None, medium="key", recorded_by=None, scan=None, signed_on="2026-11-25", checked_as_of="2026-11-25",
    previous=None, rules=RULES, findings=["f1"], errors=0, warnings=0, waivers=[WAIVER],
    conclusions=Conclusions(True, True, True), comment="",
)  # fmt: skip


def sign(by, subject=FILES, **fields):
    value = statement.make(subject, msgspec.structs.replace(BASE, **{"reviewer": by, **fields}))
    return dsse.sign(value, PRIVATE[by], public(by).id)


def chain(*changes, supersedes=None, revision=1):
    """A chain by the three right people; ``changes`` are fields that differ, by level."""
    found, previous = [], None
    for level, by in enumerate(("jia", "yi", "bing"), 1):
        fields = {"level": level, "previous": previous, "supersedes": supersedes, "revision": revision}
        fields |= changes[level - 1] if level <= len(changes) else {}
        found.append(sign(fields.pop("by", by), **fields))
        previous = found[-1].digest
    return tuple(found)


def judge(found, policy=POLICY, today=TODAY, seen=None, item=ITEM):
    return verify.judge(Ledger(item, found if isinstance(found[0], tuple) else (found,)), policy, today, seen or {})


GOOD = chain()


def test_the_honest_chain_is_approved():
    verdict = judge(GOOD)
    assert verdict.approved
    assert [one.predicate.reviewer for one in verdict.accepted] == ["jia", "yi", "bing"]


def test_a_deputy_may_sign_the_third_level_when_another_signs_the_second():
    other = msgspec.structs.replace(POLICY, reviewers=[*POLICY.reviewers[:3], reviewer("ding", [1])])
    assert judge(chain({}, {}, {"by": "ding", "on_behalf_of": "bing"}), other).approved


REFUSALS = {
    "order": ("签署的顺序、稿件或版次不对", "wrong order, item or revision"),
    "right": ("签署人无权签这一级或这篇稿件", "the signer may not sign this level or item"),
    "twice": ("同一人签了两级", "one person signed at two levels"),
    "owner": ("签署人与密钥不符", "the signer is not the owner of the key"),
    "future": ("签署日期在未来", "the day of signing lies after the day it was seen"),
    "backwards": ("签署日期倒退", "the days of signing run backwards"),
    "differs": ("各级签署的内容不一致", "the levels did not sign the same"),
    "returned": ("退回之后又有签署", "a signature stands after a return"),
    "signature": ("签名不对，或签名的密钥不在策略里", "bad signature, or a key that the policy lacks"),
    "key": ("密钥未生效、已过期或已吊销", "the key is not yet valid, expired or revoked"),
    "rollback": ("签审记录被退回到旧版或删改", "the record was rolled back or rewritten"),
}


def refused(why):
    """The block is refused for this reason and no other, in both languages, naming the item."""
    return refusals.refused(TrustError, REFUSALS[why], ITEM)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (GOOD[1:], "order"),
        (GOOD[::2], "order"),
        ((GOOD[1], GOOD[0], GOOD[2]), "order"),
        ((GOOD[0], GOOD[0]), "order"),
        ((*GOOD, sign("ding", level=4, previous=GOOD[2].digest)), "right"),
        (chain({}, {"by": "jia"}), "twice"),
        (chain({}, {}, {"by": "yi", "on_behalf_of": "bing"}), "twice"),
        (chain({"by": "ding"}), "right"),
        (chain({"by": "bing"}), "right"),
        (chain({"reviewer": "yi"}), "owner"),
        (chain({"item": "镇/别的.md"}), "order"),
        (chain({"revision": 2}), "order"),
        (chain({"supersedes": "0" * 64}), "order"),
        (chain({"signed_on": "2026-11-26"}), "future"),
        (chain({}, {"signed_on": "2026-11-24"}), "backwards"),
        (chain({}, {"subject": {**FILES, ITEM: "3" * 64}}), "differs"),
        (chain({}, {}, {"waivers": []}), "differs"),
        (chain({"waivers": []}, {"waivers": []}), "differs"),
        (chain({}, {"findings": ["f2"]}), "differs"),
        (chain({"decision": "return"}), "returned"),
        (chain({"medium": "wet-ink"}), "owner"),
    ],
)
def test_what_no_honest_record_holds_is_refused(found, why):
    with refused(why):
        judge(found)


@pytest.mark.parametrize("day", ["2026-11-9", "2026-11-31", "２０２６-11-25"])
def test_a_day_that_is_none_is_refused(day):
    with pytest.raises(TrustError, match="date"):
        judge(chain({"signed_on": day}))


def test_no_level_stands_beyond_the_last():
    """Even when the policy lets somebody sign it."""
    more = msgspec.structs.replace(POLICY, reviewers=[*POLICY.reviewers[:3], reviewer("ding", [4])])
    with refused("order"):
        judge((*GOOD, sign("ding", level=4, previous=GOOD[2].digest)), more)


def test_who_is_signed_for_may_not_sign_another_level():
    other = msgspec.structs.replace(
        POLICY,
        reviewers=[*POLICY.reviewers[:2], reviewer("bing", [2, 3]), reviewer("ding", [1])],
    )
    with refused("twice"):
        judge(chain({}, {"by": "bing"}, {"by": "ding", "on_behalf_of": "bing"}), other)


PAPER = {"medium": "wet-ink", "reviewer": "yi", "recorded_by": "ding", "scan": "5" * 64}
REGISTRARS = msgspec.structs.replace(POLICY, registrars=["ding"])


@pytest.mark.parametrize(
    "changed",
    [
        {"scan": None},
        {"scan": "5" * 63},
        {"scan": "5" * 63 + "F"},
        {"medium": "key"},
        {"recorded_by": None},
        {"recorded_by": "jia"},
        {"reviewer": "ding"},
    ],
)
def test_ink_is_entered_by_a_registrar_with_a_scan(changed):
    found = chain({}, {"by": "ding", **PAPER})
    (waits,) = judge(found, REGISTRARS).reasons
    assert waits.en == "the paper signature at level 2 waits for a second registrar"
    with refused("owner"):
        judge(chain({}, {"by": "ding", **PAPER, **changed}), REGISTRARS)
    with refused("owner"):
        judge(found)  # nobody is a registrar


@pytest.mark.parametrize("changed", [{"level": True}, {"extra": 1}, {"errors": "0"}, {"decision": "withdraw"}])
def test_other_fields_than_the_signed_ones_are_refused(changed):
    value = statement.make(FILES, BASE)
    value["predicate"] |= changed
    with pytest.raises(TrustError):
        judge((dsse.sign(value, PRIVATE["jia"], public("jia").id),))


@pytest.mark.parametrize("level", range(3))
def test_a_changed_statement_or_signature_is_refused(level):
    forged = list(GOOD)
    forged[level] = replace(forged[level], signature=bytes(64))
    edited = list(GOOD)
    edited[level] = replace(edited[level], statement={**edited[level].statement, "subject": []})
    for found in (forged, edited):
        with refused("signature"):
            judge(tuple(found))


@pytest.mark.parametrize(
    ("found", "today", "zh", "en"),
    [
        (GOOD[:1], TODAY, "待分管领导签署", "waits for level 2"),
        (GOOD[:2], TODAY, "待主要领导签署", "waits for level 3"),
        (
            (GOOD[0], sign("yi", level=2, previous=GOOD[0].digest, decision="return", comment="重写")),
            TODAY,
            "已被分管领导退回",
            "returned at level 2",
        ),
        (
            GOOD,
            replace(TODAY, subject={**FILES, ITEM: "9" * 64}),
            f"{ITEM}：签署后已改动",
            f"{ITEM}: changed since it was signed",
        ),
        (
            GOOD,
            replace(TODAY, subject={ITEM: FILES[ITEM]}),
            "镇/会场.jpg：签署后已移除",
            "镇/会场.jpg: removed since it was signed",
        ),
        (
            GOOD,
            replace(TODAY, subject={**FILES, "镇/b.jpg": "4" * 64}),
            "镇/b.jpg：签署后新增",
            "镇/b.jpg: added since it was signed",
        ),
        (
            GOOD,
            replace(TODAY, waivers=(WAIVER, SignedWaiver("x", "f3", WAIVER.reason))),
            "豁免未经签署：x",
            "a waiver that nobody signed: x",
        ),
        (
            GOOD,
            replace(TODAY, waivers=(msgspec.structs.replace(WAIVER, reason="原文引用另一封来信"),)),
            "豁免未经签署：wording",
            "a waiver that nobody signed: wording",
        ),
        (
            GOOD,
            replace(TODAY, day=DAY + datetime.timedelta(366), rules=Rules("2", "c", "d", "e")),
            "规则已更新，签署过期，需重签",
            "the rules have changed and the approval is too old: sign again",
        ),
        (chain(*[{"errors": 1}] * 3), TODAY, "批准时尚有错误", "an approval was given with open errors"),
        (
            chain({}, {"conclusions": Conclusions(True, False, True)}),
            TODAY,
            "保密审查或脱敏排查没有结论",
            "an approval lacks a conclusion of the review",
        ),
    ],
)
def test_what_an_honest_office_meets_is_told(found, today, zh, en):
    verdict = judge(found, today=today)
    assert not verdict.approved
    assert [(reason.zh, reason.en) for reason in verdict.reasons] == [(zh, en)]


def test_the_least_reason_that_the_policy_takes_is_taken():
    assert POLICY.reason_characters > 1
    enough = "".join(chr(0x4E00 + number) for number in range(POLICY.reason_characters))
    assert not verify.is_thin(enough, POLICY)
    assert verify.is_thin(enough[1:] + enough[1], POLICY)


def test_a_filler_is_no_reason():
    filler = SignedWaiver("wording", "f1", "无 无 无 无 无 无 无")
    verdict = judge(chain(*[{"waivers": [filler]}] * 3), today=replace(TODAY, waivers=(filler,)))
    (reason,) = verdict.reasons
    assert (reason.zh, reason.en) == ("豁免理由过短：wording", "the reason of a waiver is too short: wording")


def test_newer_rules_and_another_day_alone_do_not_unsign():
    newer = Rules("2", "x", "y", "z")
    assert judge(GOOD, today=replace(TODAY, day=DAY + datetime.timedelta(365), rules=newer)).approved
    assert judge(GOOD, today=replace(TODAY, day=DAY + datetime.timedelta(3650))).approved


@pytest.mark.parametrize("dates", [{"valid_until": DAY}, {"revoked": DAY + datetime.timedelta(1)}])
def test_a_key_is_judged_by_the_day_it_was_first_seen_not_the_day_it_claims(dates):
    bounded = msgspec.structs.replace(POLICY, reviewers=[reviewer("jia", [1], **dates), *POLICY.reviewers[1:]])
    later = replace(TODAY, day=DAY + datetime.timedelta(1))
    assert judge(GOOD, bounded).approved
    with refused("key"):
        judge(GOOD, bounded, later)
    assert judge(GOOD, bounded, later, {GOOD[0].digest: DAY}).approved
    with refused("key"):
        judge(GOOD, bounded, later, {GOOD[1].digest: DAY})


def test_a_ledger_is_another_items_after_a_rename():
    with pytest.raises(TrustError):
        judge(GOOD, item="镇/改名.md")


def test_a_second_revision_names_the_first():
    second = chain(revision=2, supersedes=GOOD[2].digest)
    assert judge((GOOD, second)).approved
    for found in ((second,), (GOOD[:2], second), (GOOD, chain(revision=2)), (GOOD, GOOD)):
        with pytest.raises(TrustError):
            judge(found)


def test_signatures_are_only_ever_added():
    first, both = Ledger(ITEM, (GOOD,)), Ledger(ITEM, (GOOD, chain(revision=2, supersedes=GOOD[2].digest)))
    verify.only_added(first.envelopes, both.envelopes, ITEM)
    for now in (first, Ledger(ITEM), Ledger(ITEM, (GOOD[:2],))):
        with refused("rollback"):
            verify.only_added(both.envelopes, now.envelopes, ITEM)
