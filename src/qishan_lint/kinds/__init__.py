"""Kinds: the ways of checking. One module a kind; a rule (data under ``rules/``) names a kind and parametrises it.

A kind is a module with

- ``Params``: a frozen ``msgspec.Struct`` with ``rename="kebab"`` and ``forbid_unknown_fields=True``;
- ``check(item, rule, context) -> Iterator[Match]``: pure, reads nothing but its arguments and the photos of the item;

and, where it needs them,

- ``literals(params) -> Iterable[str]``: the engine looks for these in every part in one pass for all rules, calls
  ``check`` only if one of them occurs, and hands the hits over in ``context.hits``;
- ``prepare(items, rule)``: works out for several items together what takes longer one by one; ``check`` yields the same
  without it;
- ``LOOKS_AT = "photos"`` or ``"problems"``: items without any of these are not worth a call;
- ``concerns(item) -> bool``: whether the item holds anything that the kind looks at, asked once for all its rules;
- ``NEEDS_TODAY = True``: the outcome depends on the date of the check, or ``needs_today(params) -> bool``: with some
  parameters it can (an item without a date counts as published today);
- ``EXTRA = "qr"`` and ``MODULE = "zxingcpp"``: the optional extra that must be installed, and a module it brings;
- ``uses_extra(params) -> bool``: whether a rule with these parameters needs the extra, where not every rule does;
- ``resolve(params, read) -> params``: replaces names of files beside the rule by their content, before conversion;
- ``facts(item, rule, context) -> Any`` (small, msgspec-serialisable, no sensitive value) and
  ``across(facts: Mapping[item id, Any], rule) -> Iterator[tuple[item id, Match]]`` for faults that show only across items.

A new kind is one new file here, or an entry point ``qishan_lint.kinds`` of another package.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import importlib.util
import pkgutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Protocol, cast

import msgspec

from qishan_lint.model import Item, Level, Match, Role, Text


class Example(msgspec.Struct, frozen=True):
    """One executed example of a rule: an item in short, and whether the rule must find something in it."""

    bad: bool
    item: Mapping[str, Any]
    fixed: str | None = None


class Rule(msgspec.Struct, frozen=True):
    """A compiled rule: data that parametrises a kind.

    ``since`` and ``until`` bound the publication dates the rule applies to (``until`` excluded); an item without a
    date counts as published today. ``roles`` says which parts text kinds look at. ``title_level`` replaces ``level``
    for a match in a title or the lead paragraph.
    """

    id: str
    kind: str
    level: Level
    params: Any
    name: Text
    message: Text
    why: Text
    source: str
    waivable: bool = True
    aliases: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    roles: tuple[Role, ...] = ("article",)
    title_level: Level | None = None
    unconfirmed: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def family(self) -> str:
        """The part of the id before the slash: short, wording, photo, stale, sensitive or item."""
        return self.id.partition("/")[0]


class Hit(msgspec.Struct, frozen=True):
    """One occurrence of one of a rule's literals: the index of the part in the item, the span, the literal."""

    part: int
    start: int
    end: int
    literal: str


class Context(msgspec.Struct, frozen=True):
    """What a check may know beside the item: the date of the check, the hits of the rule's literals, the office's rule packs.

    ``packs`` are folders, which may hold more than rules, such as templates of forms.
    """

    today: datetime.date
    hits: tuple[Hit, ...] = ()
    packs: Sequence[str] = ()


class Kind(Protocol):
    """The interface of a kind's module; optional members are looked up with ``getattr``."""

    Params: type[msgspec.Struct]

    def check(self, item: Item, rule: Rule, context: Context) -> Iterator[Match]:
        """Yield what is wrong with ``item`` by ``rule``."""
        ...


def names() -> tuple[str, ...]:
    """The names of the built-in kinds, found by the files in this folder."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


@functools.cache
def load(name: str) -> Kind:
    """The kind called ``name``, built in or from an entry point.

    Raises LookupError when no kind has that name.
    """
    module = f"{__name__}.{name.replace('-', '_')}"
    if "." not in name and importlib.util.find_spec(module) is not None:
        return cast(Kind, importlib.import_module(module))
    return cast(Kind, _from_entry_point(name))


def _from_entry_point(name: str) -> ModuleType:
    from importlib.metadata import entry_points

    found = tuple(entry_points(group="qishan_lint.kinds", name=name))
    if not found:
        raise LookupError(name)
    return cast(ModuleType, found[0].load())


def needs_today(kind: Kind, params: Any) -> bool:
    """Whether the outcome of ``kind`` with ``params`` can depend on the date of the check."""
    can = getattr(kind, "needs_today", None)
    return bool(getattr(kind, "NEEDS_TODAY", False) if can is None else can(params))


def literals(kind: Kind, params: Any) -> Iterable[str] | None:
    """The literals that ``kind`` waits for, or None when it must always run."""
    function = getattr(kind, "literals", None)
    return None if function is None else cast("Iterable[str] | None", function(params))
