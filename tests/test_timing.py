"""The time of a kind: what it does for one item, and what it does for several together."""

from __future__ import annotations

from qishan_lint import kinds
from qishan_lint.kinds import Context
from qishan_lint.timing import Timed, Times
from tests.textitems import TODAY, item, rule


def test_checks_and_preparations_count() -> None:
    times, wanted = Times(), rule("spelling")
    kind = Timed(kinds.load("spelling"), "spelling", times)
    kind.prepare([item("会议要求，各乡镇要压实工作责任。")], wanted)
    prepared = times["spelling"]
    assert prepared > 0
    assert list(kind.check(item("甲"), wanted, Context(TODAY))) == []
    assert times["spelling"] > prepared


def test_a_kind_that_prepares_nothing_still_does_not() -> None:
    assert not hasattr(Timed(kinds.load("length"), "length", Times()), "prepare")
