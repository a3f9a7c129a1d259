"""Comparison of audits: what is new, fixed, open and reopened, and what must not count as fixed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qishan_lint.audit import compare
from qishan_lint.audit.record import Waived
from qishan_lint.errors import UsageError
from tests.audit.made import AS_OF, audit, column, finding, item

EARLIER = datetime.date(2026, 10, 23)
ITEMS = [item("a.md"), item("b.md"), item("c.md")]


def compared(then, now, *, rules=("wording/wrong-word",), waived=()):
    return compare.compare(
        audit(ITEMS, now, rules=rules, waived=waived), audit(ITEMS, then, as_of=EARLIER, rules=rules)
    )


def test_new_open_and_fixed_with_the_rate() -> None:
    then = [finding("a.md"), finding("b.md"), finding("c.md", level="info")]
    found = compared(then, [finding("a.md"), finding("c.md", prints=["f9"])])
    assert [each.progress for each in found.findings] == ["open", "new"]
    since = found.comparison
    assert since is not None
    assert (since.due, since.rectified, since.new, since.open, since.reopened) == (2, 1, 1, 1, 0)
    assert {each.item for each in since.fixed} == {"b.md", "c.md"}
    assert since.departments == {"县民政局": (1, 2)}
    assert since.before == {"县民政局": (2, 3)}


def test_a_group_of_equal_hits_is_open_while_one_of_them_is_left() -> None:
    found = compared([finding("a.md", prints=["f1", "f2", "f3"])], [finding("a.md", prints=["f3"])])
    assert [each.progress for each in found.findings] == ["open"]
    assert found.comparison is not None
    assert found.comparison.rectified == 0


def test_what_was_waived_instead_is_not_rectified() -> None:
    allowed = Waived(finding=finding("a.md"), reason="领导同意")
    since = compared([finding("a.md")], [], waived=[allowed]).comparison
    assert since is not None
    assert (since.due, since.rectified, len(since.waived)) == (1, 0, 1)


def test_what_could_not_be_looked_for_again_is_not_rectified() -> None:
    rule_off = compare.compare(audit(ITEMS, [], rules=()), audit(ITEMS, [finding("a.md")], as_of=EARLIER)).comparison
    unread = finding("a.md", "item/unreadable", prints=["u"])
    item_broken = compared([finding("a.md")], [unread], rules=("wording/wrong-word", "item/unreadable")).comparison
    for since in (rule_off, item_broken):
        assert since is not None
        assert (since.due, since.rectified, len(since.unchecked)) == (1, 0, 1)


def test_what_nobody_could_look_for_stays_due() -> None:
    first = audit(ITEMS, [finding("a.md")], as_of=datetime.date(2026, 9, 1))
    off = compare.compare(audit(ITEMS, [], as_of=EARLIER, rules=()), first)
    open_, gone = (compare.compare(audit(ITEMS, now), off) for now in ([finding("a.md")], []))
    assert [each.progress for each in open_.findings] == ["open"]
    assert gone.comparison is not None
    assert (gone.comparison.due, gone.comparison.rectified) == (1, 1)


def test_what_was_waived_is_not_new_when_the_waiver_ends() -> None:
    allowed = Waived(finding=finding("a.md"), reason="领导同意", until=EARLIER)
    then = audit(ITEMS, [], as_of=EARLIER, waived=[allowed])
    assert [each.progress for each in compare.compare(audit(ITEMS, [finding("a.md")]), then).findings] == ["open"]


def test_what_went_with_its_item_is_counted_apart() -> None:
    then = audit(ITEMS, [finding("a.md"), finding("b.md")], as_of=EARLIER)
    since = compare.compare(audit(ITEMS[1:]), then).comparison
    assert since is not None
    assert (since.due, since.rectified, since.withdrawn) == (2, 2, 1)


def test_what_comes_back_is_reopened_however_long_it_was_away() -> None:
    first = audit(ITEMS, [finding("a.md")], as_of=datetime.date(2026, 8, 1))
    second = compare.compare(audit(ITEMS, [], as_of=datetime.date(2026, 9, 1)), first)
    third = compare.compare(audit(ITEMS, [], as_of=datetime.date(2026, 10, 1)), second)
    fourth = compare.compare(audit(ITEMS, [finding("a.md")], as_of=AS_OF), third)
    assert [each.progress for each in fourth.findings] == ["reopened"]
    assert fourth.closed == ()
    fifth = compare.compare(audit(ITEMS, [finding("a.md")], as_of=AS_OF), fourth)
    assert [each.progress for each in fifth.findings] == ["open"]


def test_columns_are_told_apart_by_department() -> None:
    one = finding("", "stale/column-blank", department="县民政局")
    other = finding("", "stale/column-blank", department="县财政局")
    found = compare.compare(audit(ITEMS, [other]), audit(ITEMS, [one], as_of=EARLIER))
    assert [each.progress for each in found.findings] == ["new"]


def test_an_audit_of_the_future_or_of_other_items_is_refused() -> None:
    with pytest.raises(UsageError, match="later"):
        compare.compare(audit(ITEMS, as_of=EARLIER), audit(ITEMS, as_of=AS_OF))
    with pytest.raises(UsageError, match="common"):
        compare.compare(audit(ITEMS), audit([item("z.md")], as_of=EARLIER))


_FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(["a.md", "b.md", "c.md"]),
        st.sampled_from(["wording/wrong-word", "stale/no-date", "short/body"]),
        st.sampled_from(["error", "warning", "info"]),
        prints=st.lists(st.sampled_from("pqrs"), min_size=1, max_size=3, unique=True),
    ),
    max_size=8,
)


@given(_FINDINGS, _FINDINGS)
def test_every_finding_of_the_last_time_has_one_fate(then, now) -> None:
    found = compare.compare(audit(ITEMS, now), audit(ITEMS, then, as_of=EARLIER))
    since = found.comparison
    assert since is not None
    keys = {key for each in now for key in each.keys}
    left = [each for each in then if not keys.isdisjoint(each.keys)]
    assert len(left) + len(since.fixed) + len(since.waived) + len(since.unchecked) == len(then)
    assert 0 <= since.rectified <= since.due <= len(then)
    assert all(each.progress for each in found.findings)
    assert not any(each.rule == "short/body" for each in since.fixed)  # that rule does not run now
    counted = since.new + since.open + since.reopened
    assert counted == sum(each.level != "info" for each in now)


def test_column_states_survive() -> None:
    late = column("部门动态", "news", "2026-11-01")
    assert compare.compare(audit(ITEMS, columns=[late]), audit(ITEMS, as_of=EARLIER)).columns == (late,)
