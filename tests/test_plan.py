"""A plan: which rules run on an item, what their words are found in, and what makes two plans one or different."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from qishan_lint import catalog, engine, plan, settings
from qishan_lint.config import Allow
from qishan_lint.errors import ConfigError
from qishan_lint.kinds import Rule
from qishan_lint.kinds import terms as terms_kind
from qishan_lint.model import Item, Level, Problem
from qishan_lint.plan import Plan
from qishan_lint.settings import Choice, Settings
from qishan_lint.timing import Times
from tests import packs
from tests.packs import pack
from tests.textitems import PHOTO, item, part
from tests.trees import plant

TODAY = datetime.date(2026, 11, 25)
SHIPPED = catalog.load()
NONE = Settings(rules={})


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled rules of packs that live for one test do not push out those that the machine keeps."""
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def shipped(*ids: str) -> list[Rule]:
    return [catalog.compile_rule(SHIPPED.entries[id_], level=None, params={}) for id_ in ids]


def of(*rules: Rule) -> Plan:
    return plan.assemble(NONE, rules, SHIPPED.digest)


def words(id_: str, terms: dict[str, str] | None = None, **more: Any) -> Rule:
    """A rule that looks for words, wrong and right."""
    return msgspec.structs.replace(_TERMS, id=id_, params=terms_kind.Params(extra=terms or {"旧": "新"}), **more)


(_TERMS,) = shipped("wording/wrong-word")


def names(one: Plan, about: Item) -> list[str]:
    """The rules that are due for an item."""
    return [one.steps[number].rule.id for number in one.due(about, one.hits(about.parts))]


def reported(one: Plan, about: Item, today: datetime.date = TODAY) -> list[str]:
    return [finding.rule for finding in engine.check(about, one, today).findings]


def configured(folder: Path, text: str, path: str = "a.md") -> Plan:
    """The plan for the item at ``path`` under the configuration ``text``."""
    (folder / ".git").mkdir(exist_ok=True)
    plant(folder, {"qishan-lint.yaml": text})
    settings.forget()
    return plan.build(settings.for_folder(folder, Choice()).for_item(folder / path))


ONE_OF_EACH = ("wording/wrong-word", "short/body", "photo/size", "item/broken-link", "sensitive/citizen-id")


@pytest.mark.parametrize(
    ("about", "due"),
    [
        (item("会议在县城召开。"), {"short/body"}),
        (item("请登陆网站。"), {"short/body", "wording/wrong-word"}),
        (item("会议。", photos=(PHOTO,)), {"short/body", "photo/size"}),
        (item("会议。", problems=(Problem("broken-link", "稿件.md"),)), {"short/body", "item/broken-link"}),
        (item("电话 12300001111，号码 110101180001010000。"), {"short/body", "sensitive/citizen-id"}),
        (item(), {"short/body"}),
    ],
)
def test_only_what_can_find_something_is_due(about: Item, due: set[str]) -> None:
    assert set(names(of(*shipped(*ONE_OF_EACH)), about)) == due


def test_what_is_due_stands_in_the_order_of_the_rules_and_once() -> None:
    rules = shipped("photo/size", "wording/wrong-word", "short/body", "sensitive/citizen-id")
    about = item("请登陆网站，安排布署，再登陆。", "号码 110101180001010000。", photos=(PHOTO,))
    assert names(of(*rules), about) == [rule.id for rule in rules]


def test_without_rules_nothing_is_due() -> None:
    assert names(of(), item("请登陆网站。", photos=(PHOTO,))) == []


def test_words_of_all_rules_are_found_in_one_pass() -> None:
    one = of(words("wording/one", terms={"县城": "城区", "旧桥": "新桥"}), words("wording/two", terms={"旧桥镇": "镇"}))
    found = one.hits(item("县城到旧桥镇。").parts)
    assert {number: [(hit.literal, hit.start, hit.end) for hit in hits] for number, hits in found.items()} == {
        0: [("县城", 0, 2), ("旧桥", 3, 5)],
        1: [("旧桥镇", 3, 6)],
    }


def test_one_word_of_two_rules_is_found_for_both() -> None:
    one = of(words("wording/one"), words("wording/two", terms={"旧": "古"}))
    assert one.literals == ("旧",)
    assert set(one.hits(item("旧").parts)) == {0, 1}


def test_hits_name_their_part_and_every_occurrence() -> None:
    one = of(words("wording/one"))
    (hits,) = one.hits((part("甲。"), part("旧、旧。"))).values()
    assert [(hit.part, hit.start) for hit in hits] == [(1, 0), (1, 2)]


