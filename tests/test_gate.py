"""The gate lets exactly the signed, unchanged items without errors pass."""

import datetime

import msgspec
import pytest

from qishan_lint import checking, gate, signing, sources
from qishan_lint.errors import UsageError
from qishan_lint.items import ItemOptions
from qishan_lint.signoff import dsse, ledger, statement, subject
from qishan_lint.trust import Trust
from tests.signoff.test_ledger import add
from tests.signoff.test_verify import BASE, POLICY, PRIVATE, public
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)
CLEAN = "# 丰收节开幕\n\n正文。\n"


@pytest.fixture
def site(tmp_path, monkeypatch):
    plant(tmp_path, {"qishan-lint.yaml": "extends: none\n", "镇/a.md": CLEAN, "镇/b.md": CLEAN + "又一段。\n"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sign(root, item, levels=3):
    """Sign ``item`` by the first ``levels`` people, as it is now."""
    (files,) = sources.discover([item], root=root)
    covered = subject.of(files, ItemOptions())[1]
    report, _ = checking.check(checking.Request(paths=(item,), today=DAY))
    held, previous = ledger.load(root, item), None
    for level, by in enumerate(("jia", "yi", "bing")[:levels], 1):
        signed = msgspec.structs.replace(
            BASE, item=item, level=level, reviewer=by, previous=previous, rules=signing.rules_of(report), findings=[],
            waivers=list(signing.waivers_of(report.results[0])),
        )  # fmt: skip
        envelope = dsse.sign(statement.make(covered, signed), PRIVATE[by], public(by).id)
        held, previous = add(root, held, envelope, fresh=level == 1), envelope.digest


def decide(root, *paths):
    office = signing.Office(root, POLICY, DAY)
    found = gate.decide(office, paths, Trust(POLICY))
    return {one.item: [reason.en for reason in one.reasons] for one in found}


def test_exactly_the_signed_items_pass(site):
    sign(site, "镇/a.md")
    assert decide(site, ".") == {"镇/a.md": [], "镇/b.md": ["no level has signed"]}
    sign(site, "镇/b.md", 2)
    assert decide(site, ".") == {"镇/a.md": [], "镇/b.md": ["waits for level 3"]}


def test_an_edit_closes_the_gate(site):
    sign(site, "镇/a.md")
    (site / "镇/a.md").write_text(CLEAN + "添一句。\n", encoding="utf-8")
    assert decide(site, "镇/a.md") == {"镇/a.md": ["镇/a.md: changed since it was signed"]}


def test_another_items_ledger_opens_nothing(site):
    sign(site, "镇/a.md")
    (site / ledger.place("镇/a.md")).rename(site / ledger.place("镇/b.md"))
    (decision,) = gate.decide(signing.Office(site, POLICY, DAY), ("镇/b.md",), Trust(POLICY))
    assert decision.untrusted


def test_an_error_closes_the_gate_whatever_is_signed(site):
    (site / "镇/a.md").write_text(CLEAN + "\n![会场](会场.jpg)\n", encoding="utf-8")
    plant(site, {"镇/会场.jpg": b"no picture", "qishan-lint.yaml": "extends: recommended\n"})
    sign(site, "镇/a.md")
    found = decide(site, "镇/a.md")["镇/a.md"]
    assert found
    assert not any("sign" in reason for reason in found)


def test_nothing_to_decide_about_is_no_pass(site):
    (site / "空").mkdir()
    with pytest.raises(UsageError):
        decide(site, "空")
