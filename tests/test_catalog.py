"""The catalogue: what selectors name, packs beside the shipped rules, what the digest covers, rules as configured."""

from __future__ import annotations

import datetime
import importlib.util
import os
from pathlib import Path

import msgspec
import pytest

from qishan_lint import catalog, plan, settings, yamlfile
from qishan_lint.compiled import Entry
from qishan_lint.errors import ConfigError
from qishan_lint.kinds import Rule
from qishan_lint.model import Level
from qishan_lint.settings import Choice
from tests import packs
from tests.packs import OWN, PARAMS, PLACE, pack
from tests.trees import plant

SHIPPED = catalog.load()
OPT_IN = {id_ for id_, entry in SHIPPED.entries.items() if entry.file.opt_in}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled rules of packs that live for one test do not push out those that the machine keeps."""
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def refused(folder: Path) -> ConfigError:
    """Why the pack ``folder`` is not loaded."""
    with pytest.raises(ConfigError) as caught:
        catalog.load((folder,))
    return caught.value


def test_a_rule_names_itself() -> None:
    assert SHIPPED.resolve("wording/wrong-word") == ("wording/wrong-word",)


def test_a_family_names_its_rules_but_those_to_be_asked_for() -> None:
    assert SHIPPED.resolve("photo") == tuple(
        id_ for id_ in SHIPPED.entries if id_.startswith("photo/") and id_ not in OPT_IN
    )
    assert OPT_IN & set(SHIPPED.resolve("photo")) == set()
    assert {id_ for id_ in OPT_IN if id_.startswith("photo/")}, "the family has rules of both sorts"


def test_all_names_every_rule_but_those_to_be_asked_for() -> None:
    assert set(SHIPPED.resolve("all")) == set(SHIPPED.entries) - OPT_IN


@pytest.mark.parametrize("id_", sorted(OPT_IN))
def test_a_rule_to_be_asked_for_answers_to_its_own_name(id_: str) -> None:
    assert SHIPPED.resolve(id_) == (id_,)


@pytest.mark.parametrize("selector", ["wordng", "wording/", "word", "wording/wrong-wrod", "ALL", ""])
def test_an_unknown_selector_is_an_error(selector: str) -> None:
    with pytest.raises(LookupError):
        SHIPPED.resolve(selector)


def test_rules_that_need_an_optional_part() -> None:
    assert SHIPPED.needing("qr") == ("photo/code",)
    assert SHIPPED.needing("ocr") == ("photo/text",)
    assert SHIPPED.needing("sign") == ()


def test_a_pack_adds_its_rule(tmp_path: Path) -> None:
    found = catalog.load((pack(tmp_path),))
    assert set(found.entries) - set(SHIPPED.entries) == {OWN}
    assert OWN in found.resolve("wording")
    assert found.entries[OWN].path == str(tmp_path / PLACE)
    assert OWN not in catalog.load().entries


def test_a_rule_of_a_pack_answers_to_its_old_name(tmp_path: Path) -> None:
    found = catalog.load((pack(tmp_path, packs.rule(more="aliases: [wording/older-word]\n")),))
    assert found.resolve("wording/older-word") == (OWN,)


def test_a_pack_can_have_a_family_of_its_own(tmp_path: Path) -> None:
    plant(tmp_path, {"county/word.yaml": packs.rule((OWN, "county/word"))})
    assert catalog.load((tmp_path,)).resolve("county") == ("county/word",)


def test_several_packs_lie_side_by_side(tmp_path: Path) -> None:
    one = pack(tmp_path / "甲")
    other = plant(tmp_path / "乙", {"wording/other.yaml": packs.rule((OWN, "wording/other-word"))})
    assert {OWN, "wording/other-word"} <= set(catalog.load((one, other)).entries)


@pytest.mark.parametrize("path", ["presets/own.yaml", "forms/own.yaml", "directories/own.yaml", "own.yaml"])
def test_what_is_no_rule_is_not_read_as_one(tmp_path: Path, path: str) -> None:
    plant(tmp_path, {path: "- 不是规则\n"})
    assert catalog.load((tmp_path,)).entries.keys() == SHIPPED.entries.keys()


@pytest.mark.parametrize("id_", ["wording/wrong-word", "sensitive/secrecy-mark"])
def test_a_pack_replaces_no_shipped_rule(tmp_path: Path, id_: str) -> None:
    name = f"{id_}.yaml"
    plant(tmp_path, {name: packs.rule((OWN, id_))})
    error = refused(tmp_path)
    assert id_ in error.message.en
    assert error.where == str(tmp_path / name)


@pytest.mark.parametrize("alias", ["wording/wrong-word", "sensitive/secrecy-mark", OWN])
def test_an_old_name_takes_no_rule_its_own(tmp_path: Path, alias: str) -> None:
    error = refused(pack(tmp_path, packs.rule(more=f"aliases: [{alias}]\n")))
    assert alias in error.message.zh
    assert error.where == str(tmp_path / PLACE)


def test_an_old_name_belongs_to_one_rule(tmp_path: Path) -> None:
    pack(tmp_path, packs.rule(more="aliases: [wording/older-word]\n"))
    other = packs.rule((OWN, "wording/second"), more="aliases: [wording/older-word]\n")
    assert "wording/older-word" in refused(plant(tmp_path, {"wording/second.yaml": other})).message.en


@pytest.mark.parametrize("alias", ["all", "sensitive"])
def test_an_old_name_is_no_family(tmp_path: Path, alias: str) -> None:
    assert refused(pack(tmp_path, packs.rule(more=f"aliases: [{alias}]\n"))).where == f"{tmp_path / PLACE}:10"


def test_two_packs_with_one_rule_are_refused(tmp_path: Path) -> None:
    one, other = pack(tmp_path / "甲"), pack(tmp_path / "乙")
    with pytest.raises(ConfigError) as caught:
        catalog.load((one, other))
    assert caught.value.where == str(other / PLACE)


@pytest.mark.parametrize(
    ("change", "line", "says", "remedy"),
    [
        (("level:", "levle:"), 4, "levle", "level"),
        (("source: 本县规定", "sources: 本县规定"), 7, "sources", "source"),
        (("terms: {", "trems: {"), 8, "trems", "terms"),
        (("right:", "rihgt:"), 8, "rihgt", "right"),
        (("level: warning", "level: warnign"), 4, "warnign", "warning"),
        (("id: wording/own-word", "id: Own Word"), 1, "id", ""),
        (("kind: terms", "kind: [terms]"), 3, "kind", ""),
        (("kind: terms", "kind: terms\nkind: terms"), 4, "kind", ""),
        (("source: 本县规定", "source: @本县"), 7, "YAML", ""),
        (("source: 本县规定\n", ""), 1, "source", ""),
        (("source: 本县规定", "source: 本县规定\nunconfirmed: [safe, saef]"), 8, "saef", "safe"),
    ],
)
def test_a_broken_rule_names_its_file_line_and_the_nearest_key(
    tmp_path: Path, change: tuple[str, str], line: int, says: str, remedy: str
) -> None:
    error = refused(pack(tmp_path, packs.rule(change)))
    assert error.where == f"{tmp_path / PLACE}:{line}"
    assert says in error.message.zh
    assert says in error.message.en
    assert remedy in (error.remedy.en if error.remedy else "")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((", {good: 石桥镇。}", ""), "example"),
        (("{bad: 旧桥镇。, fixed: 石桥镇。}, ", ""), "example"),
        (("id: wording/", "id: short/"), "folder"),
        (("kind: terms", "kind: trems"), "trems"),
        (("kind: terms", "kind: terms.list"), "terms.list"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    error = refused(pack(tmp_path, packs.rule(change)))
    assert says in error.message.en
    assert error.where == str(tmp_path / PLACE)


def test_an_unknown_kind_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    error = refused(pack(tmp_path, packs.rule(("kind: terms", "kind: trems"))))
    assert error.remedy is not None
    assert "terms" in error.remedy.en


def test_a_mistake_in_a_list_names_the_list_and_its_line(tmp_path: Path) -> None:
    error = refused(pack(tmp_path, packs.rule((PARAMS, "{terms: towns.tsv}")), towns="wrong\tright\n\t石桥镇\n"))
    assert error.where.endswith("towns.tsv:2")


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("terms", "{terms: 5}"),
        ("terms", "{terms: [5]}"),
        ("terms", "{terms: }"),
        ("pattern", "{patterns: 5}"),
        ("pattern", "{patterns: [{match: 5}]}"),
        ("pattern", "{patterns: [{match: (甲}]}"),
        ("spelling", "{dictionary: [5]}"),
        ("terms", "{terms: {'': {right: 石桥镇}}}"),
        ("anniversary", "{founded: {'': 1949}}"),
    ],
)
def test_parameters_that_no_kind_could_read_name_their_line(tmp_path: Path, kind: str, params: str) -> None:
    error = refused(pack(tmp_path, packs.rule((PARAMS, params), ("kind: terms", f"kind: {kind}"))))
    assert error.where == f"{tmp_path / PLACE}:8"


def test_a_bad_pattern_is_explained_in_both_languages(tmp_path: Path) -> None:
    error = refused(
        pack(tmp_path, packs.rule((PARAMS, "{patterns: [{match: (甲}]}"), ("kind: terms", "kind: pattern")))
    )
    assert error.message.zh == "“params”的值不对：模式“(甲”第 3 个字符：缺少右括号“)”"
    assert error.message.en == "bad value for “params”: pattern “(甲”, character 3: “)” is missing"


@pytest.mark.parametrize("of", ["rule", "list"])
def test_a_file_in_another_encoding_is_refused_with_a_remedy(tmp_path: Path, of: str) -> None:
    text, towns = packs.rule((PARAMS, "{terms: towns.tsv}")), "wrong\tright\n旧桥镇\t石桥镇\n"
    pack(tmp_path, text.encode("gbk" if of == "rule" else "utf-8"), towns=towns.encode("gbk"))
    error = refused(tmp_path)
    assert error.where == str(tmp_path / (PLACE if of == "rule" else "wording/towns.tsv"))
    assert error.remedy is not None
    assert "UTF-8" in error.remedy.zh


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    text, towns = packs.rule((PARAMS, "{terms: towns.tsv}")), "wrong\tright\n旧桥镇\t石桥镇\n"
    found = catalog.load((pack(tmp_path, text.encode("utf-8-sig"), towns=towns.encode("utf-8-sig")),))
    assert set(msgspec.json.decode(found.entries[OWN].params)["terms"]) == {"旧桥镇"}


@pytest.mark.parametrize("name", ["towns.tsv", "."])
def test_a_list_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    error = refused(pack(tmp_path, packs.rule((PARAMS, f"{{terms: {name}}}"))))
    assert error.where == str(tmp_path / "wording" / name)


def test_lists_are_read_beside_the_rule(tmp_path: Path) -> None:
    text = packs.rule((PARAMS, "{terms: [towns.tsv, names.tsv]}"))
    found = catalog.load(
        (pack(tmp_path, text, towns="wrong\tright\n旧桥镇\t石桥镇\n", names="wrong\tright\n旧\t新\n"),)
    )
    assert set(msgspec.json.decode(found.entries[OWN].params)["terms"]) == {"旧桥镇", "旧"}


def test_a_pack_is_found_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    pack(tmp_path / "规则")
    (tmp_path / "镇").mkdir()
    assert catalog.pack_folder("../规则", tmp_path / "镇") == tmp_path / "规则"


def test_a_pack_that_is_nowhere_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    for name in ("没有", "文件"):
        with pytest.raises(ConfigError) as caught:
            catalog.pack_folder(name, tmp_path)
        assert name in caught.value.message.zh
        assert caught.value.where == str(tmp_path)
        assert caught.value.remedy is not None


def test_the_digest_is_of_what_the_rules_say_not_of_where_they_lie(tmp_path: Path) -> None:
    one, other = pack(tmp_path / "甲"), pack(tmp_path / "乙")
    os.utime(other / PLACE, (1, 1))
    assert catalog.load((one,)).digest == catalog.load((other,)).digest
    assert catalog.load((one,)).digest != SHIPPED.digest


@pytest.mark.parametrize(
    "files",
    [
        {PLACE: packs.rule(("level: warning", "level: error"))},
        {PLACE: packs.rule(("石桥镇}", "石桥乡}"))},
        {PLACE: packs.rule(more="# 注\n")},
        {"wording/towns.tsv": "wrong\tright\n甲\t丙\n"},
        {"wording/second.yaml": packs.rule((OWN, "wording/second"))},
        {"forms/own.yaml": "name: 表\n"},
    ],
)
def test_the_digest_changes_with_every_byte_of_a_pack(tmp_path: Path, files: dict[str, str]) -> None:
    one, other = (pack(tmp_path / name, towns="wrong\tright\n甲\t乙\n") for name in ("甲", "乙"))
    plant(other, files)
    assert catalog.load((one,)).digest != catalog.load((other,)).digest


def test_the_digest_changes_with_the_name_of_a_file(tmp_path: Path) -> None:
    one, other = pack(tmp_path / "甲"), pack(tmp_path / "乙")
    (other / PLACE).rename(other / "wording/renamed.yaml")
    assert catalog.load((one,)).digest != catalog.load((other,)).digest


def test_a_pack_is_looked_at_again_when_it_is_forgotten(tmp_path: Path) -> None:
    before = catalog.load((pack(tmp_path),))
    pack(tmp_path, packs.rule(("right: 石桥镇", "right: 石桥乡")))
    assert catalog.load((tmp_path,)) is before, "one run sees one state"
    catalog.forget()
    after = catalog.load((tmp_path,))
    assert after.digest != before.digest
    assert after.entries[OWN].params != before.entries[OWN].params
    pack(tmp_path)
    catalog.forget()
    assert catalog.load((tmp_path,)).digest == before.digest


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    before = catalog.load((pack(tmp_path),))
    catalog.forget()
    assert catalog.load((tmp_path,)) is before


def compiled(entry: Entry, where: str = "", level: Level | None = None, **params: object) -> Rule:
    return catalog.compile_rule(
        entry, level=level, params={name.replace("_", "-"): value for name, value in params.items()}, where=where
    )


def test_a_rule_as_its_file_has_it(tmp_path: Path) -> None:
    text = packs.rule(
        more="from: 2020-01-01\nuntil: 2030-01-01\nroles: [attachment]\ntitle-level: error\n"
        "waivable: false\naliases: [wording/older-word]\n"
    )
    rule = compiled(catalog.load((pack(tmp_path, text),)).entries[OWN])
    assert (rule.id, rule.kind, rule.level, rule.title_level) == (OWN, "terms", Level.WARNING, Level.ERROR)
    assert (rule.since, rule.until) == (datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
    assert (rule.roles, rule.waivable, rule.aliases) == (("attachment",), False, ("wording/older-word",))
    assert (rule.name.en, rule.why.zh, rule.source) == ("Own word", "本县规定", "本县规定")
    assert rule.params.terms["旧桥镇"].right == "石桥镇"
    assert [(example.bad, example.item, example.fixed) for example in rule.examples] == [
        (True, {"text": "旧桥镇。"}, "石桥镇。"),
        (False, {"text": "石桥镇。"}, None),
    ]


def test_the_configured_level_is_that_of_titles_too(tmp_path: Path) -> None:
    entry = catalog.load((pack(tmp_path, packs.rule(more="title-level: error\n")),)).entries[OWN]
    rule = compiled(entry, level=Level.INFO)
    assert (rule.level, rule.title_level) == (Level.INFO, None)


def test_configured_parameters_lie_over_those_of_the_file() -> None:
    own = compiled(SHIPPED.entries["short/body"])
    rule = compiled(SHIPPED.entries["short/body"], minimum=300)
    assert rule.params == msgspec.structs.replace(own.params, minimum=300)


def test_a_configured_limit_is_a_confirmed_one() -> None:
    own = compiled(SHIPPED.entries["short/body"])
    assert {"minimum", "severe-minimum"} <= set(own.unconfirmed)
    confirmed = compiled(SHIPPED.entries["short/body"], severe_minimum=50)
    assert set(own.unconfirmed) - set(confirmed.unconfirmed) == {"severe-minimum"}


@pytest.mark.parametrize(
    ("params", "line", "says", "remedy"),
    [
        ("minimun: 5", 3, "minimun", "minimum"),
        ("minimum: viel", 3, "short/body.minimum", ""),
        ("photos: 1\n    minimum: [5]", 4, "short/body.minimum", ""),
    ],
)
def test_wrong_parameters_name_the_configuration(
    tmp_path: Path, params: str, line: int, says: str, remedy: str
) -> None:
    file = tmp_path / "qishan-lint.yaml"
    file.write_text(f"rules:\n  short/body:\n    {params}\n", encoding="utf-8")
    given = yamlfile.parse(file.read_text(encoding="utf-8"), file.name)["rules"]["short/body"]
    with pytest.raises(ConfigError) as caught:
        catalog.compile_rule(SHIPPED.entries["short/body"], level=None, params=given, where=str(file))
    assert caught.value.where == f"{file}:{line}"
    assert says in caught.value.message.zh
    assert remedy in (caught.value.remedy.en if caught.value.remedy else "")


def test_a_wrong_parameter_of_an_override_names_the_override(tmp_path: Path) -> None:
    text = """\
