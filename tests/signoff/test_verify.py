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


@pytest.mark.parametrize(
    "found",
    [
        GOOD[1:],
        GOOD[::2],
        (GOOD[1], GOOD[0], GOOD[2]),
        (GOOD[0], GOOD[0]),
        (*GOOD, sign("ding", level=4, previous=GOOD[2].digest)),
        chain({}, {"by": "jia"}),
        chain({}, {}, {"by": "yi", "on_behalf_of": "bing"}),
        chain({"by": "ding"}),
        chain({"by": "bing"}),
        chain({"reviewer": "yi"}),
        chain({"item": "镇/别的.md"}),
        chain({"revision": 2}),
        chain({"supersedes": "0" * 64}),
        chain({"signed_on": "2026-11-26"}),
        chain({}, {"signed_on": "2026-11-24"}),
        chain({"signed_on": "2026-11-9"}),
        chain({"signed_on": "2026-11-31"}),
        chain({"signed_on": "２０２６-11-25"}),
        chain({}, {"subject": {**FILES, ITEM: "3" * 64}}),
        chain({}, {}, {"waivers": []}),
        chain({"waivers": []}, {"waivers": []}),
        chain({}, {"findings": ["f2"]}),
        chain({"decision": "return"}),
        chain({"medium": "wet-ink"}),
    ],
)
def test_what_no_honest_record_holds_is_refused(found):
    with pytest.raises(TrustError):
        judge(found)


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
        with pytest.raises(TrustError, match="signature"):
            judge(tuple(found))


@pytest.mark.parametrize(
    ("found", "today", "said"),
    [
        (GOOD[:1], TODAY, "waits for level 2"),
        (GOOD[:2], TODAY, "waits for level 3"),
        ((sign("jia", decision="return", comment="重写"),), TODAY, "returned at level 1"),
        (GOOD, replace(TODAY, subject={**FILES, ITEM: "9" * 64}), "changed"),
        (GOOD, replace(TODAY, subject={ITEM: FILES[ITEM]}), "removed"),
        (GOOD, replace(TODAY, subject={**FILES, "镇/b.jpg": "4" * 64}), "added"),
        (GOOD, replace(TODAY, waivers=(WAIVER, SignedWaiver("x", "f3", WAIVER.reason))), "nobody signed"),
        (GOOD, replace(TODAY, waivers=(msgspec.structs.replace(WAIVER, reason="另一个理由"),)), "nobody signed"),
        (GOOD, replace(TODAY, day=DAY + datetime.timedelta(366), rules=Rules("2", "c", "d", "e")), "sign again"),
        (chain(*[{"errors": 1}] * 3), TODAY, "open errors"),
        (chain({}, {"conclusions": Conclusions(True, False, True)}), TODAY, "conclusion"),
    ],
)
def test_what_an_honest_office_meets_is_told(found, today, said):
    verdict = judge(found, today=today)
    assert not verdict.approved
    assert any(said in reason.en for reason in verdict.reasons)


def test_a_filler_is_no_reason():
    filler = SignedWaiver("wording", "f1", "无 无 无 无 无 无 无")
    verdict = judge(chain(*[{"waivers": [filler]}] * 3), today=replace(TODAY, waivers=(filler,)))
    assert [reason.en for reason in verdict.reasons] == ["the reason of a waiver is too short: wording"]


def test_newer_rules_and_another_day_alone_do_not_unsign():
    newer = Rules("2", "x", "y", "z")
    assert judge(GOOD, today=replace(TODAY, day=DAY + datetime.timedelta(365), rules=newer)).approved
    assert judge(GOOD, today=replace(TODAY, day=DAY + datetime.timedelta(3650))).approved


@pytest.mark.parametrize("dates", [{"valid_until": DAY}, {"revoked": DAY + datetime.timedelta(1)}])
def test_a_key_is_judged_by_the_day_it_was_first_seen_not_the_day_it_claims(dates):
    bounded = msgspec.structs.replace(POLICY, reviewers=[reviewer("jia", [1], **dates), *POLICY.reviewers[1:]])
    later = replace(TODAY, day=DAY + datetime.timedelta(1))
    assert judge(GOOD, bounded).approved
    with pytest.raises(TrustError, match="key"):
        judge(GOOD, bounded, later)
    assert judge(GOOD, bounded, later, {GOOD[0].digest: DAY}).approved
    with pytest.raises(TrustError, match="key"):
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
        with pytest.raises(TrustError):
            verify.only_added(both.envelopes, now.envelopes, ITEM)
