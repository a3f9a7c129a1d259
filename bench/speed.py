"""Measures the speed of a check against another linter, in processor seconds, both run in turn.

    python bench/speed.py CORPUS FOLDER [--peer "COMMAND"] [--runs 5]

CORPUS is what ``bench/articles.py`` reads; FOLDER receives the articles, unless it holds them already. The PEER is a
command that checks the folder appended to it. Prints a Markdown table: medians, and the least and most in brackets.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

LINTER = (sys.executable, "-m", "qishan_lint")
TEXT_RULES = ("--ignore", "wording/spelling,wording/spelling-function-words")
"""The two rules of the spelling model belong to a later stage and are measured by bench/spelling.py."""


class Cost(msgspec.Struct, frozen=True):
    """What one run took: processor and wall seconds, and the peak memory of its largest process in MB (10^6 bytes)."""

    processor: float
    wall: float
    memory: float


def cost(command: Sequence[str]) -> Cost:
    """Run ``command`` once, its output thrown away. Raises RuntimeError when it did not work (status above 1)."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{shlex.join(command)} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss * unit / 1e6)


def in_turn(commands: Sequence[Sequence[str]], runs: int) -> list[list[Cost]]:
    """The costs of each command, A B A B ..., after a run of each that does not count."""
    for command in commands:
        cost(command)
    rounds = [[cost(command) for command in commands] for _ in range(runs)]
    return [list(costs) for costs in zip(*rounds, strict=True)]


def articles(corpus: Path, folder: Path) -> int:
    """Build the articles if the folder is not there; their number."""
    if not folder.exists():
        builder = Path(__file__).with_name("articles.py")
        subprocess.run([sys.executable, str(builder), str(corpus), str(folder)], check=True)
    return sum(1 for path in folder.rglob("*.md"))


def smallest(folder: Path) -> Path:
    """The shortest article of ``folder``."""
    return min(folder.rglob("*.md"), key=lambda path: (path.stat().st_size, path))


def shown(costs: Sequence[Cost], value: Callable[[Cost], float], unit: str) -> str:
    """Median and extremes, as the table shows them."""
    values = [value(one) for one in costs]
    return f"{statistics.median(values):.3f} {unit} ({min(values):.3f}-{max(values):.3f})"


def compare(folder: Path, count: int, peer: str, runs: int) -> None:
    """Print the rows about the whole corpus, and the peer's where there is one."""
    check = (*LINTER, "check", str(folder), "--no-cache", "--jobs", "1", *TEXT_RULES, "--format", "jsonl")
    commands = [check, (*shlex.split(peer), str(folder))] if peer else [check]
    costs = in_turn(commands, runs)
    for name, each in zip(("qishan-lint", "peer"), costs, strict=False):
        median = statistics.median(one.processor for one in each)
        print(f"| {name}: {count} articles | {shown(each, processor, 's processor')} |")
        print(f"| {name}: articles a processor second | {count / median:.0f} |")
        print(f"| {name}: peak memory | {shown(each, memory, 'MB')} |")
    if peer:
        print(f"| speed as a share of the peer's, run by run | {share(*costs):.2f} |")


def start_up(folder: Path, runs: int) -> None:
    """Print the rows about starting, one small file, and a run that finds everything in the cache."""
    one = (*LINTER, "check", str(smallest(folder)), "--no-cache", *TEXT_RULES)
    version, bare, single = in_turn([(*LINTER, "--version"), (sys.executable, "-c", "pass"), one], runs)
    print(f"| python -c pass | {shown(bare, wall, 's wall')} |")
    print(f"| --version | {shown(version, wall, 's wall')} |")
    print(f"| one small article | {shown(single, wall, 's wall')} |")
    print(f"| all articles again, from the cache | {shown(warm(folder, runs), wall, 's wall')} |")


def warm(folder: Path, runs: int) -> list[Cost]:
    """The costs of checks that find every article of ``folder`` in the cache."""
    with tempfile.TemporaryDirectory() as cache:
        return in_turn([(*LINTER, "check", str(folder), "--cache-dir", cache, *TEXT_RULES, "--format", "jsonl")], runs)[
            0
        ]


def share(mine: Sequence[Cost], peer: Sequence[Cost]) -> float:
    """Speed as a share of the peer's, by processor seconds run by run: the median."""
    return statistics.median(b.processor / a.processor for a, b in zip(mine, peer, strict=True))


def processor(one: Cost) -> float:
    """Processor seconds."""
    return one.processor


def wall(one: Cost) -> float:
    """Wall seconds."""
    return one.wall


def memory(one: Cost) -> float:
    """Peak memory in MB (10^6 bytes)."""
    return one.memory


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer", default="", help="command of another linter; the folder is appended")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    count = articles(arguments.corpus, arguments.folder)
    print("| what | median (least-most) |\n| --- | --- |")
    compare(arguments.folder, count, arguments.peer, arguments.runs)
    start_up(arguments.folder, arguments.runs)


if __name__ == "__main__":
    main()
