"""The policy: who may sign what, and what it refuses to mean."""

import base64
import datetime

import pytest

from qishan_lint.errors import ConfigError
from qishan_lint.signoff import policy

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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version: 1", "version: 2"),
        ("version: 1", "version: 1\nextra: 1"),
        ("id: yi", "id: jia"),
        ("levels: [2]", "levels: [4]"),
        ("levels: [2]", "levels: [0]"),
        (public(2), public(1)),
        (public(2), public(2)[:-1]),
        (public(2), "AAAA"),
        ("deputy: yi", "deputy: bing"),
        ("deputy: yi", "deputy: who"),
        ("reason: 出差", "reason: ''"),
        ("分管领导", "股室"),
    ],
)
def test_what_a_policy_cannot_mean(old, new):
    assert old in TEXT
    with pytest.raises(ConfigError):
        policy.read(TEXT.replace(old, new), "p")


def test_warnings_name_what_will_go_wrong():
    said = " ".join(text.en for text in policy.warnings(POLICY, TODAY))
    assert "level 2" in said
    assert "jia expires in 6 days" in said
    assert "level 3" not in said
