"""Measures what large runs need: photo hashes, repeated articles, hostile items, workers, a cluster, growth, a warm cache.

    python -m bench.scale [--items 20000] [--growth 100000] [--hostile 2000] [--photos 1000000] [--mixed 2000]
                          [--articles FOLDER [--peer COMMAND]] [--only NAME,...]

Everything is invented from a fixed seed, but for FOLDER, made by ``bench/articles.py``. The PEER is a command that
checks the folder appended to it. Prints a Markdown table; times are of the wall unless it says processor.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.hostile import Hostile, planted

from bench import invented, sizing, speed
from qishan_lint import capabilities, pulling, runner, sources
from qishan_lint.checker import Checker
from qishan_lint.cluster import dask
from qishan_lint.matching import minhash
from qishan_lint.photo import nearest
from qishan_lint.settings import Choice

SEED = invented.SEED
SPELLING = ("wording/spelling", "wording/spelling-function-words")
"""The rules of the spelling model, which bench/spelling.py measures: they take thirty times as long as all others."""
CHECKER = Checker(Choice(ignore=SPELLING), None, datetime.date(2026, 11, 25), capabilities.installed())

Rows = Iterator[tuple[str, str]]


def timed(work: Callable[[], object]) -> float:
    """The wall seconds of ``work``."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def photos(options: argparse.Namespace) -> Rows:
    """All pairs of random hashes within 10 bits."""
    chance = random.Random(SEED)
    for count in sorted({100_000, options.photos}):
        hashes = [chance.getrandbits(128) for _ in range(count)]
        started = time.process_time()
        nearest.pairs(hashes, hashes, 10)
        yield f"{count:,} photo hashes, processor", f"{time.process_time() - started:.2f} s"


def repeated(options: argparse.Namespace) -> Rows:
    """Articles of 40 clauses, a twentieth of them sent in again with 5 % of the clauses changed."""
    chance = random.Random(SEED)
    sets = [frozenset(chance.sample(range(1 << 16), 40)) for _ in range(options.items)]
    planted_pairs = set()
    for number in range(0, options.items, 20):
        kept = chance.sample(sorted(sets[number]), 38)
        planted_pairs.add((number, len(sets)))
        sets.append(frozenset([*kept, chance.randrange(1 << 16), chance.randrange(1 << 16)]))
    started = time.process_time()
    found = set(minhash.pairs([minhash.packed(one) for one in sets], 0.75))
    each = (time.process_time() - started) / len(sets) * 1000
    yield "repeated articles: recall", f"{len(found & planted_pairs) / len(planted_pairs):.4f}"
    yield "repeated articles: processor, each", f"{each:.3f} ms"


def hostile(options: argparse.Namespace) -> Rows:
    """Items of which one kills, one hangs and one eats memory, each in its worker."""
    orders = [f"say {number}" for number in range(options.hostile)]
    for part, order in ((3, "die"), (5, "hang"), (7, "eat")):
        orders[len(orders) * part // 10] = f"worker {order}"
    for name in ("processes", "dask"):
        with tempfile.TemporaryDirectory() as folder:
            items = planted(Path(folder, "site"), orders)
            if name == "dask":
                with dask.connected("dask", Path(folder, "shards"), 2) as engine:
                    outcome = runner.run(items, Hostile(), executor=engine)
            else:
                outcome = runner.run(items, Hostile(), jobs=2)
            failed = sum(not result.digest for result in outcome.results)
            yield (
                f"{options.hostile:,} items, three hostile, {name}",
                f"{len(outcome.results) - failed} done, {failed} findings",
            )


def workers(options: argparse.Namespace) -> Rows:
    """One worker and two, three times in turn; two of a cluster; then two with the cache, and again from it."""
    with tempfile.TemporaryDirectory() as folder:
        items = invented.articles(Path(folder, "site"), options.items)
        yield f"{len(items):,} items", ""
        fastest = float("inf")
        for _ in range(3):
            one = timed(lambda: runner.run(items, CHECKER, jobs=1))
            two = timed(lambda: runner.run(items, CHECKER, jobs=2))
            fastest = min(fastest, two)
            yield "1 worker, 2 workers, 2 against 1", f"{one:.1f} s, {two:.1f} s, {one / two:.2f}"
        with dask.connected("dask", Path(folder, "shards"), 2) as engine:
            far = timed(lambda: runner.run(items, CHECKER, executor=engine))
        yield "dask, 2 workers, against the fastest of 2 processes", f"{far:.1f} s, {fastest / far:.2f}"
        cache = Path(folder, "cache")
        yield "2 workers that fill a cache", f"{timed(lambda: runner.run(items, CHECKER, jobs=2, cache=cache)):.1f} s"
        yield "again from the cache", f"{timed(lambda: runner.run(items, CHECKER, cache=cache)):.2f} s"
        yield "most memory of this process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"


def mixed(options: argparse.Namespace) -> Rows:
    """Articles of which one in 25 hands out a workbook, some of them a hundred times as slow as an article or more."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        for number, item in enumerate(invented.articles(site, options.mixed)):
            if number % 25 == 0:
                article = site / item.id
                invented.workbook(article.with_suffix(".xlsx"), round(chance.lognormvariate(8, 1)), chance)
                with article.open("a", encoding="utf-8") as text:
                    text.write(f"\n[名单]({article.stem}.xlsx)\n")
        items = sources.discover((str(site),), root=site)
        yield f"{len(items):,} items, {len(range(0, len(items), 25))} with workbooks", ""
        for _ in range(3):
            one = timed(lambda: runner.run(items, CHECKER, jobs=1))
            two = timed(lambda: runner.run(items, CHECKER, jobs=2))
            yield "1 worker, 2 workers, efficiency", f"{one:.1f} s, {two:.1f} s, {one / two / 2:.0%}"


def growth(options: argparse.Namespace) -> Rows:
    """A tenth of the texts, then all of them."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder, "few"), Path(folder, "many")
        invented.articles(few, options.growth // 10)
        invented.articles(many, options.growth)
        yield from sizing.growth(few, many)


def corpus(options: argparse.Namespace) -> Rows:
    """One small real article, then all of them, where their folder was given; the needs of larger sizes."""
    if options.articles:
        yield from sizing.small(speed.smallest(options.articles), runs=15)
        yield from sizing.corpus(options.articles, options.peer, runs=5)


SECTIONS = {one.__name__: one for one in (photos, repeated, hostile, workers, mixed, growth, corpus)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--hostile", type=int, default=2_000)
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--mixed", type=int, default=2_000)
    parser.add_argument("--growth", type=int, default=100_000)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--peer", default="")
    parser.add_argument("--only", default=",".join(SECTIONS))
    options = parser.parse_args()
    names = options.only.split(",")
    if len(names) > 1:  # a process each, for memory that one holds slows the forks of the next
        print(f"{pulling.processors()} processors\n\n| measured | |\n|---|---|", flush=True)
        for name in names:
            subprocess.run([sys.executable, "-m", "bench.scale", *sys.argv[1:], "--only", name], check=True)
        return
    for label, value in SECTIONS[names[0]](options):
        print(f"| {label} | {value} |", flush=True)


if __name__ == "__main__":
    main()
