"""Names of metadata fields."""

from __future__ import annotations

import datetime

import pytest

from qishan_lint import dates, metadata
from qishan_lint.model import Field


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("date", "published"),
        ("pubDate", "published"),
        ("publish_date", "published"),
        ("PubDate", "published"),
        ("发布时间", "published"),
        ("发布日期：", "published"),
        ("article:published_time", "published"),
        ("ArticleTitle", "title"),
        ("标题", "title"),
        ("ContentSource", "source"),
        ("来源", "source"),
        ("发布机构", "department"),
        ("ColumnName", "column"),
        ("栏目", "column"),
        ("ColumnType", "column-type"),
        ("SiteName", "site"),
        ("成文日期", "written"),
    ],
)
def test_conventions_map_to_one_field(name: str, field: str) -> None:
    assert metadata.field_of(name, metadata.names()) == field


def test_no_name_belongs_to_two_fields() -> None:
    folded = [metadata.fold(name) for names in metadata.defaults().values() for name in names]
    owners: dict[str, set[str]] = {}
    for field, names in metadata.defaults().items():
        for name in (field, *names):
            owners.setdefault(metadata.fold(name), set()).add(field)
    assert {name: found for name, found in owners.items() if len(found) > 1} == {}
    assert len(folded) >= 100


def test_a_configuration_adds_names_and_fields() -> None:
    known = metadata.names({"published": ["上网 日期"], "hearing": ["听证日期"]})
    assert metadata.field_of("上网日期", known) == "published"
    assert metadata.field_of("听证日期", known) == "hearing"
    assert metadata.field_of("date", known) == "published"
    assert metadata.field_of("上网日期", metadata.names()) == ""


def test_the_first_value_that_is_not_empty_counts() -> None:
    found = metadata.collect(
        [Field("PubDate", " "), Field("date", "2024-05-01"), Field("发布时间", "2024-06-01"), Field("自定 项", "x")],
        metadata.names(),
    )
    assert found["published"].value == "2024-05-01"
    assert found["自定项"].value == "x"
    assert dates.parse(found["published"].value) == datetime.date(2024, 5, 1)