def test_a_rule_sees_only_parts_of_its_roles() -> None:
    one = of(
        words("wording/article", roles=("article",)),
        words("wording/attachment", roles=("attachment",)),
        words("wording/both", roles=("article", "attachment")),
    )
    assert set(one.hits((part("旧", role="article"),))) == {0, 2}
    assert set(one.hits((part("旧", role="attachment"),))) == {1, 2}


@pytest.mark.parametrize(
    ("published", "runs"),
    [
        ("2026-01-31", False),
        ("2026-02-01", True),
        ("2026-02-28", True),
        ("2026-03-01", False),
    ],
)
def test_a_rule_holds_from_its_first_day_until_before_its_last(published: str, runs: bool) -> None:
    rule = words("wording/one", since=datetime.date(2026, 2, 1), until=datetime.date(2026, 3, 1))
    assert bool(reported(of(rule), item("旧。", published=published))) is runs


@pytest.mark.parametrize(("today", "runs"), [(datetime.date(2026, 1, 31), False), (datetime.date(2026, 2, 1), True)])
def test_an_item_without_a_date_counts_as_of_today(today: datetime.date, runs: bool) -> None:
    rule = words("wording/one", since=datetime.date(2026, 2, 1))
    assert bool(reported(of(rule), item("旧。"), today)) is runs


@pytest.mark.parametrize(
    ("id_", "more", "allow", "needs"),
    [
        ("short/title", {}, [], False),
        ("stale/future", {}, [], True),
        ("short/title", {"since": datetime.date(2020, 1, 1)}, [], True),
        ("short/title", {"until": datetime.date(2030, 1, 1)}, [], True),
        ("short/title", {}, [Allow(rule="short/title", reason="原文如此")], False),
        ("short/title", {}, [Allow(rule="short/title", reason="至年底", until=TODAY)], True),
    ],
)
def test_whether_the_outcome_depends_on_the_day(
    id_: str, more: dict[str, Any], allow: list[Allow], needs: bool
) -> None:
    (rule,) = shipped(id_)
    one = plan.assemble(Settings(rules={}, allow=allow), [msgspec.structs.replace(rule, **more)], "")
    assert one.needs_today is needs


@pytest.mark.parametrize(
    ("id_", "params", "text"),
    [
        ("wording/wrong-word", {"terms": {"旧": {"right": "新", "from": "2026-06-01"}}}, "旧。"),
        ("wording/wrong-word", {"terms": {"旧": {"right": "新", "until": "2026-06-01"}}}, "旧。"),
        ("wording/leading-zero", {"patterns": [{"match": "第旧号", "from": "2026-06-01"}]}, "第旧号。"),
        (
            "wording/fixed-phrase",
            {"phrases": [{"name": "三要", "members": ["甲要", "乙要", "丙要"], "from": "2026-06-01"}]},
            "三要：甲要、乙要。",
        ),
        ("wording/anniversary", {"founded": {"建县": 1950}, "slack": 0}, "庆祝建县76周年。"),
        ("sensitive/weak-mask", {"fewest": 33, "years": 0}, "李某，身份证号610323********1011。"),
    ],
)
def test_what_an_undated_item_tells_on_one_day_is_not_kept_for_another(
    id_: str, params: dict[str, Any], text: str
) -> None:
    rule = catalog.compile_rule(SHIPPED.entries[id_], level=None, params=params)
    one = of(msgspec.structs.replace(rule, since=None))
    early, late = (reported(one, item(text), datetime.date(year, 11, 25)) for year in (2020, 2026))
    assert early != late, "the item's outcome depends on the day"
    assert one.needs_today


def test_rules_that_are_off_are_not_in_the_plan(tmp_path: Path) -> None:
    one = configured(tmp_path, "select: [wording]\nignore: [wording/wrong-word]\nlevels: {wording/spelling: 'off'}\n")
    on = {rule.id for rule in one.rules}
    assert "wording/year-zero" in on
    assert on & {"wording/wrong-word", "wording/spelling", "short/body"} == set()


def test_a_folder_has_its_own_plan(tmp_path: Path) -> None:
    text = "overrides:\n  - files: [公示/**]\n    ignore: [short/body]\n    levels: {stale/no-date: error}\n"
    outside, inside = (configured(tmp_path, text, path) for path in ("要闻/a.md", "公示/a.md"))
    assert "short/body" in outside.infos
    assert "short/body" not in inside.infos
    assert (outside.infos["stale/no-date"].level, inside.infos["stale/no-date"].level) == (Level.WARNING, Level.ERROR)


