"""A signature on paper counts once two registrars have entered and compared it."""

import datetime

import msgspec
import pytest

from qishan_lint import paper, signing
from qishan_lint.errors import UsageError
from qishan_lint.signing import Order
from tests.signoff.test_verify import POLICY, PRIVATE, public
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)
WITH = msgspec.structs.replace(POLICY, registrars=["jia", "ding"])


@pytest.fixture
def office(tmp_path):
    plant(tmp_path, {"qishan-lint.yaml": "extends: none\n", "镇/a.md": "# 题\n\n文。\n", "扫描.pdf": b"%PDF scan"})
    plant(tmp_path, {".qishanignore": "*.pdf\n"})
    found = signing.Office(tmp_path, WITH, DAY)
    sign(found, 1, "jia")
    return found


def key(name):
    return public(name), PRIVATE[name]


def look(office):
    return signing.look(office, ("镇/a.md",))[0]


def sign(office, level, by):
    shown = look(office)
    signing.sign(office, shown, shown.digest, Order(level), key(by))


def test_two_registrars_make_a_paper_signature_count(office):
    scan = office.root / "扫描.pdf"
    paper.enter(office, look(office), (2, "yi"), scan, key("ding"))
    sign(office, 3, "bing")
    assert [reason.en for reason in look(office).reasons] == [
        "the paper signature at level 2 waits for a second registrar"
    ]
    paper.confirm(office, look(office), 2, scan, key("jia"))
    assert look(office).reasons == ()


def test_who_may_not_enter_or_confirm(office):
    scan, other = office.root / "扫描.pdf", office.root / "别的.pdf"
    other.write_bytes(b"other")
    for by in ("yi", "bing"):
        with pytest.raises(UsageError):
            paper.enter(office, look(office), (2, "yi"), scan, key(by))
    with pytest.raises(UsageError):
        paper.enter(office, look(office), (2, "bing"), scan, key("ding"))
    paper.enter(office, look(office), (2, "yi"), scan, key("ding"))
    for by, sheet, level in (
        ("ding", scan, 2),
        ("bing", scan, 2),
        ("jia", other, 2),
        ("jia", scan, 1),
        ("jia", scan, 3),
    ):
        with pytest.raises(UsageError):
            paper.confirm(office, look(office), level, sheet, key(by))
    with pytest.raises(UsageError):
        paper.enter(office, look(office), (2, "yi"), scan, key("jia"))
    assert look(office).reasons
