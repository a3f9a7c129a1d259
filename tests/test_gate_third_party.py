"""Attempts to publish without the third party's word: no statement that is dropped, planted or borrowed opens the gate."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("cryptography")

import yaml

from qishan_lint import gate, signing, trust
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.signing import Order, Shown
from qishan_lint.signoff import attested, canonical, thirdparty
from qishan_lint.signoff.thirdparty import External
from tests.external.test_external import PLATFORM, POLICY_WITH, SIGNER
from tests.signoff.test_verify import PRIVATE, public
from tests.trees import git, plant

DAY = datetime.date(2026, 11, 25)
ITEM = "镇/a.md"
STATED = f"{attested.FOLDER}/{ITEM}.json"
NEIGHBOUR = {"镇/b.md": "# 另一篇\n\n正文。\n"}


def _shown(root: Path) -> Shown:
    (found,) = signing.look(signing.Office(root, POLICY_WITH, DAY), (ITEM,))
    return found


def _sign(root: Path) -> None:
    office = signing.Office(root, POLICY_WITH, DAY)
    for by in ("jia", "yi", "bing"):
        shown = _shown(root)
        signing.sign(office, shown, shown.digest, Order(shown.level), (public(by), PRIVATE[by]))


def _made(root: Path, **changes: object) -> External:
    """What an honest platform says of the item as it is, with ``changes``."""
    shown = _shown(root)
    honest = External(
        envelope=shown.ledger.current[-1].digest,
        item=ITEM,
        digest=canonical.digest(dict(shown.subject)),
        checker="zhijian",
        checked_on=DAY.isoformat(),
        result="pass",
        findings=[],
    )
    return msgspec.structs.replace(honest, **changes)


def _state(root: Path, by: str = "", **changes: object) -> None:
    key, keyid = (PRIVATE[by], public(by).id) if by else (PLATFORM, SIGNER[0].id)
    attested.add(root, ITEM, thirdparty.sign(_made(root, **changes), key, keyid))


def _save(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "state")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose first item all levels have approved; no third party has been asked."""
    root = tmp_path / "site"
    policy = yaml.safe_dump(msgspec.to_builtins(POLICY_WITH), allow_unicode=True)
    configuration = "extends: none\nselect: [wording/wrong-word]\n"
    plant(root, {"qishan-lint.yaml": configuration, ".qishan/policy.yaml": policy, ITEM: "# 丰收节\n\n开幕。\n"})
    plant(root, NEIGHBOUR)
    _sign(root)
    git(root, "init", "-q", "-b", "main")
    _save(root)
    return root


def passes(root: Path) -> bool:
    try:
        trusted = trust.of_revision(root, "main")
        trusted = replace(trusted, base=trust.base_records(root, "main"))
        (decision,) = gate.decide(signing.Office(root, trusted.policy, DAY), (ITEM,), trusted)
    except (TrustError, UsageError):
        return False
    return not decision.reasons


def test_it_takes_a_pass_about_what_was_signed(root: Path) -> None:
    assert not passes(root)
    _state(root)
    assert passes(root)


@pytest.mark.parametrize(
    "changes",
    [
        {"result": "findings", "findings": ["错别字"]},
        {"result": "pass", "findings": ["错别字"]},
        {"envelope": "0" * 64},
        {"item": "镇/b.md"},
        {"digest": "0" * 64},
        {"checked_on": "2026-11-26"},
        {"checked_on": "2026-11-24"},
        {"checked_on": "2026-11-25 "},
        {"by": "jia"},
    ],
)
def test_nothing_else_is_a_pass(root: Path, changes: dict[str, str]) -> None:
    """Faults; faults called a pass; another signature, item, text; tomorrow; before the signature; a reviewer's key."""
    _state(root, **changes)
    assert not passes(root)


def test_a_pass_grows_old(root: Path) -> None:
    _state(root)
    later = DAY + datetime.timedelta(days=POLICY_WITH.external_days + 1)
    office = signing.Office(root, POLICY_WITH, later)
    (shown,) = signing.look(office, (ITEM,))
    assert [one.zh for one in gate.third_party(office, shown)] == ["第三方审核已过期"]


def test_a_pass_about_an_earlier_level_is_none(root: Path) -> None:
    _state(root, envelope=_shown(root).ledger.current[-2].digest)
    assert not passes(root)


def _edit_statements(change: Callable[[list[object]], object]) -> Callable[[Path], None]:
    def attack(root: Path) -> None:
        value = json.loads((root / STATED).read_text(encoding="utf-8"))
        change(value["statements"])
        (root / STATED).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")

    return attack


def _say_pass(statements: list[object]) -> None:
    last = statements[-1]
    assert isinstance(last, dict)
    last["statement"]["predicate"].update(result="pass", findings=[])


def _another_kind(statements: list[object]) -> None:
    last = statements[-1]
    assert isinstance(last, dict)
    last["statement"]["predicateType"] = "https://qishan-lint.example/other/v1"


@pytest.mark.parametrize(
    "attack",
    [
        _edit_statements(lambda found: found.pop()),
        _edit_statements(lambda found: found.reverse()),
        _edit_statements(lambda found: found.append(found[0])),
        _edit_statements(_say_pass),
        _edit_statements(_another_kind),
        lambda root: (root / STATED).unlink(),
        lambda root: (root / STATED).write_text("{}", encoding="utf-8"),
    ],
    ids=["dropped", "reordered", "repeated", "rewritten", "of another kind", "file removed", "file emptied"],
)
def test_the_faults_that_were_found_stay_found(root: Path, attack: Callable[[Path], object]) -> None:
    """The platform passed the item, then found faults in it; whoever makes the change wants the older word back."""
    _state(root)
    _state(root, result="findings", findings=["错别字"])
    _save(root)
    attack(root)
    assert not passes(root)


def test_statements_that_are_a_link(root: Path) -> None:
    _state(root)
    (root / STATED).rename(root.parent / "elsewhere.json")
    (root / STATED).symlink_to(root.parent / "elsewhere.json")
    assert not passes(root)
