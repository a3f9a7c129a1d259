"""No term that counts as an error occurs in clean text, but for slips that were read one by one.

Needs QISHAN_LINT_CORPUS: a folder with ``text/*.txt.xz``, one sentence a line; where it is not set there is no such
text to read, and the test is skipped. The slips stand in ``fixtures/corpus-typos.tsv`` with how often each occurs.

Terms with a date are judged in text whose date is known: the evenings of the news. What a statute of 1990 calls an
office was its name, whichever date the rule has.
"""

from __future__ import annotations

import collections
import datetime
import functools
import lzma
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qishan_lint import catalog, plan
from qishan_lint.kinds import Context, Rule
from qishan_lint.kinds.terms import Params
from qishan_lint.model import Block, Item, Level, Part, Span
from qishan_lint.settings import Settings

CORPUS = os.environ.get("QISHAN_LINT_CORPUS", "")
TYPOS = Path(__file__).parent.parent / "fixtures" / "corpus-typos.tsv"
EVENING = re.compile(r"《新闻联播》\((\d{4})(\d{2})(\d{2})\)")
UNDATED = datetime.date(1900, 1, 1)
CHUNK = 2000
LEAST = 20_000_000

pytestmark = pytest.mark.skipif(not CORPUS, reason="QISHAN_LINT_CORPUS is not set: no clean text to read")


def certain() -> list[Rule]:
    """The rules of kind terms whose findings are errors."""
    return [
        catalog.compile_rule(entry, level=None, params={})
        for entry in catalog.load().entries.values()
        if entry.file.kind == "terms" and entry.file.level is Level.ERROR
    ]


def typos() -> collections.Counter[str]:
    """The slips that the text is known to have, with their counts."""
    rows = [line.split("\t") for line in TYPOS.read_text(encoding="utf-8").splitlines()[1:]]
    return collections.Counter({row[0]: int(row[2]) for row in rows})


def items() -> Iterator[Item]:
    """The text in items of many lines; a new one begins with each evening of the news."""
    for path in sorted(Path(CORPUS, "text").glob("*.txt.xz")):
        date, lines = UNDATED, list[str]()
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                evening = EVENING.match(line)
                if evening or len(lines) >= CHUNK:
                    yield item(path.name, lines, date)
                    lines = []
                if evening:
                    date = datetime.date(*map(int, evening.groups()))
                lines.append(line.rstrip("\n"))
        yield item(path.name, lines, date)


def item(name: str, lines: list[str], date: datetime.date) -> Item:
    """An item of one paragraph, so that line ends stay where they are."""
    text = "\n".join(lines)
    part = Part("article", name, text, blocks=(Block("paragraph", Span(0, len(text))),))
    return Item(id=name, path=name, digest="", parts=(part,), published=date)


@functools.cache
def found() -> tuple[collections.Counter[str], list[str], int]:
    """How often each certain term is reported, where, and how many characters were read."""
    assembled = plan.assemble(Settings(rules={}), certain(), "")
    counts, places, characters = collections.Counter[str](), list[str](), 0
    for one in items():
        characters += len(one.parts[0].text)
        for number, hits in assembled.hits(one.parts).items():
            step = assembled.steps[number]
            for match in step.kind.check(one, step.rule, Context(UNDATED, tuple(hits))):
                span = match.spot.span or Span(0, 0)
                text = one.parts[0].text
                counts[text[span.start : span.end]] += 1
                places.append(f"{step.rule.id}: {text[max(0, span.start - 10) : span.end + 10]}")
    return counts, places, characters


def test_certain_terms_do_not_occur_in_clean_text() -> None:
    counts, places, characters = found()
    assert characters > LEAST
    unknown = counts - typos()
    assert not unknown, [place for place in places if any(term in place for term in unknown)]


def test_the_list_of_slips_is_up_to_date() -> None:
    counts, _, _ = found()
    assert not typos() - counts


def test_certain_terms_are_many() -> None:
    rules = certain()
    assert sum(len(rule.params.terms) for rule in rules if isinstance(rule.params, Params)) > 1000
