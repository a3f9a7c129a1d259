"""Rehearsal of an evaluation: counts at their very limits, and nothing clear that was not looked at."""

from __future__ import annotations

import pytest

from qishan_lint import catalog
from qishan_lint.audit import evaluation, limits
from qishan_lint.errors import UsageError
from qishan_lint.ledgers import kinds
from tests.audit.made import audit, column, finding, item

ITEMS = [item("a.md")]
ALL = tuple(catalog.load().entries)


def outcomes(**of) -> dict[str, str]:
    found = evaluation.evaluate(
        audit(ITEMS, of.pop("findings", ()), of.pop("columns", ()), rules=ALL, **of), "national-2019"
    )
    return {one.id: one.outcome for one in found.indicators}


def blank(count: int):
    return [column(f"空白{number}", "standing", None, items=0) for number in range(count)]


def late(count: int, kind: str = "news", latest: str = "2026-11-01"):
    return [column(f"{kind}{number}", kind, latest) for number in range(count)]


def fresh(count: int = 1):
    return late(count, "news", "2026-11-20")


@pytest.mark.parametrize(("count", "outcome"), [(4, "clear"), (5, "hit")])
def test_blank_columns(count, outcome) -> None:
    assert outcomes(columns=blank(count) + fresh())["V4-3"] == outcome


@pytest.mark.parametrize(("count", "outcome"), [(4, "clear"), (5, "hit")])
def test_first_level_columns(count, outcome) -> None:
    assert outcomes(columns=late(count) + fresh())["V4-1"] == outcome


@pytest.mark.parametrize(("count", "outcome"), [(9, "clear"), (10, "hit")])
def test_columns_long_without_news(count, outcome) -> None:
    mixed = [*late(3), *late(count - 5, "plan-personnel", "2025-01-01"), *blank(2), *fresh()]
    assert outcomes(columns=mixed)["V4-2"] == outcome


def test_policies_over_180_days_but_within_six_months_do_not_count() -> None:
    assert outcomes(columns=late(5, "policy", "2026-05-25"))["V4-1"] == "clear"
    assert outcomes(columns=late(5, "policy", "2026-05-22"))["V4-1"] == "hit"
    assert outcomes(columns=late(5, "policy", "2026-05-25"))["K2"] == "hit"


@pytest.mark.parametrize(("latest", "outcome"), [("2026-11-09", "clear"), ("2026-11-08", "hit"), (None, "hit")])
def test_home_page(latest, outcome) -> None:
    assert outcomes(columns=[column("首页", "home", latest)])["V3"] == outcome


@pytest.mark.parametrize(("latest", "outcome"), [("2026-11-09", "clear"), ("2026-11-08", "hit")])
def test_without_a_home_page_the_whole_site_stands_for_it(latest, outcome) -> None:
    assert outcomes(columns=late(1, "notice", latest))["V3"] == outcome


@pytest.mark.parametrize(("latest", "outcome"), [("2026-11-12", "clear"), ("2026-11-08", "hit")])
def test_official_account(latest, outcome) -> None:
    assert outcomes(columns=[column("微信公众号", "new-media", latest)])["V7"] == outcome


def test_secrets_are_a_hit_with_their_place() -> None:
    found = evaluation.evaluate(audit(ITEMS, [finding("a.md", "sensitive/secrecy-mark")], rules=ALL), "national-2019")
    (one,) = [each for each in found.indicators if each.id == "V1-2"]
    assert one.outcome == "hit"
    assert "a.md:3:1" in one.evidence[0].zh


def test_warnings_are_no_veto() -> None:
    warning = finding("a.md", "stale/created-later", "warning")
    assert outcomes(findings=[warning])["V1-5"] == "clear"


def test_nothing_is_clear_that_was_not_looked_at() -> None:
    assert outcomes(findings=[finding("a.md", "item/unreadable")])["V1-2"] == "unknown"
    off = evaluation.evaluate(audit(ITEMS, rules=["wording/wrong-word"]), "national-2019")
    empty = evaluation.evaluate(audit(rules=ALL), "national-2019")
    for found in (off, empty):
        states = {one.id: one.outcome for one in found.indicators}
        assert "clear" not in {states[name] for name in ("V1-1", "V1-2", "V1-5", "V3", "V4-1", "V4-2", "V4-3", "K1")}


def test_what_files_cannot_show_says_who_must_look() -> None:
    found = evaluation.evaluate(audit(ITEMS, rules=ALL), "national-2019")
    for one in found.indicators:
        if one.outcome == "unknown":
            assert one.rest is not None or one.evidence, one.id
    unseen = {"V1-3", "V1-4", "V1-6", "V2", "V5", "V6", "K9", "K10"}
    assert {one.id for one in found.indicators if one.outcome == "unknown"} >= unseen


def test_many_pieces_of_evidence_are_counted() -> None:
    many = [finding("a.md", prints=[f"p{number}"]) for number in range(40)]
    found = evaluation.evaluate(audit(ITEMS, many, rules=ALL), "national-2019")
    (one,) = [each for each in found.indicators if each.id == "K6"]
    assert len(one.evidence) == evaluation.MOST_EVIDENCE + 1
    assert one.evidence[-1].zh == "另有 28 处"


def test_table_names_rules_and_classes_that_exist() -> None:
    families = {name.partition("/")[0] for name in ALL}
    classes = {each.id for each in limits.table().classes}
    for name in evaluation.names():
        for entry in evaluation.load(name).indicators:
            assert set(entry.rules) <= families | set(ALL) | set(kinds.rules()), entry.id
            assert set(entry.classes) <= classes, entry.id
            ways = (entry.rules, entry.stale, entry.blank, entry.classes)
            assert sum(bool(way) for way in ways) <= 1, entry.id
            assert any(ways) or entry.rest is not None, entry.id


def test_unknown_evaluation_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError) as refused:
        evaluation.load("../rules")
    assert refused.value.remedy is not None
    assert "national-2019" in refused.value.remedy.en
