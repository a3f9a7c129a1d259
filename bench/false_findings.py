"""What the text rules find in clean running text: up to 200 findings a level, drawn with a printed seed, to be judged.

    python bench/false_findings.py CORPUS [--seed N] [--output drawn.tsv]

CORPUS holds ``text/news-broadcast.txt.xz`` and ``text/work-reports.txt.xz``, one sentence a line. The news is read from
the evening of 2026-03-01 on, each evening an item of its date; of the reports, each government report is an item of
its year, and the party documents before them are one of 1921, because their dates are not known. Rules on lengths,
layout, repeated sentences and metadata are left out: the text was cut into sentences and has no metadata. The
statistical kinds have a bench of their own.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import lzma
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from qishan_lint import catalog, plan
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Block, Item, Level, Part, Span
from qishan_lint.settings import Settings

TODAY = datetime.date(2026, 8, 23)
EACH = 200
LEFT_OUT = (
    "short/",
    "stale/no-date",
    "stale/unreadable-date",
    "wording/ordinal-mark",
    "wording/numbering",
    "wording/title-mark",
)
OTHER_KINDS = ("spelling",)
KEPT = ("short/placeholder-text",)
_MARKUP = re.compile(r'</?(?:p|strong|span|br|td|th|tr|div)(?:style="[^"]*"?)?/?')
_EVENING = re.compile(r"《新闻联播》\((\d{4})(\d{2})(\d{2})\)")
_REPORT = re.compile(r"(\d{4})年.{0,16}政府工作报告")
_FIRST_EVENING = "《新闻联播》(20260301)"


def lines(corpus: Path, name: str) -> list[str]:
    """The lines of one file of the corpus, without remains of HTML."""
    with lzma.open(corpus / "text" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        return [_MARKUP.sub("", line.rstrip("\n")).lstrip('"') for line in file]


def evenings(news: list[str]) -> Iterator[Item]:
    """Each evening from the first one that is judged to the last dated one."""
    start = news.index(_FIRST_EVENING)
    date, collected = datetime.date(2026, 3, 1), list[str]()
    for line in news[start + 1 :]:
        header = _EVENING.fullmatch(line)
        if header:
            yield item(f"news-{date}", collected, date)
            date, collected = datetime.date(*map(int, header.groups())), []
        else:
            collected.append(line)
            if len(collected) > 400:
                return


def reports(text: list[str]) -> Iterator[Item]:
    """The party documents as one item, then each government report."""
    date, collected = datetime.date(1921, 7, 23), list[str]()
    for line in text:
        header = _REPORT.fullmatch(line)
        if header:
            yield item(f"report-{date.year}", collected, date)
            date, collected = datetime.date(int(header[1]), 3, 5), []
        else:
            collected.append(line)
    yield item(f"report-{date.year}", collected, date)


def item(name: str, sentences: list[str], date: datetime.date) -> Item:
    """An item of one paragraph a sentence."""
    blocks, position = [], 0
    for sentence in sentences:
        blocks.append(Block("paragraph", Span(position, position + len(sentence))))
        position += len(sentence) + 1
    text = "\n".join(sentences)
    part = Part("article", name, text, blocks=tuple(blocks))
    return Item(id=name, path=name, digest="", parts=(part,), title="新闻", published=date, column="要闻")


def rules() -> list[Rule]:
    """The text rules that this text can judge."""
    loaded = catalog.load()
    return [
        catalog.compile_rule(entry, level=None, params={})
        for id_, entry in loaded.entries.items()
        if id_.startswith(("wording/", "stale/", "short/")) and (id_ in KEPT or not id_.startswith(LEFT_OUT))
        if entry.file.kind not in OTHER_KINDS
    ]


def findings(items: Iterable[Item], assembled: plan.Plan) -> Iterator[tuple[Level, str, str, str]]:
    """(level, rule, item, text around the hit) of every finding."""
    for one in items:
        hits = assembled.hits(one.parts)
        for number in assembled.due(one, hits):
            step = assembled.steps[number]
            rule, date = step.rule, one.published or TODAY
            if (rule.since and date < rule.since) or (rule.until and date >= rule.until):
                continue
            for match in step.kind.check(one, rule, Context(TODAY, tuple(hits.get(number, ())))):
                span = match.spot.span or Span(0, 0)
                text = one.parts[0].text.replace("\n", "⏎").replace("\t", " ")
                before, after = text[max(0, span.start - 24) : span.start], text[span.end : span.end + 24]
                yield match.level or rule.level, rule.id, one.id, f"{before}【{text[span.start : span.end]}】{after}"


def main() -> None:
    """Draw, count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    text = [*evenings(lines(options.corpus, "news-broadcast")), *reports(lines(options.corpus, "work-reports"))]
    characters = sum(len(part.text) for one in text for part in one.parts)
    found = list(findings(text, plan.assemble(Settings(rules={}), rules(), "")))
    print(f"seed {options.seed}, {len(text)} items, {characters} characters")
    drawn = []
    for level in Level:
        all_of_it = [one for one in found if one[0] is level]
        counts = collections.Counter(rule for _, rule, _, _ in all_of_it)
        print(f"{level}: {len(all_of_it)} findings, {10_000 * len(all_of_it) / characters:.3f} in 10,000 characters")
        for rule, count in counts.most_common():
            print(f"  {count:6} {rule}")
        drawn += sorted(random.Random(options.seed).sample(all_of_it, min(EACH, len(all_of_it))))
    if options.output:
        rows = ["level\trule\titem\ttext", *("\t".join(one) for one in drawn)]
        options.output.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
