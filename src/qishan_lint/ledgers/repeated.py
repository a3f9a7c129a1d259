"""Cases that may be counted twice: the same asker with the same content, in one ledger or in several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from qishan_lint.ledgers import cells, kinds
from qishan_lint.ledgers.entries import Entry
from qishan_lint.ledgers.told import Teller, named
from qishan_lint.model import Finding, Text

_SHORTEST = 6
"""Characters of content from which two equal ones are no chance."""


class Holder(Protocol):
    """What has cases and takes findings."""

    findings: list[Finding]
    cases: list[Entry]


def add(ledgers: Sequence[tuple[Path, Holder]]) -> None:
    """Add to each ledger what repeats a case before it, in its own file or in an earlier one."""
    seen: dict[tuple[str, str], tuple[Path, Entry]] = {}
    for path, ledger in ledgers:
        teller = Teller(str(path))
        for entry in ledger.cases:
            key = _key(entry)
            if key is None:
                continue
            first, other = seen.setdefault(key, (path, entry))
            if other is entry or (first == path and entry.texts.get("number") == other.texts.get("number")):
                continue
            number, name = entry.texts.get("number", ""), named(other.texts.get("number", ""), other.row)
            said = name if first == path else Text(f"{first.name}{name.zh}", f"{first.name} {name.en}")
            where = entry.where("content")
            found = teller.finding("ledger/same-request", where, number, number=named(number, entry.row), other=said)
            ledger.findings.append(found)


def _key(entry: Entry) -> tuple[str, str] | None:
    """Who asked for what; None where the asker has no name or the content is too short to tell."""
    asker = cells.raw(entry.texts.get("asker", ""))
    content = cells.raw(entry.texts.get("content", "") or entry.texts.get("title", ""))
    if not asker or asker in kinds.words().nameless or len(content) < _SHORTEST:
        return None
    return asker, content
