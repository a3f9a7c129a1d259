"""The same article in several items: the later one is reported, and what differs is said without quoting it."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from qishan_lint import items, sources
from qishan_lint.kinds import Context, Rule, alike
from qishan_lint.model import Level, Text

RULE = Rule("item/repeated", "alike", Level.WARNING, alike.Params(), Text("", ""), Text("", ""), Text("", ""), "")
CLAUSES = [f"第{number}项工作由县里第{number}个部门牵头" for number in range(40)]
CONTEXT = Context(datetime.date(2026, 11, 25))


def article(clauses: list[str], day: int = 1, title: str = "题") -> bytes:
    paragraphs = ["，".join(clauses[start : start + 10]) + "。" for start in range(0, len(clauses), 10)]
    return f"---\ntitle: {title}\ndate: 2026-11-{day:02}\n---\n\n".encode() + "\n\n".join(paragraphs).encode()


def reported(**articles: bytes) -> dict[str, dict[str, object]]:
    found = {}
    for source in sources.from_memory({f"{name}.md": data for name, data in articles.items()}):
        fact = alike.facts(items.read(source, items.ItemOptions()), RULE, CONTEXT)
        found[source.id] = msgspec.msgpack.decode(msgspec.msgpack.encode(fact))
    return {id_: dict(match.data) for id_, match in alike.across(found, RULE)}


def test_the_later_is_reported_and_what_differs_is_named() -> None:
    changed = [*CLAUSES[:12], "这一句是新写上去的", *CLAUSES[13:]]
    found = reported(b=article(CLAUSES, 1), a=article(changed, 2, title="另题"))
    assert list(found) == ["a.md"]
    assert found["a.md"]["others"] == "b.md"
    assert found["a.md"]["differs"] == Text(
        "标题不同，正文第2段有改动，那一篇另有1个分句",
        "another title, changes in paragraph 2 of the body, the other has 1 clauses more",
    )


def test_a_copy_differs_in_nothing() -> None:
    found = reported(a=article(CLAUSES, 1), b=article(CLAUSES, 2))
    assert found["b.md"]["differs"] == Text("内容一样", "nothing")


@pytest.mark.parametrize("other", [[f"另外{number}件不相干的事情" for number in range(40)], CLAUSES[:4]])
def test_other_and_short_articles_are_not_reported(other: list[str]) -> None:
    assert reported(a=article(CLAUSES, 1), b=article(other, 2)) == {}


def test_facts_hold_no_text() -> None:
    (source,) = sources.from_memory({"a.md": article(CLAUSES)})
    (fact,) = alike.facts(items.read(source, items.ItemOptions()), RULE, CONTEXT)
    assert sum(map(len, fact.paragraphs)) == 2 * len(CLAUSES)  # two bytes a clause
