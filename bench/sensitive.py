"""Accuracy and speed of the sensitive rules: ``python -m bench.sensitive SET [--text CLEAN.txt] [--misses 5] [--workbook]``.

``SET`` is a folder in the format of docs/sensitive.md (``bench/sensitive_set.py`` makes one). What the rules report at
warning or above counts; a label counts as found when a finding of its type covers at least 60 % of it. A finding that
touches no label of its type is false. ``--text`` (.txt or .xz, a paragraph a line) is text without any secret.
``--workbook`` reads and searches a list of 50,000 invented persons in ten columns, nothing else.
"""

from __future__ import annotations

import argparse
import datetime
import json
import lzma
import multiprocessing
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.sensitive_set import card, citizen, mobile

from qishan_lint import catalog, engine, plan
from qishan_lint.identity import find, mask_text, of_tables
from qishan_lint.model import Item, Level
from qishan_lint.readers import ReadOptions, for_suffix
from qishan_lint.readers import text as text_reader
from qishan_lint.settings import Settings

TODAY = datetime.date(2026, 11, 25)
ENOUGH = 0.6
"""The share of a label that a finding must cover."""

TYPES = {
    "citizen-id": "ID_CARD", "citizen-id-suspect": "ID_CARD", "mobile": "MOBILE", "bank-card": "BANK_CARD",
    "passport": "PASSPORT", "plate": "PLATE", "address": "ADDRESS", "email": "EMAIL", "secret-key": "SECRET_KEY",
    "secrecy-mark": "SECRECY_MARK", "secrecy-line": "SECRECY_MARK", "secrecy-field": "SECRECY_MARK",
    "secret-number": "SECRECY_MARK", "internal-mark": "SECRECY_MARK", "not-public": "SECRECY_MARK",
    "weak-mask": "WEAK_MASK", "person": "NAME_WITH_ID", "location": "LOCATION", "network": "NETWORK",
}  # fmt: skip
"""The types of labels, by the slug of the rule that reports them."""


@dataclass
class Counts:
    """What was found, missed and false, per type, with some examples of the last two."""

    hit: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    variants: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)


Reported = tuple[str, int, int]


def sensitive_rules() -> plan.Plan:
    """The plan with all shipped rules of the family sensitive that need no extra."""
    rules = catalog.load()
    chosen = [
        entry for name, entry in rules.entries.items() if name.startswith("sensitive/") and catalog.has_extra(entry)
    ]
    return plan.assemble(
        Settings(rules={}), [catalog.compile_rule(entry, level=None, params={}) for entry in chosen], rules.digest
    )


def item(text: str) -> Item:
    """``text`` as an article, read like any other."""
    reading = text_reader.read(text.encode(), "a.txt", ReadOptions())
    return Item(id="a", path="a.txt", digest="", parts=reading.parts)


def reported(text: str, chosen: plan.Plan) -> list[Reported]:
    """What the rules report at warning or above: type, start, end."""
    found = []
    for finding in engine.check(item(text), chosen, TODAY).findings:
        place, slug = finding.place, finding.rule.partition("/")[2]
        if finding.level in (Level.ERROR, Level.WARNING) and place.start >= 0:
            found.append((TYPES.get(slug, slug), place.start, place.end))
    return found


def score(document: dict[str, Any], found: Sequence[Reported], counts: Counts) -> None:
    """Compare what was found in one document with its labels."""
    labels = document["spans"]
    for label in labels:
        length = label["end"] - label["start"]
        covers = [_overlap(one, label) for one in found if one[0] == label["type"]]
        good = max(covers, default=0) >= ENOUGH * length
        (counts.hit if good else counts.missed)[label["type"]] += 1
        tally = counts.variants.setdefault((label["type"], label["variant"]), [0, 0])
        tally[0] += good
        tally[1] += 1
        if not good:
            counts.shown.append(f"missed {label['type']} {_around(document['text'], label['start'], label['end'])}")
    for one in found:
        if not any(label["type"] == one[0] and _overlap(one, label) for label in labels):
            counts.false[one[0]] += 1
            counts.shown.append(f"false {one[0]} {_around(document['text'], one[1], one[2])}")


def _overlap(one: Reported, label: dict[str, Any]) -> int:
    start, end = int(label["start"]), int(label["end"])
    return max(0, min(one[2], end) - max(one[1], start))


def _around(text: str, start: int, end: int) -> str:
    return repr(text[max(0, start - 12) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + 8])


def table(counts: Counts) -> Iterator[str]:
    """The figures per type, as a Markdown table."""
    yield "| type | labels | precision | recall | F1 |\n|---|---|---|---|---|"
    for name in sorted({*counts.hit, *counts.missed, *counts.false}):
        hit, missed, false = counts.hit[name], counts.missed[name], counts.false[name]
        precision, recall = hit / max(hit + false, 1), hit / max(hit + missed, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        yield f"| {name} | {hit + missed} | {precision:.3f} | {recall:.3f} | {f1:.3f} |"


def attachments(folder: Path) -> Iterator[str]:
    """Hiding places found, per file of the set."""
    listing = folder / "files.jsonl"
    if not listing.exists():
        return
    rows = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]
    yield "\n| file | hiding places | found | missed | MB/s |\n|---|---|---|---|---|"
    for path in dict.fromkeys(row["path"] for row in rows):
        data = (folder / "files" / path).read_bytes()
        started = time.perf_counter()
        seen = _values(path, data)
        seconds = time.perf_counter() - started
        places = [row for row in rows if row["path"] == path and row["type"] != "INFO"]
        missed = [row["where"] for row in places if not any(row["value"] in value for value in seen)]
        speed = len(data) / 1e6 / seconds
        yield f"| {path} | {len(places)} | {len(places) - len(missed)} | {', '.join(missed)} | {speed:.2f} |"


