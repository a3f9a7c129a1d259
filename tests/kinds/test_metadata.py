"""Metadata that must be there and must be dates."""

from __future__ import annotations

from tests.textitems import item, matches, rule


def fields(tested: object, **more: object) -> list[str]:
    return [str(match.data["field"]) for match in matches(item("正文", **more), tested)]  # type: ignore[arg-type]


def test_required() -> None:
    tested = rule("metadata", required=["published", "title", "author"])
    assert fields(tested) == ["published", "title", "author"]
    assert fields(tested, published="2026-11-25", title="标题", meta={"author": " 张三 "}) == []
    assert fields(tested, published="2026-11-25", title="标题", meta={"author": " "}) == ["author"]


def test_dates_that_cannot_be_read() -> None:
    tested = rule("metadata", dates=["published", "event"])
    assert fields(tested, meta={"event": "2026年13月1日"}) == ["event"]
    assert fields(tested, meta={"event": "2026年12月1日", "published": "不详"}) == ["published"]
    assert fields(tested, published="2026-11-25", meta={"published": "2026-11-25"}) == []
    assert fields(tested) == []


def test_only_some_items() -> None:
    assert fields(rule("metadata", required=["title"], only_with=["author"])) == []
    assert fields(rule("metadata", required=["title"], only_with=["author"]), meta={"author": "张三"}) == ["title"]
    only = rule("metadata", required=["author"], only={"columns": ["政策"]})
    assert fields(only, column="动态") == []
    assert fields(only, column="政策文件") == ["author"]
