"""The policy: who may sign what, and what it refuses to mean."""

import base64
import datetime

import pytest

from qishan_lint.errors import ConfigError
from qishan_lint.signoff import policy
from tests.refusals import refused

TODAY = datetime.date(2026, 11, 25)


def public(number):
    return base64.b64encode(bytes([number]) * 32).decode()


TEXT = f"""
version: 1
levels: [股室, 分管领导, 主要领导]
reviewers:
  - {{id: jia, name: 甲, levels: [1], paths: ["凤鸣镇/**"], keys: [{{public: "{public(1)}", valid-until: 2026-12-01}}]}}
  - {{id: yi, name: 乙, levels: [2], paths: ["**"], keys: [{{public: "{public(2)}", revoked: 2026-11-25}}]}}
  - {{id: bing, name: 丙, levels: [3], paths: ["**"], keys: [{{public: "{public(3)}"}}]}}
delegations:
  - {{absent: bing, deputy: yi, level: 3, reason: 出差, paths: ["凤鸣镇/**"],
     valid-from: 2026-11-01, valid-until: 2026-11-25}}
"""
POLICY = policy.read(TEXT, "p")


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("凤鸣镇/**", "凤鸣镇/2026/a.md", True),
        ("凤鸣镇/*", "凤鸣镇/a.md", True),
        ("凤鸣镇/*", "凤鸣镇/2026/a.md", False),
        ("凤鸣镇/*", "凤鸣镇2/a.md", False),
        ("凤鸣镇", "凤鸣镇/a.md", False),
        ("**", "a/b.md", True),
        ("**/a.md", "a.md", True),
        ("**/a.md", "x/y/a.md", True),
        ("**/a.md", "x/ya.md", False),
        ("a?.md", "a/.md", False),
        ("a[0-9].md", "a1.md", False),
        ("a[0-9].md", "a[0-9].md", True),
        ("a.md", "a-md", False),
    ],
)
def test_globs_do_not_cross_folders(glob, path, matches):
    assert policy.covers([glob], path) is matches


@pytest.mark.parametrize(
    ("who", "level", "item", "absent", "day", "allowed"),
    [
        ("jia", 1, "凤鸣镇/a.md", None, TODAY, True),
        ("jia", 2, "凤鸣镇/a.md", None, TODAY, False),
        ("jia", 1, "雍川镇/a.md", None, TODAY, False),
        ("nobody", 1, "凤鸣镇/a.md", None, TODAY, False),
        ("yi", 3, "凤鸣镇/a.md", None, TODAY, False),
        ("yi", 3, "凤鸣镇/a.md", "bing", TODAY, True),
        ("yi", 2, "凤鸣镇/a.md", "bing", TODAY, False),
        ("yi", 3, "雍川镇/a.md", "bing", TODAY, False),
        ("yi", 3, "凤鸣镇/a.md", "bing", datetime.date(2026, 11, 26), False),
        ("yi", 3, "凤鸣镇/a.md", "bing", datetime.date(2026, 10, 31), False),
        ("jia", 3, "凤鸣镇/a.md", "yi", TODAY, False),
        ("jia", 3, "凤鸣镇/a.md", "bing", TODAY, False),
    ],
)
def test_who_may_sign(who, level, item, absent, day, allowed):
    assert POLICY.may(who, level, item, absent=absent, day=day) is allowed


def test_a_key_counts_on_its_days_only():
    jia, yi, _ = POLICY.reviewers
    assert jia.keys[0].valid(datetime.date(2026, 12, 1))
    assert not jia.keys[0].valid(datetime.date(2026, 12, 2))
    assert yi.keys[0].valid(datetime.date(2026, 11, 24))
    assert not yi.keys[0].valid(TODAY)


NAMES = ("审核人或层级重名", "two reviewers or two levels have one name")
TWICE = ("同一密钥用了两次", "a key is used twice")
MALFORMED = ("公钥写得不对", "a public key is malformed")
NO_LEVEL = ("层级超出范围", "there is no such level")
STRANGERS = ("代签或登记人写的审核人不对", "a delegation or the registrars name wrong reviewers")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: yi", "id: jia", NAMES),
        ("分管领导", "股室", NAMES),
        (public(2), public(1), TWICE),
        ("version: 1", f'version: 1\nreceipts: [{{public: "{public(1)}"}}]', TWICE),
        ("version: 1", f'version: 1\nplatforms: [{{public: "{public(1)}"}}]', TWICE),
        (public(2), public(2)[:-1], MALFORMED),
        (public(2), "AAAA", MALFORMED),
        (public(2), public(2)[:-2] + "J=", MALFORMED),
        ("levels: [2]", "levels: [4]", NO_LEVEL),
        ("levels: [2]", "levels: [0]", NO_LEVEL),
        ("level: 3", "level: 4", NO_LEVEL),
        ("deputy: yi", "deputy: bing", STRANGERS),
        ("deputy: yi", "deputy: who", STRANGERS),
        ("absent: bing", "absent: who", STRANGERS),
        ("version: 1", "version: 1\nregistrars: [who]", STRANGERS),
    ],
)
def test_what_a_policy_cannot_mean(old, new, said):
    assert old in TEXT
    with refused(ConfigError, said, "p"):
        policy.read(TEXT.replace(old, new), "p")


@pytest.mark.parametrize(
    ("old", "new"),
    [("version: 1", "version: 2"), ("version: 1", "version: 1\nextra: 1"), ("reason: 出差", "reason: ''")],
)
def test_what_a_policy_cannot_say(old, new):
    with pytest.raises(ConfigError):
        policy.read(TEXT.replace(old, new), "p")


def said(text, today=TODAY):
    return [(one.zh, one.en) for one in policy.warnings(policy.read(text, "p"), today)]


NOBODY = ("“分管领导”没有人有有效密钥", "nobody has a valid key for level 2 (分管领导)")


def test_warnings_name_what_will_go_wrong():
    assert said(TEXT) == [NOBODY, ("甲的密钥 6 天后到期", "the key of jia expires in 6 days")]


@pytest.mark.parametrize(("day", "left"), [(1, 30), (31, 0), (0, None), (32, None)])
def test_a_key_is_told_in_its_last_thirty_days(day, left):
    told = [en for _, en in said(TEXT, datetime.date(2026, 10, 31) + datetime.timedelta(day)) if "expires" in en]
    assert told == ([] if left is None else [f"the key of jia expires in {left} days"])


def test_several_levels_and_long_delegations_are_told():
    text = TEXT.replace("revoked: 2026-11-25", "").replace("valid-until: 2026-12-01", "")
    assert said(text) == []
    assert said(text.replace("levels: [2]", "levels: [2, 3]")) == [
        ("乙可签多级，同一稿件只能签一级", "yi has several levels, one an item counts")
    ]
    assert said(text.replace("valid-until: 2026-11-25", "valid-until: 2026-12-01")) == []
    assert said(text.replace("valid-until: 2026-11-25", "valid-until: 2026-12-02")) == [
        ("bing的代签超过 30 天", "the delegation of bing exceeds 30 days")
    ]