def _values(path: str, data: bytes) -> set[str]:
    reader = for_suffix(Path(path).suffix.lower())
    if reader is None:
        return set()
    reading = reader.read(data, path, ReadOptions(role="attachment"))
    return {one.value for part in reading.parts for one in find(part.text)}


def paragraphs(path: Path) -> list[str]:
    """The lines of a text file, packed or not."""
    data = path.read_bytes()
    return (lzma.decompress(data) if path.suffix == ".xz" else data).decode().split("\n")


def alarms(path: Path, chosen: plan.Plan, counts: Counts) -> str:
    """False alarms of all rules in clean text, 40 paragraphs an item."""
    lines = paragraphs(path)
    characters, total = sum(map(len, lines)), 0
    for number in range(0, len(lines), 40):
        text = "\n".join(lines[number : number + 40])
        for one in reported(text, chosen):
            total += 1
            counts.shown.append(f"alarm {one[0]} {_around(text, one[1], one[2])}")
    return f"{path.name}: {total} alarms in {characters} characters, {total / characters * 10_000:.4f} per 10,000"


def speed(texts: Iterable[str]) -> float:
    """MB of UTF-8 a second that ``mask_text`` reads."""
    texts = list(texts)
    started = time.perf_counter()
    for text in texts:
        mask_text(text)
    return sum(len(text.encode()) for text in texts) / 1e6 / (time.perf_counter() - started)


HEADINGS = ("序号", "姓名", "身份证号", "手机号", "银行卡号", "乡镇", "村", "金额", "日期", "备注")


def write_list(path: Path, *, masked: bool, rows: int = 50_000) -> None:
    """A workbook of so many rows, the numbers real in form or ``masked``."""
    import xlsxwriter

    chance = random.Random(rows)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADINGS)
    for row in range(1, rows):
        name = chance.choice("王李张刘陈杨赵黄周吴") + "".join(chance.sample("建国小红志强丽华秀英", 2))
        numbers = [citizen(chance), mobile(chance), card(chance)]
        if masked:
            numbers = [f"{one[:4]}{'*' * (len(one) - 8)}{one[-4:]}" for one in numbers]
        place = (chance.choice(("柳湾镇", "石桥镇", "北塬镇")), chance.choice(("东村", "西村", "南村")))
        sheet.write_row(row, 0, (row, name, *numbers, *place, chance.randrange(100, 99_999), "2026-05-12", "低保"))
    book.close()


def workbooks() -> Iterator[str]:
    """Processor seconds for reading and for searching, with memory, of the list masked and in full."""
    yield "| 50,000 × 10 cells | found | read, s | searched, s | peak, MB |\n|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        for masked in (True, False):  # the larger last: the peak is that of the process so far
            path = Path(folder, "名单.xlsx")
            writer = multiprocessing.get_context("spawn").Process(
                target=write_list, args=(path,), kwargs={"masked": masked}
            )
            writer.start()
            writer.join()
            yield _workbook(path.read_bytes(), "masked" if masked else "in full")


def _workbook(data: bytes, name: str) -> str:
    reader = for_suffix(".xlsx")
    if reader is None:
        raise RuntimeError("no reader for workbooks")
    started = time.process_time()
    reading = reader.read(data, "名单.xlsx", ReadOptions(role="attachment"))
    read = time.process_time()
    found = sum(len(find(part.text, of_tables(part.tables))) for part in reading.parts)
    searched = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {name} | {found} | {read - started:.2f} | {searched - read:.2f} | {peak:.0f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path, nargs="?")
    parser.add_argument("--workbook", action="store_true")
    parser.add_argument("--text", type=Path, action="append", default=[])
    parser.add_argument("--misses", type=int, default=0, help="how many misses and false alarms to show")
    wanted = parser.parse_args()
    if wanted.workbook:
        for line in workbooks():
            print(line)
        return
    if wanted.set is None:
        parser.error("which SET?")
    chosen, counts = sensitive_rules(), Counts()
    lines = (wanted.set / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    for document in documents:
        score(document, reported(document["text"], chosen), counts)
    print("\n".join(table(counts)))
    for (name, variant), (hit, total) in sorted(counts.variants.items()):
        if hit < total:
            print(f"{name}, {variant}: {hit} of {total}")
    print("\n".join(attachments(wanted.set)))
    dense = speed(["\n".join(document["text"] for document in documents)])
    print(f"dense text: {dense:.2f} MB/s")
    for path in wanted.text:
        print(alarms(path, chosen, counts))
        lines = paragraphs(path)
        prose = speed("\n".join(lines[number : number + 40]) for number in range(0, 40_000, 40))
        print(f"prose: {prose:.2f} MB/s")
    for line in counts.shown[: wanted.misses]:
        print(line)


if __name__ == "__main__":
    main()