rules:
  short/body: {minimum: 100}
overrides:
  - files: [甲/**]
    rules: {short/body: {minimum: 50}}
  - files: [乙/**]
    rules:
      short/body: {minimum: 五十}
"""
    (tmp_path / "qishan-lint.yaml").write_text(text, encoding="utf-8")
    wanted = settings.for_folder(tmp_path, Choice())
    plan.build(wanted.for_item(tmp_path / "甲/a.md"))
    with pytest.raises(ConfigError) as caught:
        plan.build(wanted.for_item(tmp_path / "乙/a.md"))
    assert caught.value.where == f"{tmp_path / 'qishan-lint.yaml'}:8"
    assert caught.value.message.zh == "“overrides[1].rules.short/body.minimum”的值不对：应为整数，写的是文字"


def test_an_empty_word_in_the_configuration_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "qishan-lint.yaml"
    file.write_text("rules:\n  wording/wrong-word:\n    extra: {'': 新}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        compiled(SHIPPED.entries["wording/wrong-word"], where=str(file), extra={"": "新"})
    assert caught.value.where == f"{file}:2"
    assert "wording/wrong-word" in caught.value.message.zh


def test_wrong_parameters_without_a_configuration_name_the_rule() -> None:
    with pytest.raises(ConfigError) as caught:
        compiled(SHIPPED.entries["short/body"], minimun=5)
    assert caught.value.where == "rules/short/body.yaml:1"


def test_a_missing_part_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "zxingcpp" else find(name))
    entry = SHIPPED.entries["photo/code"]
    assert not catalog.has_extra(entry)
    with pytest.raises(ConfigError) as caught:
        compiled(entry)
    assert "photo/code" in caught.value.message.en
    assert "[qr]" in caught.value.message.zh
    assert caught.value.remedy is not None
    assert "pip install 'qishan-lint[qr]'" in caught.value.remedy.en


def test_a_rule_without_an_optional_part_needs_none() -> None:
    assert catalog.has_extra(SHIPPED.entries["short/body"])
