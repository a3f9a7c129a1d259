"""Directories checked in themselves, and a site held against them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

pytest.importorskip("python_calamine")

from qishan_lint.directory import faults, gaps, sheets
from qishan_lint.directory.model import Library
from tests.directory.books import book, row
from tests.trees import plant

DAY = datetime.date(2026, 11, 25)


def library(path: Path, *rows: tuple[str, ...]) -> Library:
    return Library(directories=sheets.read(book(path / "目录.xlsx", rows)))


def codes(found: Library, template: Library | None = None) -> list[str]:
    return [one.code for one in faults.find(found, DAY, template)]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"limit": ""}, "no-limit"),
        ({"limit": "信息形成之日起×个工作日内"}, "limit-masked"),
        ({"limit": "按要求公开"}, "limit-unknown"),
        ({"limit": "同上"}, "nothing-above"),
        ({"content": ""}, "empty"),
        ({"body": ""}, "empty"),
        ({"channels": "□政府网站 □公示栏"}, "empty"),
        ({"channels": "■公示栏"}, "no-website"),
        ({"basis": "《政府信息公开条例》（国务院令第492号）"}, "repealed-law"),
        ({}, ""),
    ],
)
def test_faults_of_one_entry(tmp_path: Path, cells: dict[str, str], code: str) -> None:
    assert codes(library(tmp_path, row(1, "低保", "政策", **cells))) == ([code] if code else [])


def test_repeated_numbers_and_entries(tmp_path: Path) -> None:
    found = library(tmp_path, row(1, "低保", "政策"), row(1, "低保", "条件"), row(2, "低保", "条件"))
    assert sorted(codes(found)) == ["repeated-entry"] * 2 + ["repeated-number"] * 2


def test_what_the_template_has_more(tmp_path: Path) -> None:
    own = library(tmp_path, row(1, "低保", "政策"))
    template = library(tmp_path, row(1, "低 保", "政策"), row(2, "低保", "结果"))
    assert codes(own, template=template) == ["not-in-directory"]


def article(
    title: str, code: str = "", department: str = "县民政局", published: str = "2026-10-20", written: str = "2026-10-12"
) -> str:
    lines = [f"title: {title}", f"date: {published}", f"成文日期: {written}", f"department: {department}"]
    return "\n".join(["---", *lines, *([f"directory: {code}"] if code else []), "---", "", "正文。", ""])


def held(tmp_path: Path, found: Library, **texts: str) -> list[tuple[str, str]]:
    site = plant(tmp_path / "site", {f"{name}.md": text for name, text in texts.items()})
    return [(one.code, one.item) for one in gaps.find(found, gaps.read(site), DAY).gaps]


def test_an_entry_without_an_item_is_blank(tmp_path: Path) -> None:
    found = library(
        tmp_path,
        row(1, "低保", "审批结果"),
        row(2, "低保", "政策文件"),
        row(3, "低保", "个案信息", active="", request="√"),
    )
    assert held(tmp_path, found, a=article("低保金发放", "社会救助-1")) == [("blank", "")]


def test_a_standing_entry_with_an_old_item_is_none(tmp_path: Path) -> None:
    found = library(tmp_path, row(1, "低保", "办事指南", limit="长期公开"))
    assert held(tmp_path, found, a=article("指南", "社会救助-1", published="2022-03-01", written="2020-01-01")) == []


@pytest.mark.parametrize(
    ("written", "published", "limit", "code"),
    [
        ("2026-09-11", "2026-10-15", "信息形成之日起20个工作日内", ""),
        ("2026-09-11", "2026-10-16", "信息形成之日起20个工作日内", "late"),
        ("2026-10-09", "2026-10-29", "信息形成之日起20日内", ""),
        ("2026-10-09", "2026-10-30", "信息形成之日起20日内", "late"),
        ("2026-09-11", "2026-11-20", "及时公开", "late"),
        ("2031-03-03", "2031-04-20", "信息形成之日起20个工作日内", "undecided"),
    ],
)
def test_limits_are_kept_in_working_days_and_in_days(
    tmp_path: Path, written: str, published: str, limit: str, code: str
) -> None:
    found = library(tmp_path, row(1, "低保", "结果", limit=limit))
    text = article("结果", "社会救助-1", written=written, published=published)
    assert held(tmp_path, found, a=text) == ([(code, "a.md")] if code else [])


def test_an_entry_due_again_and_again_sleeps(tmp_path: Path) -> None:
    found = library(tmp_path, row(1, "低保", "统计", limit="每月10日前"))
    assert held(tmp_path, found, a=article("统计", "社会救助-1", published="2026-09-01")) == [("overdue", "")]


def test_another_body_and_an_unknown_code(tmp_path: Path) -> None:
    found = library(tmp_path, row(1, "低保", "结果"))
    texts = {"a": article("结果", "社会救助-1", department="县财政局"), "b": article("其他", "社会救助-9")}
    assert sorted(held(tmp_path, found, **texts)) == [("other-body", "a.md"), ("unknown-code", "b.md")]


@pytest.mark.parametrize(
    ("channels", "code"),
    [
        ("", ""),
        ("政府网站、公示栏", ""),
        ("县政府网站；公示栏", ""),
        ("政府网站", "channel"),
        ("☑政府网站 □公示栏", "channel"),
    ],
)
def test_ticked_channels_are_used(tmp_path: Path, channels: str, code: str) -> None:
    """Only items that state their channels are held against the directory's."""
    found = library(tmp_path, row(1, "低保", "结果", channels="■政府网站\n■公示栏\n□入户"))
    text = article("结果", "社会救助-1")
    if channels:
        text = text.replace("directory:", f"公开渠道: {channels}\ndirectory:")
    assert held(tmp_path, found, a=text) == ([(code, "a.md")] if code else [])


def test_an_item_without_a_code_is_suggested_or_told(tmp_path: Path) -> None:
    found = library(tmp_path, row(1, "低保", "审批结果"), row(2, "临时救助", "政策文件"))
    texts = {"a": article("青禾县社会救助审批结果公示"), "b": article("县图书馆延时开放")}
    assert sorted(held(tmp_path, found, **texts)) == [("blank", ""), ("unmapped", "b.md")]
