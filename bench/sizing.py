"""Whole commands at growing sizes, and what larger sizes need by them; sections of ``bench/scale.py``.

Each command runs in a process of its own, as a user's does: start-up, finding files, checking, report.
"""

from __future__ import annotations

import os
import random
import shlex
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import invented, speed
from qishan_lint.batches import BATCH_SECONDS

Rows = Iterator[tuple[str, str]]
_MENTIONS = {"plain": "", "photo": "\n![活动现场]({}.jpg)\n", "workbook": "\n[名单]({}.xlsx)\n"}
ONE_JOB, TWO_JOBS = (("--jobs", str(jobs), "--format", "jsonl") for jobs in (1, 2))
PHOTOS, ATTACHMENTS = 0.5, 0.01
"""Photos and attachments an item, as the table assumes; a county counts its own."""
EFFICIENCY = 0.9
"""Part of a processor that is counted on: the rest goes to dispatch, storage and uneven ends."""
SIZES = ((1_545, 1), (100_000, 16), (10_000_000, 100), (1_000_000_000, 1_000))
"""Items, and the processors that the table gives them."""


def small(article: Path, runs: int) -> Rows:
    """One small file: the hook's rules, all rules, and all rules by a server that runs."""
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for preset in ("hook", "recommended"):
            site = Path(folder, preset)
            site.mkdir()
            (site / "qishan-lint.yaml").write_text(f"extends: {preset}\n", encoding="utf-8")
            (site / article.name).write_bytes(article.read_bytes())
            commands.append((*speed.LINTER, "check", str(site / article.name), "--no-cache"))
        os.environ["QISHAN_LINT_SERVER"] = "off"
        hook, recommended = speed.in_turn(commands, runs)
        os.environ["QISHAN_LINT_SERVER"] = "auto"
        (served,) = speed.in_turn(commands[1:], runs)
        os.environ["QISHAN_LINT_SERVER"] = "off"
        speed.cost((*speed.LINTER, "serve", "--stop"))
    for name, costs in (("preset hook, cold", hook), ("all rules, cold", recommended), ("through the server", served)):
        yield f"one small file, {name}", speed.shown(costs, speed.wall, "s wall")


def growth(few: Path, many: Path) -> Rows:
    """Seconds and memory of one process as the number of texts grows, and the larger number again from the cache."""
    costs = {}
    for site in (few, many):
        count = sum(1 for _ in site.rglob("*.md"))
        command = (*speed.LINTER, "check", str(site), "--no-cache", *ONE_JOB, *speed.TEXT_RULES)
        costs[count] = speed.cost(command)
        spent = costs[count]
        yield f"{count:,} texts, one process, no cache", f"{spent.processor:.1f} s processor, {spent.memory:.0f} MB"
    (less, first), (count, last) = costs.items()
    more = (last.processor / count) / (first.processor / less) - 1
    yield f"processor seconds a text, {count:,} against {less:,}", f"{more:+.1%}"
    with tempfile.TemporaryDirectory() as cache:
        cached = (*speed.LINTER, "check", str(many), "--cache-dir", cache, *TWO_JOBS, *speed.TEXT_RULES)
        yield f"{count:,} texts, two workers, cold cache", f"{speed.cost(cached).wall:.1f} s wall"
        warm = [speed.cost(cached) for _ in range(3)]
        yield "again from the cache, three times", speed.shown(warm, speed.wall, "s wall")
        yield "memory of that", speed.shown(warm, speed.memory, "MB")


def companions(folder: Path, count: int) -> tuple[float, float]:
    """Processor seconds of a photo and of a workbook of 3,000 rows: ``count`` articles that have one against none."""
    spent = []
    for name, mention in _MENTIONS.items():
        site = folder / name
        chance = random.Random(invented.SEED)
        for item in invented.articles(site, count):
            article = site / item.id
            if name == "photo":
                invented.photo(article.with_suffix(".jpg"), chance)
            elif name == "workbook":
                invented.workbook(article.with_suffix(".xlsx"), 3_000, chance)
            with article.open("a", encoding="utf-8") as text:
                text.write(mention.format(article.stem))
        check = (*speed.LINTER, "check", str(site), "--no-cache", *ONE_JOB, *speed.TEXT_RULES)
        spent.append(speed.cost(check).processor)
    return (spent[1] - spent[0]) / count, (spent[2] - spent[0]) / count


def corpus(folder: Path, peer: str, runs: int) -> Rows:
    """Articles of a corpus without and with the rules of the spelling model, the peer, the cache; then the sizes."""
    count = sum(1 for _ in folder.rglob("*.md"))
    check = [*speed.LINTER, "check", str(folder), "--no-cache", *ONE_JOB]
    commands: list[list[str]] = [[*check, *speed.TEXT_RULES], check]
    if peer:
        commands.append([*shlex.split(peer), str(folder)])
    plain, spelling, *others = speed.in_turn(commands, runs)
    yield f"{count:,} articles, text rules, cold", speed.shown(plain, speed.processor, "s processor")
    yield "the same with spelling", speed.shown(spelling, speed.processor, "s processor")
    for other in others:
        yield "the peer", speed.shown(other, speed.processor, "s processor")
        yield "speed as a share of the peer's, run by run", f"{speed.share(plain, other):.2f}"
    warm = speed.warm(folder, runs)
    yield f"{count:,} articles again, from the cache", speed.shown(warm, speed.wall, "s wall")
    with tempfile.TemporaryDirectory() as site:
        photo, workbook = companions(Path(site), 60)
    yield "a photo; a workbook of 3,000 rows, in its child", f"{photo:.3f}; {workbook:.3f} s processor"
    beside = PHOTOS * photo + ATTACHMENTS * workbook
    each = [statistics.median(one.processor for one in costs) / count for costs in (plain, spelling)]
    yield from needs(each[0] + beside, each[1] + beside)


def needs(plain: float, spelling: float) -> Rows:
    """What so many items need, worked out from the processor seconds of one, without and with spelling."""
    for items, processors in SIZES:
        without, with_spelling = (items * seconds / EFFICIENCY / 3600 for seconds in (plain, spelling))
        yield (
            f"{items:,} items: worker-hours without; with spelling; batches; on; wall",
            f"{without:,.3g}; {with_spelling:,.3g}; {items * plain / BATCH_SECONDS:,.0f}; {processors:,}; "
            f"{60 * without / processors:,.2g}, {60 * with_spelling / processors:,.2g} min",
        )
