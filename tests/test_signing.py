"""One signature covers exactly what its reviewer was shown."""

import datetime

import pytest

from qishan_lint import signing
from qishan_lint.errors import UsageError
from qishan_lint.signing import ItemChangedError, Order
from qishan_lint.signoff import ledger
from tests.signoff.test_verify import POLICY, PRIVATE, public
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)
CLEAN = "# 丰收节开幕\n\n正文。\n"


@pytest.fixture
def office(tmp_path):
    plant(tmp_path, {"qishan-lint.yaml": "extends: none\n", "镇/a.md": CLEAN})
    return signing.Office(tmp_path, POLICY, DAY)


def sign(office, level, by, **fields):
    (shown,) = signing.look(office)
    return signing.sign(office, shown, shown.digest, Order(level, **fields), (public(by), PRIVATE[by]))


def test_three_people_approve_and_an_edit_begins_anew(office):
    for level, by in enumerate(("jia", "yi", "bing"), 1):
        assert signing.look(office)[0].level == level
        sign(office, level, by)
    (done,) = signing.look(office)
    assert (done.level, done.reasons) == (0, ())
    plant(office.root, {"镇/a.md": CLEAN + "又。\n"})
    (edited,) = signing.look(office)
    assert (edited.level, edited.fresh) == (1, True)
    sign(office, 1, "jia")
    assert [len(chain) for chain in ledger.load(office.root, "镇/a.md").revisions] == [3, 1]


def test_a_return_needs_a_comment_and_sends_the_item_back(office):
    with pytest.raises(UsageError):
        sign(office, 1, "jia", decision="return")
    sign(office, 1, "jia", decision="return", comment="标题不准确")
    (shown,) = signing.look(office)
    assert (shown.level, shown.fresh, shown.reasons[0].en) == (1, True, "returned at level 1")


@pytest.mark.parametrize(("level", "by"), [(2, "yi"), (1, "yi"), (1, "ding"), (0, "jia"), (4, "bing")])
def test_out_of_turn_and_without_the_right(office, level, by):
    with pytest.raises(UsageError):
        sign(office, level, by)
    assert not (office.root / ledger.place("镇/a.md")).exists()


def test_an_item_that_changed_since_it_was_shown_is_not_signed(office):
    (shown,) = signing.look(office)
    plant(office.root, {"镇/a.md": CLEAN + "改。\n"})
    for now in (shown, *signing.look(office)):
        with pytest.raises(ItemChangedError):
            signing.sign(office, now, shown.digest, Order(1), (public("jia"), PRIVATE["jia"]))
    assert not (office.root / ledger.place("镇/a.md")).exists()
