"""Every problem that reading can have is reported by a rule: nothing unread passes silently."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import qishan_lint
from qishan_lint import catalog
from qishan_lint.kinds import Context, Rule, problem
from qishan_lint.kinds.problem import Params
from qishan_lint.model import Item, Level, Part, Problem, Span, Text

SOURCE = Path(qishan_lint.__file__).parent
READING = ("readers", "office", "archive", "sources", "textual")
MODULES = ("items.py",)
RAISERS = {"Problem", "Refused", "ReadError", "_about", "_problem", "Decoded"}


def codes() -> Iterator[tuple[str, str]]:
    """The codes of problems written in the modules that read, each with its module."""
    paths = [SOURCE / name for name in MODULES]
    paths += [path for folder in READING for path in (SOURCE / folder).rglob("*.py")]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and str(node.value).startswith("encoding-"):
                yield str(node.value), path.name
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in RAISERS:
                continue
            written = [
                *node.args[:2],
                *(keyword.value for keyword in node.keywords if keyword.arg in ("code", "problem")),
            ]
            for value in written:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and _is_code(value.value):
                    yield value.value, path.name


def _is_code(text: str) -> bool:
    return text.islower() and text.replace("-", "").isalnum() and text not in ("gb18030", "utf-8")


def reported() -> set[str]:
    found: set[str] = set()
    for entry in catalog.load().entries.values():
        if entry.file.kind == "problem":
            found.update(msgspec.json.decode(entry.params, type=Params).codes)
    return found


def test_every_code_has_a_rule() -> None:
    written = dict(codes())
    assert {"missing", "symlink", "too-large", "encoding-utf16", "orphan"} <= set(written)
    built = {f"{kind}-{fault}": "items.py" for kind in ("photo", "attachment") for fault in ("missing", "outside-root")}
    written |= built
    assert {code: module for code, module in written.items() if code not in reported()} == {}


def test_rules_that_say_unread_are_errors() -> None:
    entries = catalog.load().entries
    for name in ("unreadable", "unsupported", "encrypted", "encoding-unknown", "lfs-pointer", "outside-root"):
        assert entries[f"item/{name}"].file.level is Level.ERROR


def rule(*wanted: str) -> Rule:
    text = Text("", "")
    return Rule("item/x", "problem", Level.ERROR, Params(codes=wanted), text, text, text, "s")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Problem("broken", "b.docx", data={"detail": "zip"}), ("b.docx", "zip", "b.docx", "")),
        (
            Problem("broken", "a.md", "3:1", data={"file": "b.jpg", "bytes": "9"}),
            ("b.jpg", "broken；bytes: 9", "a.md", "3:1"),
        ),
    ],
)
def test_a_problem_becomes_a_match(found: Problem, expected: tuple[str, str, str, str]) -> None:
    item = Item("a.md", "a.md", "", problems=(found, Problem("other", "a.md")))
    (match,) = problem.check(item, rule("broken"), Context(datetime.date(2024, 5, 1)))
    assert (match.data["file"], match.data["detail"], match.spot.path, match.spot.where) == expected


def test_a_problem_inside_a_text_has_its_span() -> None:
    part = Part("a.md", "a.md", "正文")
    item = Item("a.md", "a.md", "", (part,), problems=(Problem("x", "a.md", "", "a.md", Span(0, 1)),))
    (match,) = problem.check(item, rule("x"), Context(datetime.date(2024, 5, 1)))
    assert (match.spot.part, match.spot.span) == (part, Span(0, 1))
