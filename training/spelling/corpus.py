"""Corpus: the official text that the spelling model learns from, without what is held out."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qishan_lint.spelling import alphabet

NEWS_LAST = 202_200
"""News up to this line (2026-02-28) is for training; the later months are for testing alone."""
NEWS_END = 231_009
REPORTS_FIRST = 7_053
"""Earlier lines of the work reports are party congress documents, not plainly outside copyright."""
RUN = 12
_MARKUP = re.compile(r'</?(?:p|strong|span|br|td|th|tr|div)(?:style="[^"]*"?)?/?')


@dataclass(frozen=True)
class Sentences:
    """Sentences of one source, in the order of the file."""

    source: str
    lines: list[str]


def read(folder: Path, name: str) -> list[str]:
    """The lines of ``name`` below ``folder``, without remains of markup."""
    with lzma.open(folder / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        return [_MARKUP.sub("", line.rstrip("\n")).lstrip('"') for line in file]


def training(folder: Path) -> list[Sentences]:
    """The text that may be counted for the shipped model."""
    news = [line for line in read(folder, "news-broadcast")[:NEWS_LAST] if not line.startswith("《新闻联播》")]
    return [
        Sentences("news", news),
        Sentences("statutes", read(folder, "statutes")),
        Sentences("reports", read(folder, "work-reports")[REPORTS_FIRST:]),
    ]


def running_text(folder: Path) -> list[str]:
    """The months of news that nothing was trained or tuned on."""
    return [line for line in read(folder, "news-broadcast")[NEWS_LAST:NEWS_END] if not line.startswith("《新闻联播》")]


def pairs(path: Path) -> list[tuple[str, str]]:
    """The wrong and right sentences of a pair file."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [(row[0].strip(), row[1].strip()) for row in rows if len(row) >= 2]


def runs(texts: Iterable[str]) -> tuple[Any, Any]:
    """A hash of every run of 12 Han characters in ``texts``, and the index of the text it stands in."""
    joined = "\n" * RUN + ("\n" * RUN).join(texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    han = (points >= 0x3400) & (points < 0xA000)
    breaks = np.concatenate([[0], np.cumsum(points == 10)])
    size = len(points) - RUN + 1
    hashes = np.zeros(size, dtype=np.uint64)
    good = np.ones(size, dtype=bool)
    for offset in range(RUN):
        hashes = (hashes ^ points[offset : offset + size]) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
        good &= han[offset : offset + size]
    return hashes[good], (breaks[1 : size + 1][good] // RUN - 1).astype(np.int64)


def without(lines: Sequence[str], held_out: Any) -> list[str]:
    """The lines that share no run of 12 Han characters with the sorted hashes ``held_out``."""
    hashes, owners = runs(lines)
    found = np.searchsorted(held_out, hashes)
    found[found == len(held_out)] = 0
    shared = set(owners[held_out[found] == hashes].tolist())
    return [line for number, line in enumerate(lines) if number not in shared]


def encode(lines: Sequence[str], tokens: Any) -> Any:
    """The token stream of ``lines``, a boundary between any two."""
    return alphabet.tokenise("\n".join(lines), tokens).ids
