"""What is known about ledgers, as data: names of columns, periods, types, and what can be found."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import msgspec

from qishan_lint import shipped
from qishan_lint.declared import LedgerClock
from qishan_lint.errors import ConfigError
from qishan_lint.model import RuleInfo, Statement, Text

FOLDER = "ledgers"
"""The folder of the data, in that of the rules."""


class Clock(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Periods in working days: ``limit`` to answer, ``extension`` once, ``supplement`` to ask for more,
    ``third_party`` for which its opinion stops the clock; ``soon`` before the end to remind. ``silent`` are calendar
    days without an answer that fail the whole site. 0: there is none.
    """

    limit: int
    extension: int = 0
    supplement: int = 0
    third_party: int = 0
    soon: int = 3
    silent: int = 0


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another limit, in working days, for cases whose type holds one of ``words``."""

    words: tuple[str, ...]
    days: int


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of ledger.

    ``words`` in the names of file and sheet, and ``headings``, tell it from others; ``claims`` announce its figures in a
    report's text. ``fields`` adds columns. ``stated``: the ledger's own due day counts. ``answers`` and ``types`` map
    the usual word to others for it. ``confirmed``: the periods are law, not the county's choice.
    """

    name: Text
    words: tuple[str, ...]
    headings: tuple[str, ...]
    source: str
    confirmed: bool
    clock: Clock
    fields: dict[str, tuple[str, ...]]
    claims: tuple[str, ...]
    limits: tuple[Limit, ...] = ()
    stated: bool = False
    answers: dict[str, tuple[str, ...]] = {}
    types: dict[str, tuple[str, ...]] = {}


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all ledgers share: columns, ways to leave a cell empty, yes and no, sums, nameless names, notes."""

    fields: dict[str, tuple[str, ...]]
    blank: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    totals: tuple[str, ...]
    nameless: frozenset[str]
    notes: tuple[str, ...]


def words() -> Words:
    """What all ledgers share."""
    return shipped.table(f"{FOLDER}/words.yaml", Words)


def kinds(own: Mapping[str, LedgerClock] | None = None) -> dict[str, Kind]:
    """The kinds by name, a file each, their clocks laid over by the configuration's ``own``.

    Raises ConfigError for an unknown kind.
    """
    files = sorted((shipped.rules_folder() / FOLDER / "kinds").glob("*.yaml"))
    found = {file.stem: shipped.table(f"{FOLDER}/kinds/{file.name}", Kind) for file in files}
    for name, clock in (own or {}).items():
        if name not in found:
            raise ConfigError(
                Text(f"audit.ledgers 下没有“{name}”这种台账", f"audit.ledgers: there is no ledger “{name}”"),
                remedy=Text("可用：" + "、".join(found), "use " + ", ".join(found)),
            )
        changed = {key: days for key, days in msgspec.structs.asdict(clock).items() if days is not None}
        usual = found[name]
        found[name] = msgspec.structs.replace(
            usual,
            clock=msgspec.structs.replace(usual.clock, **changed),
            confirmed=usual.confirmed or "limit" in changed,
        )
    return found


@functools.cache
def faults() -> dict[str, Statement]:
    """Everything that can be found, by id."""
    return shipped.table(f"{FOLDER}/findings.yaml", dict[str, Statement])


def rules() -> dict[str, RuleInfo]:
    """The same as rules of a report."""
    return {id_: fault.as_rule(id_) for id_, fault in faults().items()}
