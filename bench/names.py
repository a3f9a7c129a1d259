"""Names of persons and offices written two ways: what the two rules find in clean text, and how many planted slips.

    python -m bench.names CORPUS [--seed N] [--planted N] [--least N] [--missed]

CORPUS holds the text files of ``bench/articles.py``. An evening of news, a report and a statute are an item each. Every
finding in the untouched text is printed, to be judged. Then one occurrence of a name that stands at least four times
in an item is spoilt in one character, drawn with the seed from those of like sound or look, and looked for.
"""

from __future__ import annotations

import argparse
import datetime
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.false_findings import item, lines

from qishan_lint import catalog, plan
from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match
from qishan_lint.settings import Settings
from qishan_lint.spelling import likeness

RULES = ("wording/person-name-varies", "wording/office-name-varies")
USUAL = 1_000
"""How often a character stands in the text that a slip may put in the place of another."""
LONGEST = 2_000
"""Lines of an item: the end of the news has no dates."""
DAY = datetime.date(2026, 3, 1)
PERSON = re.compile(
    r"(?:书记|主席|总理|部长|省长|市长|县长|局长|主任|委员)(?P<name>[王李张刘陈杨赵黄周吴徐孙胡朱郭何高林][一-鿿]{2})"
    r"(?=[，。、]|同志|表示|指出|说|强调|出席|主持|会见)"
)
OFFICE = re.compile(
    r"(?P<name>(?:国家|中央|全国|[省市县区])[一-鿿]{2,7}(?:(?<![当布格大全结政])局|委员会|办公室|管理厅|检察院))"
)
_NEWS = re.compile(r"《新闻联播》\(\d{8}\)")
_REPORT = re.compile(r"\d{4}年.{0,16}政府工作报告")
_STATUTE = re.compile(r"第一章|第一条")


def items(corpus: Path) -> Iterator[Item]:
    """Each evening of news, report and statute of the corpus."""
    yield from _cut("news", lines(corpus, "news-broadcast"), _NEWS)
    yield from _cut("report", lines(corpus, "work-reports"), _REPORT)
    text = lines(corpus, "statutes")
    starts = {n - 1 for n, line in enumerate(text) if n and _STATUTE.match(line) and len(text[n - 1]) < 60}
    cut: list[str] = []
    for number, line in enumerate(text):
        if number in starts and len(cut) > 5:
            yield item(f"statute-{number}", cut, DAY)
            cut = []
        cut.append(line)
    yield item("statute", cut, DAY)


def _cut(name: str, text: list[str], head: re.Pattern[str]) -> Iterator[Item]:
    cut: list[str] = []
    for number, line in enumerate(text):
        if cut and (head.fullmatch(line) or len(cut) == LONGEST):
            yield item(f"{name}-{number}", cut, DAY)
            cut = []
        cut.append(line)
    yield item(name, cut, DAY)


def rules() -> list[Rule]:
    """The two rules."""
    entries = catalog.load().entries
    return [catalog.compile_rule(entries[name], level=None, params={}) for name in RULES]


def findings(one: Item, assembled: plan.Plan) -> Iterator[tuple[str, Match]]:
    """(rule, match) of every finding in ``one``."""
    hits = assembled.hits(one.parts)
    for number in assembled.due(one, hits):
        step = assembled.steps[number]
        for match in step.kind.check(one, step.rule, Context(DAY, tuple(hits.get(number, ())))):
            yield step.rule.id, match


def spoilt(
    one: Item, pattern: re.Pattern[str], rate: random.Random, characters: str, least: int
) -> tuple[Item, str, str] | None:
    """``one`` with one occurrence of a repeated name spoilt, the name and what became of it; None without such a name."""
    text = one.parts[0].text
    names = sorted({match["name"] for match in pattern.finditer(text)})
    names = [name for name in names if text.count(name) > least]
    if not names:
        return None
    name = rate.choice(names)
    places = [match.start() for match in re.finditer(name, text)]
    at, inside = rate.choice(places[1:]), rate.randrange(1, len(name))
    other = [new for new in characters if new != name[inside] and likeness.alike(name[inside], new)]
    if not other:
        return None
    wrong = name[:inside] + rate.choice(other) + name[inside + 1 :]
    changed = text[:at] + wrong + text[at + len(name) :]
    return item(one.id, changed.split("\n"), DAY), name, wrong


def planted(
    all_items: Iterable[Item], assembled: plan.Plan, seed: int, most: int, least: int
) -> Iterator[tuple[str, str, str, bool]]:
    """(kind of name, right, wrong, found) for up to ``most`` slips of each kind."""
    rate, pool = random.Random(seed), list(all_items)
    written = Counter(char for one in pool for char in one.parts[0].text)
    characters = "".join(sorted(char for char, times in written.items() if "一" <= char <= "鿿" and times >= USUAL))
    for kind, pattern in (("person", PERSON), ("office", OFFICE)):
        rate.shuffle(pool)
        done = 0
        for one in pool:
            made = spoilt(one, pattern, rate, characters, least)
            if made is None:
                continue
            changed, right, wrong = made
            at = next(
                n for n, (a, b) in enumerate(zip(changed.parts[0].text, one.parts[0].text, strict=True)) if a != b
            )
            spans = [match.spot.span for _, match in findings(changed, assembled)]
            yield kind, right, wrong, any(span is not None and span.start <= at < span.end for span in spans)
            done += 1
            if done == most:
                break


def main() -> None:
    """Print the findings in clean text and the share of planted slips that is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seed", type=int, default=20261126)
    parser.add_argument("--planted", type=int, default=300)
    parser.add_argument("--least", type=int, default=3, help="how often the right name is left")
    parser.add_argument("--missed", action="store_true", help="print what is not found")
    options = parser.parse_args()
    pool, assembled = list(items(options.corpus)), plan.assemble(Settings(rules={}), rules(), "")
    characters, counts = sum(len(one.parts[0].text) for one in pool), Counter[str]()
    for one in pool:
        for rule, match in findings(one, assembled):
            counts[rule] += 1
            print(
                one.id, rule, *(match.data[key] for key in ("found", "times", "expected", "others", "first")), sep="\t"
            )
    print(f"{len(pool)} items, {characters} characters: {dict(counts)}")
    totals, hits = Counter[str](), Counter[str]()
    for kind, right, wrong, seen in planted(pool, assembled, options.seed, options.planted, options.least):
        totals[kind] += 1
        hits[kind] += seen
        if options.missed and not seen:
            print(f"missed\t{kind}\t{right}\t{wrong}")
    for kind, total in totals.items():
        print(f"{kind}: {hits[kind]} of {total} planted slips found, {hits[kind] / total:.0%} (seed {options.seed})")


if __name__ == "__main__":
    main()
