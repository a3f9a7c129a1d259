"""The invented county's 34 directories: imported, checked and held against its items by the installed command."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("python_calamine")
pytest.importorskip("xlsxwriter")

from fixtures.countymaker import directories
from fixtures.countymaker.directories import County, Planted
from fixtures.countymaker.items import AS_OF

from tests.command import lint


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    made = directories.make(tmp_path_factory.mktemp("county"))
    told = lint(made.site.parent, "directory", "import", *map(str, made.books), "--output", "目录.yaml")
    assert "34 个领域，204 项" in told
    return made


def test_every_planted_fault_and_nothing_else(county: County) -> None:
    command = ("directory", "check", "目录.yaml", "--format", "json", "--today", str(AS_OF))
    found = json.loads(lint(county.site.parent, *command, code=1))
    assert tuple(sorted(Planted(one["area"], one["row"], one["code"]) for one in found)) == county.faults
    codes = {one.code for one in county.faults}
    assert codes == {"no-limit", "limit-masked", "repealed-law", "no-website", "no-area"}


@pytest.mark.parametrize(("lang", "words"), [("zh", "全国标准目录有这个领域"), ("en", "merged-areas")])
def test_faults_in_words(county: County, lang: str, words: str) -> None:
    command = ("directory", "check", "目录.yaml", "--today", str(AS_OF), "--lang", lang)
    told = lint(county.site.parent, *command, code=1)
    assert words in told
    assert len(told.splitlines()) == len(county.faults) + 1


@pytest.mark.parametrize(("into", "code"), [("重大建设项目", ""), ("自然资源", "merged-nowhere")])
def test_an_area_that_another_covers_is_declared(county: County, into: str, code: str) -> None:
    config = county.site.parent / "own.yaml"
    config.write_text(f"audit: {{merged-areas: {{国土空间规划: {into}}}}}\n", "utf-8")
    command = ("directory", "check", "目录.yaml", "--format", "json", "--config", "own.yaml")
    found = json.loads(lint(county.site.parent, *command, code=1))
    assert [one["code"] for one in found if one["area"] == "国土空间规划"] == ([code] if code else [])


def test_every_planted_gap_and_nothing_else(county: County) -> None:
    command = ("directory", "gaps", "目录.yaml", "site", "--format", "json", "--today", str(AS_OF))
    found = json.loads(lint(county.site.parent, *command, code=1))["gaps"]
    names = ("area", "row", "code", "item", "department")
    assert tuple(sorted(Planted(*(one[name] for name in names)) for one in found)) == county.gaps
    assert {one.code for one in county.gaps} == {"blank", "late", "other-body", "overdue"}


def test_gaps_by_department(county: County) -> None:
    told = lint(county.site.parent, "directory", "gaps", "目录.yaml", "site", "--today", str(AS_OF), code=1)
    assert "没有任何稿件" in told
    blank = sum(one.code == "blank" for one in county.gaps)
    assert f"{204 - blank} 篇对 204 项" in told
    english = lint(
        county.site.parent,
        "directory",
        "gaps",
        "目录.yaml",
        "site",
        "--today",
        str(AS_OF),
        "--lang",
        "en",
        code=1,
    )
    assert "no item at all" in english


def test_the_poster_holds_a_code_an_area(county: County) -> None:
    pytest.importorskip("zxingcpp")
    lint(
        county.site.parent,
        "directory",
        "qr",
        "目录.yaml",
        "--base-url",
        "https://qinghe.example/zwgk",
        "--output",
        "p.html",
    )
    page = (county.site.parent / "p.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64") == 34
    assert "政务公开意见簿" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("directory", "check", "none.yaml"), "directory import"),
        (("directory", "check", "directories/01-重大建设项目.xlsx"), "先用 directory import"),
        (("directory", "gaps", "目录.yaml", "nowhere"), "没有这个文件夹"),
        (("directory", "qr", "目录.yaml", "--base-url", "javascript:1"), "https://"),
        (("directory", "import", "site/救灾/1.md"), "不支持的格式"),
        (("directory", "check", "目录.yaml", "--format", "xml"), "text、json"),
    ],
)
def test_mistakes_say_what_to_do(county: County, arguments: tuple[str, ...], words: str) -> None:
    assert words in lint(county.site.parent, *arguments, code=2)
