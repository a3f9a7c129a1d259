"""Texts made to crash, to stall, or to reach beyond the report: each is a finding, and no report carries it on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

SECONDS = 120
BODY = "今年以来，全县持续推进农村公路养护，完成里程二十公里。" * 8
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x1b[31m"
FORMULA = "=HYPERLINK(0)登陆系统"
SCRIPT = "<script>alert(1)</script>登陆系统"
RULE = "wording/wrong-word"


def _article(title: str, body: str = BODY) -> bytes:
    return f"---\ntitle: {json.dumps(title)}\ndate: 2026-11-20\n---\n\n{body}\n".encode()


def _texts() -> dict[str, tuple[bytes, str]]:
    """Name → bytes, and the rule that must speak of it."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)
    )
    return {
        "tags.md": (
            b"---\ntitle: !!python/object/apply:os.system ['touch owned']\n---\n\n" + BODY.encode(),
            "short/title",
        ),
        "aliases.md": (f"---\ntitle: 题\n{bomb}---\n\n{BODY}".encode(), "item/front-matter"),
        "escapes.md": (_article(f"{ESCAPES}登陆系统"), RULE),
        f"{ESCAPES.replace('/', '')}名.md": (_article("登陆系统"), RULE),
        "script.md": (_article(SCRIPT, f"{BODY}{SCRIPT}<img src=x onerror=alert(1)>"), RULE),
        "formula.md": (_article(FORMULA, f"{FORMULA}。{BODY}"), RULE),
        "deep.html": (("<div>" * 100_000 + f"<p>{BODY}登陆系统</p>" + "</div>" * 100_000).encode(), RULE),
        "deep.md": (_article("题", "> " * 20_000 + "请登陆系统\n\n" + "[" * 50_000), RULE),
        "many.md": (_article("名单公布情况", "请登陆系统。" * 100_000), RULE),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("texts")
    for name, (data, _) in _texts().items():
        (place / name).write_bytes(data)
    with (place / "line.md").open("wb") as stream:  # a line of a gigabyte, most of it a hole
        stream.write("请登陆系统。".encode())
        stream.truncate(1 << 30)
    return place


def _check(folder: Path, *options: str) -> bytes:
    command = (sys.executable, "-m", "qishan_lint", "check", ".", "--no-cache", "--jobs", "2", *options)
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=SECONDS)
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout


def test_each_is_a_finding_and_none_stalls(folder: Path) -> None:
    started = time.monotonic()
    out = _check(folder, "--format", "jsonl")
    assert time.monotonic() - started < SECONDS
    found: dict[str, set[str]] = {}
    for entry in map(json.loads, out.decode().splitlines()):
        for place in entry.get("places", ()):
            found.setdefault(place["path"], set()).add(entry["rule"])
    assert {name: rule for name, (_, rule) in _texts().items() if rule not in found.get(name, ())} == {}
    assert "item/unreadable" in found["line.md"]
    assert not (folder / "owned").exists()


def test_no_control_character_reaches_the_terminal(folder: Path) -> None:
    text = _check(folder, "--format", "text").decode()
    assert RULE in text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_no_markup_reaches_the_page(folder: Path) -> None:
    page = _check(folder, "--format", "html").decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_no_formula_reaches_the_workbook(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "report.xlsx"
    _check(folder, "--format", "xlsx", "--output", str(book))
    with zipfile.ZipFile(book) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/")]
    assert any("HYPERLINK(0)" in sheet for sheet in sheets)
    assert not any("<f>" in sheet for sheet in sheets if "HYPERLINK(0)" in sheet)
