"""Receipts: the day counts only from a trusted key, for the signature it names."""

import datetime
from dataclasses import replace

import msgspec
import pytest

from qishan_lint.errors import TrustError
from qishan_lint.signoff import dsse, receipts
from qishan_lint.signoff.policy import Key
from tests.signoff.test_verify import DAY, GOOD, POLICY, PRIVATE, public

EARLIER = DAY - datetime.timedelta(3)
KEY = PRIVATE["ding"]
# The machine's key stands only among those for receipts.
TRUSTING = msgspec.structs.replace(POLICY, reviewers=POLICY.reviewers[:3], receipts=[Key(public=public("ding").text)])


def receipt(day=EARLIER, by="ding"):
    return receipts.make(GOOD[0], day, PRIVATE[by], public(by).id)


def test_the_earliest_day_counts():
    found = receipts.first_seen([receipt(DAY), receipt(EARLIER)], TRUSTING, DAY)
    assert found == {GOOD[0].digest: EARLIER}


@pytest.mark.parametrize("field", ["_type", "subject", "predicateType", "extra"])
def test_a_receipt_with_another_field_is_refused(field):
    value = {**receipt().statement, field: "x"}
    with pytest.raises(TrustError, match="malformed"):
        receipts.first_seen([dsse.sign(value, KEY, public("ding").id)], TRUSTING, DAY)


@pytest.mark.parametrize("day", ["2026-11-9", "20261122", 3, None])
def test_a_receipt_with_a_bad_day_is_refused(day):
    value = {**receipt().statement, "predicate": {"envelope": GOOD[0].digest, "firstSeen": day}}
    with pytest.raises(TrustError, match="malformed"):
        receipts.first_seen([dsse.sign(value, KEY, public("ding").id)], TRUSTING, DAY)


def test_forged_future_and_foreign_receipts_are_refused():
    revoked = msgspec.structs.replace(TRUSTING, receipts=[Key(public=public("ding").text, revoked=DAY)])
    for one, policy in (
        (receipt(by="jia"), TRUSTING),
        (replace(receipt(), signature=bytes(64)), TRUSTING),
        (GOOD[0], TRUSTING),
        (receipt(DAY + datetime.timedelta(1)), TRUSTING),
        (receipt(), POLICY),
        (receipt(), revoked),
    ):
        with pytest.raises(TrustError):
            receipts.first_seen([one], policy, DAY)
