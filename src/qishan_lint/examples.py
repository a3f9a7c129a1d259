"""Runs the examples that rules carry: ``bad`` must yield the rule, ``good`` must not, ``fixed`` must be what a fix makes.

An example is a text (a Markdown body), or an item in short:

    {title, text, published, column, ...}   an article with front matter
    {html: ...} / {name: 稿件.txt, text: ...}   the article in another format
    {files: {a.jpg: {draw: ...}, 附件.csv: 文字, 名册.xlsx: {build: ...}}}   what lies beside it
    {today: 2026-11-25}                     the date of the check
    {with: [item/orphan]}                   further rules that run, for rules about findings
    {problem: not-checked}                  a problem that only the run itself can meet
    {earlier: {published, text, ...}}       another item, for rules that look across items
"""

from __future__ import annotations

import datetime
import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from qishan_lint import across, catalog, engine, fix, items, plan, sources
from qishan_lint.catalog import Catalog
from qishan_lint.compiled import Entry
from qishan_lint.kinds import Example
from qishan_lint.model import Problem, Result, Text
from qishan_lint.settings import Settings

TODAY = datetime.date(2026, 11, 25)
"""The date of the check where an example names none."""

BUILDERS = {
    "draw": "qishan_lint.photo.drawing:draw",
    "build": "qishan_lint.office.building:build",
    "encode": "qishan_lint.textual.encoding:sample",
    "hex": "qishan_lint.textual.encoding:from_hex",
}
"""What makes the files that an example describes instead of holding them."""


_NO_METADATA = frozenset({"text", "files", "today", "with", "problem", "earlier"})


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold."""

    rule: str
    message: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many examples of how many rules were run, which do not hold, and the rules whose optional part is missing."""

    rules: int
    examples: int
    failures: tuple[Failure, ...]
    skipped: tuple[str, ...] = ()


def run(rules: Catalog, selectors: Iterable[str]) -> Outcome:
    """Run the examples of the rules that ``selectors`` name. Raises LookupError for an unknown selector."""
    ids = list(dict.fromkeys(id_ for selector in selectors for id_ in rules.resolve(selector)))
    skipped = tuple(id_ for id_ in ids if not catalog.has_extra(rules.entries[id_]))
    entries = [rules.entries[id_] for id_ in ids if id_ not in skipped]
    failures = [failure for entry in entries for failure in check(entry, rules)]
    return Outcome(len(entries), sum(len(entry.file.examples) for entry in entries), tuple(failures), skipped)


def check(entry: Entry, rules: Catalog) -> Iterator[Failure]:
    """The examples of one rule that do not hold; ``rules`` are those that an example may name beside it."""
    rule = catalog.compile_rule(entry, level=None, params={})
    alone = plan.assemble(Settings(rules={}), [rule], rules.digest)
    for number, example in enumerate(rule.examples, 1):
        others = [
            catalog.compile_rule(rules.entries[name], level=None, params={}) for name in example.item.get("with", ())
        ]
        chosen = plan.assemble(Settings(rules={}), [rule, *others], rules.digest) if others else alone
        result, files = outcome(example, chosen)
        found = [finding for finding in result.findings if finding.rule == rule.id]
        if example.bad and not found:
            yield Failure(rule.id, Text(f"反例 {number} 没有报出", f"bad example {number} is not reported"))
        elif not example.bad and found:
            message = found[0].message
            yield Failure(
                rule.id, Text(f"正例 {number} 被误报：{message.zh}", f"good example {number} is reported: {message.en}")
            )
        elif example.fixed is not None:
            yield from _fixed(rule.id, number, example, result, files)


def _fixed(rule: str, number: int, example: Example, result: Result, files: Mapping[str, bytes]) -> Iterator[Failure]:
    path = result.path
    edits = [edit for finding in result.findings if finding.fix for edit in finding.fix.edits]
    got = fix.edited(files[path].decode(), edits)
    want = files[path].decode().replace(example.item["text"], example.fixed or "")
    if got != want:
        yield Failure(rule, Text(f"示例 {number} 改后是“{got}”", f"example {number} becomes “{got}”"))


def outcome(example: Example, alone: plan.Plan) -> tuple[Result, Mapping[str, bytes]]:
    """The result of ``alone`` on the item of ``example``, and the files of that item."""
    files = materialised(example.item)
    today = datetime.date.fromisoformat(str(example.item.get("today", TODAY)))
    (source,) = sources.from_memory(files)
    item = items.read(source, items.ItemOptions())
    if "problem" in example.item:
        problem = Problem(example.item["problem"], item.path, data={"reason": "-"})
        item = msgspec.structs.replace(item, problems=(problem,))
    result = engine.check(item, alone, today)
    if "earlier" in example.item:
        result = _with_across(result, example.item["earlier"], alone, today)
    return result, files


def _with_across(result: Result, earlier: Mapping[str, Any], alone: plan.Plan, today: datetime.date) -> Result:
    """``result`` with what shows beside the item ``earlier``."""
    (source,) = sources.from_memory({f"更早/{path}": data for path, data in materialised(earlier).items()})
    other = engine.check(items.read(source, items.ItemOptions()), alone, today)
    return across.add((other, result), (alone,), None)[1]


def materialised(example: Mapping[str, Any]) -> Mapping[str, bytes]:
    """The files of an example, by path."""
    files = {path: _content(path, spec) for path, spec in example.get("files", {}).items()}
    if "html" in example:
        return {"稿件.html": str(example["html"]).encode(), **files}
    if "name" in example:
        return {str(example["name"]): str(example.get("text", "")).encode(), **files}
    if "text" not in example and "title" not in example:
        return files
    return {"稿件.md": _markdown(example).encode(), **files}


def _markdown(example: Mapping[str, Any]) -> str:
    head = {key: value for key, value in example.items() if key not in _NO_METADATA}
    lines = [f"{key}: {_scalar(value)}" for key, value in head.items()]
    front = "\n".join(["---", *lines, "---", ""]) if lines else ""
    return front + str(example.get("text", ""))


def _scalar(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


def _content(path: str, spec: Any) -> bytes:
    if isinstance(spec, str):
        return spec.encode()
    for key, target in BUILDERS.items():
        if key in spec:
            return bytes(_builder(target)({"path": path, **spec}))
    raise ValueError(f"{path}: an example's file is a text, or has one of {', '.join(BUILDERS)}")


@functools.cache
def _builder(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)
