"""The list of rules: the same rows for people and programs, in the order of reports, as the configuration has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qishan_lint import catalog, rulelist, settings
from qishan_lint.catalog import FAMILIES
from qishan_lint.errors import ConfigError
from qishan_lint.rulelist import Row
from qishan_lint.settings import Choice
from tests import packs
from tests.packs import OWN
from tests.trees import plant

LANGUAGES = ("zh", "en")
SHIPPED = catalog.load()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled rules of packs that live for one test do not push out those that the machine keeps."""
    monkeypatch.setenv("QISHAN_LINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def listed(folder: Path, *selectors: str, text: str = "") -> list[Row]:
    """The rows for ``selectors`` under the configuration ``text``."""
    plant(folder, {"qishan-lint.yaml": text, ".git/HEAD": ""})
    settings.forget()
    return rulelist.rows(settings.for_folder(folder, Choice()), selectors)


def ids(rows: list[Row]) -> list[str]:
    return [row.id for row in rows]


def only(rows: list[Row]) -> Row:
    (row,) = rows
    return row


def test_without_selectors_every_rule_is_listed_once(tmp_path: Path) -> None:
    found = ids(listed(tmp_path))
    assert sorted(found) == sorted(SHIPPED.entries)


def test_rules_stand_by_family_in_the_order_of_reports_and_by_name(tmp_path: Path) -> None:
    rows = listed(tmp_path)
    assert list(dict.fromkeys(row.family for row in rows)) == list(FAMILIES)
    for family in FAMILIES:
        own = [row.id for row in rows if row.family == family]
        assert own == sorted(own)


@pytest.mark.parametrize(
    ("selectors", "found"),
    [
        (("short/body",), ["short/body"]),
        (("wording/wrong-word", "short/body"), ["short/body", "wording/wrong-word"]),
        (("short/body", "short/body"), ["short/body"]),
        (("short",), sorted(SHIPPED.resolve("short"))),
        (("short", "short/body"), sorted(SHIPPED.resolve("short"))),
        (("photo/code",), ["photo/code"]),
    ],
)
def test_selectors_choose_rules(tmp_path: Path, selectors: tuple[str, ...], found: list[str]) -> None:
    assert ids(listed(tmp_path, *selectors)) == found


def test_an_unknown_selector_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        listed(tmp_path, "short/bdy")
    assert caught.value.remedy is not None
    assert "short/body" in caught.value.remedy.en


@pytest.mark.parametrize(
    ("text", "on", "level"),
    [
        ("", True, "warning"),
        ("ignore: [short/body]\n", False, "warning"),
        ("levels: {short/body: error}\n", True, "error"),
        ("levels: {short/body: 'off'}\n", False, "warning"),
        ("levels: {short/body: error}\nignore: [short/body]\n", False, "warning"),
        ("select: [wording]\n", False, "warning"),
        ("overrides: [{files: ['公示/**'], ignore: [short/body]}]\n", True, "warning"),
    ],
)
def test_rows_say_what_the_configuration_makes_of_a_rule(tmp_path: Path, text: str, on: bool, level: str) -> None:
    row = only(listed(tmp_path, "short/body", text=text))
    assert (row.on, row.level) == (on, level)


def test_a_rule_to_be_asked_for_is_off_until_then(tmp_path: Path) -> None:
    assert not only(listed(tmp_path, "photo/code")).on
    assert only(listed(tmp_path, "photo/code", text="enable: [photo/code]\n")).on


def test_rules_of_a_pack_are_listed_after_the_families_that_reports_know(tmp_path: Path) -> None:
    own = packs.rule((OWN, "county/word"), more="aliases: [county/older]\nwaivable: false\n")
    plant(tmp_path, {"规则/county/word.yaml": own})
    row = listed(tmp_path, text="packs: [规则]\n")[-1]
    assert row == Row(
        id="county/word",
        family="county",
        kind="terms",
        level=row.level,
        on=True,
        waivable=False,
        fixable=True,
        name=row.name,
        source="本县规定",
        aliases=("county/older",),
    )
    assert ids(listed(tmp_path, "county/older", text="packs: [规则]\n")) == ["county/word"]


def test_json_has_a_version_and_one_form(tmp_path: Path) -> None:
    said = rulelist.as_json(listed(tmp_path, "short/body", "sensitive/secrecy-mark"))
    assert said.endswith("}\n")
    document: dict[str, Any] = json.loads(said)
    assert list(document) == ["schema", "rules"]
    assert document["schema"] == 1
    secrecy, body = document["rules"]
    assert list(body) == ["id", "family", "kind", "level", "on", "waivable", "fixable", "name", "source", "aliases"]
    assert body == {
        "id": "short/body",
        "family": "short",
        "kind": "length",
        "level": "warning",
        "on": True,
        "waivable": True,
        "fixable": False,
        "name": {"zh": "正文太短", "en": "Body too short"},
        "source": SHIPPED.entries["short/body"].file.source,
        "aliases": [],
    }
    assert (secrecy["id"], secrecy["level"], secrecy["waivable"]) == ("sensitive/secrecy-mark", "error", False)


def test_json_is_the_same_every_time_and_readable_chinese(tmp_path: Path) -> None:
    one, other = (rulelist.as_json(listed(tmp_path)) for _ in range(2))
    assert one == other
    assert "正文太短" in one


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_is_one_line_of_text(tmp_path: Path, lang: str) -> None:
    rows = listed(tmp_path)
    lines = rulelist.as_text(rows, lang).splitlines()
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert row.id in line.split()
        assert row.name.get(lang) in line
        assert line.startswith("*") is row.on


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_of_text_stand_under_one_another(tmp_path: Path, lang: str) -> None:
    rows = listed(tmp_path)
    places = set()
    for row, line in zip(rows, rulelist.as_text(rows, lang).splitlines(), strict=True):
        start = line.index(row.id)
        places.add((start, line.index(row.name.get(lang), start + len(row.id))))
    assert len(places) == 1


@pytest.mark.parametrize(
    ("id_", "lang", "line"),
    [
        ("short/body", "zh", "* 警告  short/body  正文太短"),
        ("short/body", "en", "* warning  short/body  Body too short"),
        ("wording/wrong-word", "zh", "* 错误  wording/wrong-word  错别字  [可自动改]"),
        ("wording/wrong-word", "en", "* error  wording/wrong-word  Wrong word  [fixable]"),
        ("sensitive/secrecy-mark", "zh", "  [不可豁免]"),
        ("sensitive/secrecy-mark", "en", "  [not waivable]"),
    ],
)
def test_text_is_in_the_language_of_the_reader(tmp_path: Path, id_: str, lang: str, line: str) -> None:
    said = rulelist.as_text(listed(tmp_path, id_), lang)
    assert said.endswith(line + "\n")


def test_a_rule_that_is_off_has_no_star(tmp_path: Path) -> None:
    said = rulelist.as_text(listed(tmp_path, "short/body", text="ignore: [short]\n"), "zh")
    assert said == "  警告  short/body  正文太短\n"
