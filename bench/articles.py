"""Builds the benchmark's corpus: 1,545 Markdown articles of about 1,000 characters, from a folder of real text.

    python bench/articles.py CORPUS OUTPUT [--count 1545] [--seed 1545]

CORPUS holds ``text/*.txt.xz`` (UTF-8, one sentence a line). The same corpus and seed give the same files, byte by
byte. Nothing built here belongs into the repository.
"""

from __future__ import annotations

import argparse
import datetime
import lzma
import random
import re
from collections.abc import Iterator
from pathlib import Path

SOURCES = {"news-broadcast.txt.xz": 7, "work-reports.txt.xz": 2, "statutes.txt.xz": 1}
"""The texts and their shares: what a county publishes is mostly news, some of it reports, a little of it rules."""
DEPARTMENTS = ("县农业农村局", "县教育体育局", "县民政局", "县自然资源局", "县卫生健康局", "柳湾镇", "石桥镇")
COLUMNS = ("要闻动态", "部门动态", "通知公告", "政策解读")
_TRADITIONAL = re.compile("[們國會為與來時個這說對學產業發經濟黨員長關於義東]")
_HTML = re.compile(r"</?(?:p|strong|span|br|td|th|tr|div)(?:style=\"[^\"]*\"?)?/?")


def sentences(corpus: Path) -> dict[str, list[str]]:
    """The sentences of each text of the corpus, cleaned of remains of HTML."""
    return {name: list(_clean(corpus / "text" / name)) for name in SOURCES}


def _clean(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = _HTML.sub("", line).strip().lstrip('"')
            if 8 <= len(text) <= 200 and not text.startswith("《新闻联播》") and not _TRADITIONAL.search(text):
                yield text


def articles(pools: dict[str, list[str]], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """``count`` articles as (file name, text): runs of neighbouring sentences, cut at about 1,000 characters."""
    chance = random.Random(seed)
    for number in range(count):
        pool = pools[chance.choices(list(SOURCES), list(SOURCES.values()))[0]]
        size, at = chance.randint(930, 1010), chance.randrange(len(pool) - 200)
        body: list[list[str]] = [[]]
        length = 0
        while length < size:
            if len(body[-1]) >= chance.randint(2, 5):
                body.append([])
            body[-1].append(pool[at])
            length += len(pool[at])
            at += 1
        title = re.sub(r"[。！？；，：“”《》、]", "", body[0][0])[:24] or "工作动态"
        day = datetime.date(2026, 3, 1) + datetime.timedelta(days=chance.randrange(180))
        head = f"---\ntitle: {title}\ndate: {day}\nsource: {chance.choice(DEPARTMENTS)}\ncolumn: {chance.choice(COLUMNS)}\n---\n\n"
        text = "\n\n".join("".join(paragraph) for paragraph in body)
        yield f"{chance.choice(COLUMNS)}/{number:04}.md", head + text + "\n"


def build(corpus: Path, output: Path, count: int, seed: int) -> int:
    """Write the articles below ``output``; returns the number of characters of their bodies."""
    total = 0
    for name, text in articles(sentences(corpus), count, seed):
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        total += len(text.split("---\n", 2)[2])
    return total


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--count", type=int, default=1545)
    parser.add_argument("--seed", type=int, default=1545)
    given = parser.parse_args()
    total = build(given.corpus, given.output, given.count, given.seed)
    print(f"{given.count} articles, mean {total / given.count:.0f} characters, seed {given.seed}: {given.output}")


if __name__ == "__main__":
    main()
