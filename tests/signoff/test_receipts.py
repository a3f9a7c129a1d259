"""Receipts: the day counts only from a trusted key, for the signature it names."""

import datetime
from dataclasses import replace

import msgspec
import pytest

from qishan_lint.errors import TrustError
from qishan_lint.signoff import dsse, receipts
from qishan_lint.signoff.policy import Key
from tests.refusals import refused
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


MALFORMED = ("回执不合规", "a malformed receipt")
STRANGE = ("回执的签名不可信", "a receipt by a key that is not trusted")
FUTURE = ("回执的日期在将来", "a receipt of a day to come")


def test_what_a_receipt_says_stays_where_it_was():
    """Other programs read it, and what was signed long ago has to count."""
    assert receipt().statement == {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "signoff", "digest": {"sha256": GOOD[0].digest}}],
        "predicateType": receipts.PREDICATE,
        "predicate": {"envelope": GOOD[0].digest, "firstSeen": "2026-11-22"},
    }


@pytest.mark.parametrize("field", ["_type", "subject", "predicateType", "extra"])
def test_a_receipt_with_another_field_is_refused(field):
    value = {**receipt().statement, field: "x"}
    with refused(TrustError, MALFORMED):
        receipts.first_seen([dsse.sign(value, KEY, public("ding").id)], TRUSTING, DAY)


@pytest.mark.parametrize(
    "predicate",
    [
        {"envelope": GOOD[0].digest, "firstSeen": "2026-11-9"},
        {"envelope": GOOD[0].digest, "firstSeen": "20261122"},
        {"envelope": GOOD[0].digest, "firstSeen": 3},
        {"envelope": GOOD[0].digest, "firstSeen": None},
        {"envelope": 3, "firstSeen": "2026-11-22"},
        {"firstSeen": "2026-11-22"},
    ],
)
def test_a_receipt_with_a_bad_day_or_signature_is_refused(predicate):
    value = {**receipt().statement, "predicate": predicate}
    with refused(TrustError, MALFORMED):
        receipts.first_seen([dsse.sign(value, KEY, public("ding").id)], TRUSTING, DAY)


def test_forged_future_and_foreign_receipts_are_refused():
    revoked = msgspec.structs.replace(TRUSTING, receipts=[Key(public=public("ding").text, revoked=DAY)])
    for one, policy, said in (
        (receipt(by="jia"), TRUSTING, STRANGE),
        (replace(receipt(), signature=bytes(64)), TRUSTING, STRANGE),
        (GOOD[0], TRUSTING, STRANGE),
        (receipt(DAY + datetime.timedelta(1)), TRUSTING, FUTURE),
        (receipt(), POLICY, STRANGE),
        (receipt(), revoked, STRANGE),
    ):
        with refused(TrustError, said):
            receipts.first_seen([one], policy, DAY)
