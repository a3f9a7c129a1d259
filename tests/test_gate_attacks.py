"""Attempts to publish what was not approved, in one change of a repository: none passes the gate, the honest item does."""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import yaml

from qishan_lint import gate, runner, signing, trust
from qishan_lint.cache import Cache
from qishan_lint.checker import Checker
from qishan_lint.errors import UsageError
from qishan_lint.settings import Choice
from qishan_lint.signing import Order
from qishan_lint.signoff import ledger
from qishan_lint.signoff.known import Sources
from qishan_lint.signoff.mentions import Mentions
from tests.signoff.test_verify import POLICY, PRIVATE, public
from tests.trees import git, jpeg, plant

DAY = datetime.date(2026, 11, 25)
ITEM, OTHER = "镇/a.md", "镇/b.md"
ARTICLE = """---
title: 丰收节开幕
date: 2026-11-20
source: 县文旅局
---

丰收节在凤鸣镇开幕。

![开幕式现场](会场.jpg)

[活动安排](安排.csv)
"""
CONFIGURATION = "extends: none\nselect: [wording/wrong-word, sensitive/secrecy-mark]\n"
LEDGER = f".qishan/signoffs/{ITEM}.json"


def _sign(root: Path, item: str, *people: str) -> None:
    office = signing.Office(root, POLICY, DAY)
    for by in people:
        (shown,) = signing.look(office, (item,))
        signing.sign(office, shown, shown.digest, Order(shown.level), (public(by), PRIVATE[by]))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose first item all levels have approved twice, an older version first."""
    root = tmp_path_factory.mktemp("attacks") / "site"
    policy = yaml.safe_dump(msgspec.to_builtins(POLICY), allow_unicode=True)
    plant(root, {"qishan-lint.yaml": CONFIGURATION, ".qishan/policy.yaml": policy, "镇/会场.jpg": jpeg(200)})
    plant(
        root,
        {
            "镇/安排.csv": "时间,地点\n上午,广场\n",
            ITEM: ARTICLE.replace("开幕。", "开幕，有旧数字。"),
            OTHER: "# 另一篇\n\n正文。\n",
        },
    )
    plant(root, {".qishanignore": "草稿/\n"})
    _sign(root, ITEM, "jia", "yi", "bing")
    shutil.copy(root / LEDGER, root.parent / "old-ledger.json")
    plant(root, {ITEM: ARTICLE})
    _sign(root, ITEM, "jia", "yi", "bing")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    return root


@pytest.fixture
def root(begun: Path, tmp_path: Path) -> Path:
    """A copy for one attack, with what the attacker has kept beside it."""
    shutil.copytree(begun, tmp_path / "site", symlinks=True)
    shutil.copy(begun.parent / "old-ledger.json", tmp_path / "old-ledger.json")
    return tmp_path / "site"


def passing(root: Path) -> set[str]:
    """The items that the gate lets pass; what it refuses to judge passes not."""
    try:
        trusted = replace(trust.of_revision(root, "main"), base=trust.base_records(root, "main"))
        office = signing.Office(root, trusted.policy, DAY)
        return {one.item for one in gate.decide(office, (), trusted) if not one.reasons}
    except UsageError:
        return set()


def _edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    def attack(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return attack


def _record(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
    def attack(root: Path) -> None:
        value = json.loads((root / LEDGER).read_text(encoding="utf-8"))
        change(value)
        (root / LEDGER).write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")

    return attack


def _last(value: dict[str, object]) -> list[object]:
    revisions = value["revisions"]
    assert isinstance(revisions, list)
    return revisions[-1]


def _drop(value: dict[str, object]) -> None:
    _last(value).pop(1)


def _reorder(value: dict[str, object]) -> None:
    _last(value).reverse()


def _double(value: dict[str, object]) -> None:
    _last(value).append(_last(value)[-1])


def _first_revision_only(value: dict[str, object]) -> None:
    revisions = value["revisions"]
    assert isinstance(revisions, list)
    del revisions[1:]


def _unsigned_field(value: dict[str, object]) -> None:
    signature = _last(value)[0]
    assert isinstance(signature, dict)
    signature["note"] = "x"


def _rollback(root: Path) -> None:
    """The older version with its own old signatures, which were good once."""
    plant(root, {ITEM: ARTICLE.replace("开幕。", "开幕，有旧数字。")})
    shutil.copy(root.parent / "old-ledger.json", root / LEDGER)


def _swap(root: Path) -> None:
    (root / "镇/会场.jpg").write_bytes(jpeg(90))


def _rename(root: Path) -> None:
    (root / ITEM).rename(root / "镇/c.md")
    (root / LEDGER).rename(root / LEDGER.replace("a.md", "c.md"))


def _replay(root: Path) -> None:
    plant(root, {OTHER: ARTICLE})
    text = (root / LEDGER).read_text(encoding="utf-8")
    plant(root, {LEDGER.replace("a.md", "b.md"): text.replace(ITEM, OTHER)})


def _another_case(root: Path) -> None:
    plant(root, {"镇/会场.JPG": jpeg(10)})


def _link(root: Path) -> None:
    (root / "镇/会场.jpg").rename(root.parent / "elsewhere.jpg")
    (root / "镇/会场.jpg").symlink_to(root.parent / "elsewhere.jpg")


def _pointer(root: Path) -> None:
    oid = "0" * 64
    (root / "镇/会场.jpg").write_text(
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize 9\n", encoding="utf-8"
    )


def _linked_folder(root: Path) -> None:
    (root / "镇").rename(root.parent / "elsewhere")
    (root / "镇").symlink_to(root.parent / "elsewhere", target_is_directory=True)


def _linked_ledger(root: Path) -> None:
    (root / LEDGER).rename(root.parent / "ledger.json")
    (root / LEDGER).symlink_to(root.parent / "ledger.json")


def _weaker(path: str, text: str) -> Callable[[Path], object]:
    return lambda root: plant(root, {path: text, ITEM: ARTICLE.replace("开幕。", "开幕。请登陆系统。")})


ATTACKS: dict[str, Callable[[Path], object]] = {
    "edit of the text": _edit(ITEM, "凤鸣镇", "石桥镇"),
    "edit of the title": _edit(ITEM, "title: 丰收节", "title: 丰年节"),
    "edit of the metadata": _edit(ITEM, "source: 县文旅局", "source: 县政府"),
    "edit of a caption": _edit(ITEM, "开幕式现场", "闭幕式现场"),
    "a look-alike character": _edit(ITEM, "2026-11-20", "2026-11-２0"),
    "edit of an attachment": _edit("镇/安排.csv", "广场", "礼堂"),
    "another photo of the same name": _swap,
    "one photo more": _edit(ITEM, "[活动安排]", "![](会场.jpg?v=2)\n\n[活动安排]"),
    "a picture that the reader does not parse": _edit(
        ITEM, "[活动安排]", '<object data="x.jpg"></object>\n\n[活动安排]'
    ),
    "a level dropped": _record(_drop),
    "levels in another order": _record(_reorder),
    "a level twice": _record(_double),
    "only the first revision": _record(_first_revision_only),
    "a field that nobody signed": _record(_unsigned_field),
    "duplicate keys": _edit(LEDGER, '"item":', '"item": "x", "item":'),
    "rollback with old signatures": _rollback,
    "rename": _rename,
    "a name that differs by case": _another_case,
    "a link in place of a photo": _link,
    "a pointer in place of a photo": _pointer,
    "a linked ledger": _linked_ledger,
    "a linked folder": _linked_folder,
    "a pointer before the text": lambda root: plant(
        root, {ITEM: f"version https://git-lfs.github.com/spec/v1\n\n{ARTICLE}"}
    ),
    "weaker configuration": _weaker("qishan-lint.yaml", "extends: none\nselect: []\n"),
    "a configuration nearer to the item": _weaker("镇/qishan-lint.yaml", "extends: none\nselect: []\n"),
    "a project file with our table": _weaker("pyproject.toml", "[tool.qishan-lint]\nignore = ['wording/wrong-word']\n"),
    "an item ignored": lambda root: plant(root, {".qishanignore": "镇/\n"}),
    "a secrecy mark allowed": _edit(
        ITEM,
        "丰收节在",
        "<!-- qishan-lint: allow sensitive/secrecy-mark because 经领导同意公开 -->\n\n机密★10年\n\n丰收节在",
    ),
    "an allowance added late": _edit(
        ITEM, "丰收节在", "<!-- qishan-lint: allow wording/wrong-word because 引用来信的原文 -->\n\n丰收节在"
    ),
}


def test_the_honest_item_passes_and_nothing_else(root: Path) -> None:
    assert passing(root) == {ITEM}


@pytest.mark.parametrize("name", ATTACKS)
def test_attack(root: Path, name: str) -> None:
    ATTACKS[name](root)
    assert passing(root) == set()


def test_a_replay_on_another_item_opens_nothing(root: Path) -> None:
    _replay(root)
    assert passing(root) == {ITEM}


def test_the_policy_of_the_change_is_not_taken(root: Path) -> None:
    """One signature would do under it; the gate asks that of the base branch."""
    one = msgspec.structs.replace(POLICY, levels=["股室"], reviewers=POLICY.reviewers[:1], delegations=[])
    alone = msgspec.structs.replace(one.reviewers[0], levels=[1])
    text = yaml.safe_dump(msgspec.to_builtins(msgspec.structs.replace(one, reviewers=[alone])))
    plant(root, {ITEM: ARTICLE.replace("凤鸣镇", "石桥镇"), ".qishan/policy.yaml": text})
    _sign(root, ITEM, "jia")
    assert passing(root) == set()


def test_an_edit_that_is_signed_again_passes(root: Path) -> None:
    """The other side: the gate does not lock an office out."""
    plant(root, {ITEM: ARTICLE.replace("凤鸣镇", "石桥镇")})
    _sign(root, ITEM, "jia", "yi", "bing")
    assert passing(root) == {ITEM}
    assert len(ledger.load(root, ITEM).revisions) == 3


@pytest.mark.parametrize(("people", "level"), [(("jia",), "jia"), (("jia", "yi"), "yi"), (("ding",), "ding")])
def test_nobody_signs_twice_or_elsewhere(root: Path, people: tuple[str, ...], level: str) -> None:
    """jia may sign two levels, one an item; yi deputises for bing and has signed; ding has other paths."""
    plant(root, {ITEM: ARTICLE.replace("凤鸣镇", "石桥镇")})
    office = signing.Office(root, POLICY, DAY)
    for by in people[:-1] if level == "ding" else people:
        _sign(root, ITEM, by)
    (shown,) = signing.look(office, (ITEM,))
    absent = "bing" if level == "yi" else None
    with pytest.raises(UsageError):
        signing.sign(
            office, shown, shown.digest, Order(shown.level, on_behalf_of=absent), (public(level), PRIVATE[level])
        )
    assert passing(root) == set()


def _merge_policy(root: Path, **dates: datetime.date) -> None:
    """Merge a policy under which the key of jia has ``dates``."""
    jia, *others = POLICY.reviewers
    (key,) = jia.keys
    limited = msgspec.structs.replace(jia, keys=[msgspec.structs.replace(key, **dates)])
    policy = msgspec.structs.replace(POLICY, reviewers=[limited, *others])
    plant(root, {".qishan/policy.yaml": yaml.safe_dump(msgspec.to_builtins(policy), allow_unicode=True)})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "policy")


@pytest.mark.parametrize("dates", [{"valid_until": DAY}, {"revoked": DAY + datetime.timedelta(1)}, {"valid_from": DAY}])
def test_a_key_counts_on_its_days(root: Path, dates: dict[str, datetime.date]) -> None:
    _merge_policy(root, **dates)
    assert passing(root) == {ITEM}


@pytest.mark.parametrize("signed_on", [DAY, DAY - datetime.timedelta(3)], ids=["today", "back-dated"])
@pytest.mark.parametrize(
    "dates",
    [
        {"valid_until": DAY - datetime.timedelta(1)},
        {"revoked": DAY},
        {"revoked": DAY - datetime.timedelta(2)},
        {"valid_from": DAY + datetime.timedelta(1)},
    ],
    ids=["expired", "revoked today", "revoked", "not yet valid"],
)
def test_a_key_opens_nothing_on_other_days(
    root: Path, dates: dict[str, datetime.date], signed_on: datetime.date
) -> None:
    """Whoever stole it signs anew, with the date of a day on which it counted; no receipt says that it was seen then."""
    assert _signed_by_all(root, signed_on)
    _merge_policy(root, **dates)
    assert OTHER not in passing(root)


def _signed_by_all(root: Path, day: datetime.date) -> bool:
    """Whether an item that nobody has signed passes after three signatures of ``day``."""
    office = signing.Office(root, POLICY, day)
    for by in ("jia", "yi", "bing"):
        (shown,) = signing.look(office, (OTHER,))
        signing.sign(office, shown, shown.digest, Order(shown.level), (public(by), PRIVATE[by]))
    return OTHER in passing(root)


def test_a_name_in_another_form_of_unicode(root: Path) -> None:
    """On some systems the two names are one file, on others two."""
    composed, decomposed = "镇/caf\u00e9.jpg", "镇/cafe\u0301.jpg"
    plant(root, {OTHER: "# 另一篇\n\n正文。\n\n![图](caf\u00e9.jpg)\n", composed: jpeg(50)})
    _sign(root, OTHER, "jia", "yi", "bing")
    assert OTHER in passing(root)
    plant(root, {decomposed: jpeg(90)})
    assert OTHER not in passing(root)
    (root / composed).unlink()
    assert OTHER not in passing(root)


def test_a_cache_that_lies_about_a_photo_opens_no_gate(root: Path, tmp_path: Path) -> None:
    """The photo is swapped, and the cache says that it was checked and is still the approved one."""
    office = signing.Office(root, POLICY, DAY, tmp_path / "cache")
    (honest,) = signing.look(office, (ITEM,))
    plant(root, {"镇/会场.jpg": jpeg(10)})
    (swapped,) = signing.look(office, (ITEM,))
    checker_ = Checker(Choice(), None, DAY, honest.report.capabilities)
    with Cache(tmp_path / "cache") as cache:
        cache.put({runner.key(swapped.files, checker_): honest.result}, 1)
    (shown,) = signing.look(office, (ITEM,))
    assert shown.subject == honest.subject  # the lie is believed where nothing is published by it
    trusted = trust.of_revision(root, "main")
    assert ITEM not in {one.item for one in gate.decide(office, (), trusted) if not one.reasons}
    with pytest.raises(signing.ItemChangedError):
        signing._unchanged(office, checker_, shown, shown.digest)


def test_a_cache_that_lies_about_a_text_opens_no_gate(root: Path, tmp_path: Path) -> None:
    """The article shows a picture in a way that is not read, and the cache says that it names none."""
    office = signing.Office(root, POLICY, DAY, tmp_path / "cache")
    plant(root, {OTHER: "# 另一篇\n\n正文。\n\n<p data-photo='会场.jpg'>\n", "镇/会场.jpg": jpeg(10)})
    (refused,) = signing.survey(office, (OTHER,))
    assert isinstance(refused, signing.Untrusted)
    digest = hashlib.sha256((root / OTHER).read_bytes()).hexdigest()
    with Sources(tmp_path / "cache", [digest]) as sources:
        known = sources.get(digest)
        assert known is not None
        sources.keep(digest, msgspec.structs.replace(known, mentions=Mentions(embeds=False, names=(), too_many=False)))
    (lied,) = signing.survey(office, (OTHER,))
    assert isinstance(lied, signing.Shown)  # believed where nothing is published by it
    trusted = trust.of_revision(root, "main")
    (decided,) = gate.decide(office, (OTHER,), trusted)
    assert "named-but-not-read" in str(decided)


def test_a_cache_that_hides_an_error_opens_no_gate(root: Path, tmp_path: Path) -> None:
    """All have signed an item with a secrecy mark, on a machine whose cache says that nothing was found in it."""
    office = signing.Office(root, POLICY, DAY, tmp_path / "cache")
    plant(root, {OTHER: "# 另一篇\n\n机密★10年\n\n正文。\n"})
    (honest,) = signing.look(office, (OTHER,))
    assert honest.faults
    silent = msgspec.structs.replace(honest.result, findings=())
    with Cache(tmp_path / "cache") as cache:
        cache.put({runner.key(honest.files, Checker(Choice(), None, DAY, honest.report.capabilities)): silent}, 1)
    for by in ("jia", "yi", "bing"):
        (shown,) = signing.look(office, (OTHER,))
        signing.sign(office, shown, shown.digest, Order(shown.level), (public(by), PRIVATE[by]))
    (decided,) = gate.decide(office, (OTHER,), trust.of_revision(root, "main"))
    assert [reason.en for reason in decided.reasons] == [honest.faults[0].en]
