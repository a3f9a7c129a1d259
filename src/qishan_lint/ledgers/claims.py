"""Rates and counts that a report's text claims, held against a ledger at the precision that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from qishan_lint.ledgers import percent
from qishan_lint.ledgers.told import Sum

_SENTENCE = re.compile(r"[^。；;！？\n]{1,600}")
_PERCENT = re.compile(r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]{1,4})?)\s{0,2}[%％]")
_COUNT = re.compile(r"(?<![0-9.])([0-9]{1,3}(?:[,，][0-9]{3}){1,3}|[0-9]{1,9})\s{0,2}(?=[件封条份宗起])")
_TIMELY = re.compile(r"按时|按期|及时|限时")


class Claim(msgspec.Struct, frozen=True):
    """A sentence with a rate: the printed number of per cent, the counts before it, whether it is a rate of time."""

    sentence: str
    printed: str
    counts: tuple[int, ...]
    timely: bool


def read(text: str) -> Iterator[Claim]:
    """The claims of ``text``. Every rate is a claim of its own."""
    for sentence in _SENTENCE.findall(text):
        for match in _PERCENT.finditer(sentence):
            counts = tuple(int(re.sub("[,，]", "", found)) for found in _COUNT.findall(sentence[: match.start()]))
            clause = re.split("[，,：:]", sentence[: match.start()])[-1]
            yield Claim(sentence.strip(), match[1], counts, _TIMELY.search(clause) is not None)


def follows(claim: Claim) -> bool | None:
    """Whether the rate is that of the two counts of its sentence; None with fewer or more, which may be of anything."""
    if len(claim.counts) != 2:
        return None
    return percent.agrees(claim.printed, min(claim.counts), max(claim.counts))


def concerned(claim: Claim, words: Iterable[str]) -> bool:
    """Whether the claim is about the ledger that ``words`` announce."""
    return any(word in claim.sentence for word in words)


def agrees(claim: Claim, total: Sum) -> bool:
    """Whether the ledger gives the claimed rate, and the sentence's counts where it has one or two of them."""
    rates = [(total.on_time, total.due)] + ([] if claim.timely else [(total.answered, total.total)])
    figures = {total.total, total.answered, total.on_time, total.due}
    counted = len(claim.counts) > 2 or set(claim.counts) <= figures
    return counted and any(percent.agrees(claim.printed, *rate) for rate in rates)
