"""What shows only across items: found from the facts of all of them, once while none of these changes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint import __version__, engine
from qishan_lint.cache import Cache
from qishan_lint.model import Finding, Result
from qishan_lint.plan import Plan

FEW = 50
"""Results that are compared sooner than an earlier comparison of them is looked up."""


def add(results: Sequence[Result], plans: Sequence[Plan], store: Path | None) -> list[Result]:
    """The ``results`` with what shows only across them; ``store`` is the folder of the cache, None for none."""
    if not any(hasattr(step.kind, "across") for plan in plans for step in plan.steps):
        return list(results)
    few = len(results) <= FEW
    found = tuple(_found(results, plans)) if store is None or few else _known(results, plans, store)
    by_item: dict[str, list[Finding]] = {}
    for finding in found:
        by_item.setdefault(finding.item, []).append(finding)
    return [
        msgspec.structs.replace(result, findings=(*result.findings, *by_item[result.id]))
        if result.id in by_item
        else result
        for result in results
    ]


def _known(results: Sequence[Result], plans: Sequence[Plan], store: Path) -> tuple[Finding, ...]:
    """The findings as an earlier run left them, if it had the same facts; they are kept as a result of no item."""
    parts = [__version__, *(each.catalogue_digest + each.settings.digest for each in plans)]
    total, encoder = hashlib.sha256("\0".join(["across", *parts]).encode()), msgspec.msgpack.Encoder()
    for result in results:
        total.update(encoder.encode((result.id, result.path, result.facts)))
    key = total.digest()
    with Cache(store) as cache:
        known = cache.get([key]).get(key)
        if known is not None:
            cache.touch([key], int(time.time()))
            return known.findings
        found = tuple(_found(results, plans))
        cache.put({key: Result("", "", "", findings=found)}, int(time.time()))
        return found


def _found(results: Sequence[Result], plans: Sequence[Plan]) -> Iterator[Finding]:
    by_id: Mapping[str, Result] = {result.id: result for result in results}
    done: set[str] = set()
    for each in plans:
        for step in each.steps:
            across = getattr(step.kind, "across", None)
            if across is None or step.rule.id in done:
                continue
            done.add(step.rule.id)
            facts = {result.id: result.facts[step.rule.id] for result in results if step.rule.id in result.facts}
            for item, match in across(_Facts(facts), step.rule):
                yield engine.audit_finding(by_id[item], step.rule, match)


class _Facts(Mapping[str, Any]):
    """The facts of one rule by item, each decoded when it is looked at: all at once would take ten times the memory."""

    def __init__(self, encoded: Mapping[str, bytes]) -> None:
        self._encoded = encoded

    def __getitem__(self, item: str) -> Any:
        return msgspec.msgpack.decode(self._encoded[item])

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)
