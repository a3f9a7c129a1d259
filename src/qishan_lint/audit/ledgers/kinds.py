"""What is known about ledgers, as data: names of columns, periods, types, and what can be found."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import msgspec

from qishan_lint import shipped
from qishan_lint.errors import ConfigError
from qishan_lint.model import Level, RuleInfo, Text

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


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that can be found, as a rule's words for people; ``message`` has placeholders."""

    name: Text
    message: Text
    why: Text
    source: str
    level: Level


NAMES = ("foi", "letters", "hotline")
"""The kinds of ledgers, a file each."""


def words() -> Words:
    """What all ledgers share."""
    return shipped.table(f"{FOLDER}/words.yaml", Words)


def kinds(own: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Kind]:
    """The kinds by name, their clocks laid over by the configuration ``own`` (kind → ``clock`` keys).

    Raises ConfigError for an unknown kind or key.
    """
    found = {name: shipped.table(f"{FOLDER}/kinds/{name}.yaml", Kind) for name in NAMES}
    for name, changes in (own or {}).items():
        if name not in found:
            raise ConfigError(
                Text(f"ledgers 下没有“{name}”这种台账", f"there is no ledger “{name}”"),
                remedy=Text("可用：" + "、".join(NAMES), "use " + ", ".join(NAMES)),
            )
        found[name] = msgspec.structs.replace(
            found[name], clock=_over(found[name].clock, changes, name), confirmed=True
        )
    return found


def _over(clock: Clock, changes: Mapping[str, Any], name: str) -> Clock:
    try:
        return msgspec.convert({**msgspec.to_builtins(clock), **changes}, Clock)
    except msgspec.ValidationError as error:
        known = ", ".join(msgspec.to_builtins(clock))
        raise ConfigError(
            Text(f"ledgers.{name} 有误：{error}", f"ledgers.{name} is wrong: {error}"),
            remedy=Text(f"可用的键：{known}，值是工作日数", f"keys: {known}; values are working days"),
        ) from None


@functools.cache
def faults() -> dict[str, Fault]:
    """Everything that can be found, by id."""
    return shipped.table(f"{FOLDER}/findings.yaml", dict[str, Fault])


def rules() -> dict[str, RuleInfo]:
    """The same as rules of a report."""
    return {
        id_: RuleInfo(
            id=id_,
            family=id_.partition("/")[0],
            name=fault.name,
            why=fault.why,
            source=fault.source,
            level=fault.level,
            waivable=True,
            fixable=False,
        )
        for id_, fault in faults().items()
    }