def test_items_with_equal_settings_share_one_plan(tmp_path: Path) -> None:
    text = "overrides:\n  - files: [公示/**]\n    ignore: [short/body]\n"
    assert configured(tmp_path, text, "a.md") is configured(tmp_path, text, "b.md")
    assert configured(tmp_path, text, "a.md") is not configured(tmp_path, text, "公示/a.md")


def test_parameters_and_levels_of_the_configuration_are_those_of_the_plan(tmp_path: Path) -> None:
    one = configured(tmp_path, "rules: {short/body: {minimum: 300}}\nlevels: {short/body: info}\n")
    (rule,) = (rule for rule in one.rules if rule.id == "short/body")
    assert (rule.params.minimum, rule.level, one.infos["short/body"].level) == (300, Level.INFO, Level.INFO)


def test_wrong_parameters_name_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(tmp_path, "rules:\n  short/body:\n    minimun: 300\n")
    assert caught.value.where == f"{tmp_path / 'qishan-lint.yaml'}:3"


def test_limits_that_nobody_confirmed_are_named_with_their_value(tmp_path: Path) -> None:
    before = dict(configured(tmp_path, "").unconfirmed)
    after = dict(configured(tmp_path, "rules: {short/body: {severe-minimum: 90}}\n").unconfirmed)
    assert before["short/body.severe-minimum"] == "100"
    assert before.keys() - after.keys() == {"short/body.severe-minimum"}


def test_a_plan_carries_the_digest_of_its_catalogue(tmp_path: Path) -> None:
    pack(tmp_path / "规则")
    assert configured(tmp_path, "").catalogue_digest == SHIPPED.digest
    assert configured(tmp_path, "packs: [规则]\n").catalogue_digest == catalog.load((tmp_path / "规则",)).digest


def test_a_rule_of_a_pack_runs_beside_the_others(tmp_path: Path) -> None:
    pack(tmp_path / "规则")
    one = configured(tmp_path, "packs: [规则]\nselect: [wording/own-word, wording/wrong-word]\n")
    assert {"wording/own-word", "wording/wrong-word"} <= set(reported(one, item("在旧桥镇登陆网站。")))


def test_a_changed_pack_makes_another_plan(tmp_path: Path) -> None:
    text, about = "packs: [规则]\nselect: [wording/own-word]\n", item("在旧桥镇。")
    pack(tmp_path / "规则")
    before = configured(tmp_path, text)
    assert "wording/own-word" in reported(before, about)
    assert configured(tmp_path, text) is before
    pack(tmp_path / "规则", packs.rule(("{旧桥镇", "{老桥镇"), ("bad: 旧桥镇", "bad: 老桥镇")))
    after = configured(tmp_path, text)
    assert "wording/own-word" not in reported(after, about)
    assert after.catalogue_digest != before.catalogue_digest


@pytest.mark.parametrize(
    ("id_", "fixable", "waivable"),
    [
        ("wording/wrong-word", True, True),
        ("short/body", False, True),
        ("sensitive/secrecy-mark", False, False),
    ],
)
def test_what_reports_say_about_a_rule(id_: str, fixable: bool, waivable: bool) -> None:
    (rule,) = shipped(id_)
    info = of(rule).infos[id_]
    assert (info.id, info.family, info.kind, info.level) == (id_, id_.partition("/")[0], rule.kind, rule.level)
    assert (info.fixable, info.waivable) == (fixable, waivable)
    assert (info.name, info.why, info.source) == (rule.name, rule.why, rule.source)


def test_rules_that_compare_items_are_told_apart() -> None:
    one = of(*shipped("short/body", "item/repeated", "photo/duplicate"))
    assert [step.rule.id for step, _ in one.gathering] == ["item/repeated", "photo/duplicate"]


def test_kinds_keep_their_time_where_it_is_asked_for() -> None:
    times = Times()
    timed = plan.assemble(NONE, shipped("wording/wrong-word", "sensitive/citizen-id"), "", times)
    about = item("请登陆网站，号码 110101180001010000。")
    assert names(timed, about) == ["wording/wrong-word", "sensitive/citizen-id"]
    assert reported(timed, about) == reported(of(*timed.rules), about)
    assert set(times) == {"terms", "identity"}
