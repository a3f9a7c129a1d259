"""Kills or starves a command at every system call that writes, and looks whether anything was left half done.

    python bench/faults.py [--command NAME]

For each command that writes and each call of a kind (write, fsync, rename ...), the N-th such call is made to fail or to kill
the process, N = 1, 2, … until the command gets through. Afterwards each file that was there before must hold its old bytes or
the complete new ones, no other file may be left but hidden temporary ones, and the command must work when run again. Needs
``strace``. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MODULE = (sys.executable, "-m", "qishan_lint")
ARTICLE = "---\ntitle: 县政府召开常务会议\ndate: 2026-11-20\n---\n\n与会人员登陆系统，查看了秋粮进度。\n"
CALLS = ("write,pwrite64", "fsync,fdatasync", "rename,renameat,renameat2", "chmod,fchmod,fchmodat", "unlink,unlinkat")
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
MOST = 60
"""Faults tried for one kind of call; commands that need more are cut there and the row says so."""


@dataclass(frozen=True)
class Case:
    """A command that writes ``target``, run in a folder that ``prepare`` fills."""

    name: str
    arguments: tuple[str, ...]
    target: str
    prepare: Callable[[Path], None]


def _article(folder: Path) -> None:
    (folder / "a.md").write_text(ARTICLE, encoding="utf-8")


def _article_and_old_output(name: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        _article(folder)
        (folder / name).write_bytes(b"old\n")

    return prepare


CASES = (
    Case("check --fix", ("check", "a.md", "--fix", "--no-cache", "--exit-zero"), "a.md", _article),
    Case("check --output", ("check", "a.md", "-o", "r.json", "-f", "json", "--no-cache", "--exit-zero"), "r.json",
         _article_and_old_output("r.json")),
    Case("baseline write", ("baseline", "write", "a.md", "-o", "b.json"), "b.json", _article_and_old_output("b.json")),
    Case("redact", ("redact", "a.md", "-o", "out"), "out/a.md", _article),
    Case("init", ("init", ".", "--ci", "none", "--force"), "qishan-lint.yaml",
         _article_and_old_output("qishan-lint.yaml")),
    Case("policy init", ("policy", "init"), ".qishan/policy.yaml", _article),
)  # fmt: skip


def _run(case: Case, folder: Path, cache: Path, fault: str = "") -> int:
    environment = {**os.environ, "QISHAN_LINT_CACHE_DIR": str(cache), "QISHAN_LINT_SERVER": "off"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    inject: tuple[str, ...] = ()
    if fault:
        inject = ("strace", "-f", "-o", os.devnull, "-e", f"inject={fault}")
    command = (*inject, *MODULE, *case.arguments)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False).returncode


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def sweep(case: Case, calls: str, fault: str) -> tuple[int, int]:
    """How many fault points there were, and how many left something torn."""
    torn = 0
    with tempfile.TemporaryDirectory() as place:
        cache = Path(place) / "cache"
        reference = Path(place) / "reference"
        reference.mkdir()
        case.prepare(reference)
        old = _contents(reference)
        _run(case, reference, cache)
        new = _contents(reference)
        for number in range(1, MOST + 1):
            folder = Path(place) / f"{number}"
            folder.mkdir()
            case.prepare(folder)
            code = _run(case, folder, cache, f"{calls}:{fault}:when={number}")
            found = _contents(folder)
            whole = all(content in (old.get(name), new.get(name)) for name, content in found.items())
            kept = all(name in found for name in old)
            again = 0 if found == new else _run(case, folder, cache)
            torn += not (whole and kept and again == 0 and _contents(folder) == new)
            shutil.rmtree(folder)
            if code == 0 and found == new:
                return number - 1, torn
    return MOST, torn


def main() -> None:
    """Sweep and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--command", default="", help="only this command")
    arguments = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    print("| command | fault | points | torn |\n|---|---|---|---|")
    for case in CASES:
        if arguments.command in ("", case.name):
            for fault in FAULTS:
                counts = [sweep(case, calls, fault) for calls in CALLS]
                points, torn = (sum(column) for column in zip(*counts, strict=True))
                print(f"| {case.name} | {fault.partition('=')[2]} | {points} | {torn} |", flush=True)


if __name__ == "__main__":
    main()
