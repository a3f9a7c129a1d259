"""The words that detectors go by: the table ``rules/identity.yaml``, read once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from msgspec import Struct

from qishan_lint import shipped

FILE = "identity.yaml"


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """A value known by its ``labels``: the bounded pattern ``form``; ``keep`` of its ends may be shown."""

    kind: str
    labels: tuple[str, ...]
    form: str
    keep: tuple[int, int] = (0, 0)


class Words(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Labels before numbers, units after them, prefixes, and words for offices and persons."""

    provinces: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]
    not_personal: tuple[str, ...]
    public_account: tuple[str, ...]
    public_network: tuple[str, ...]
    organisation: tuple[str, ...]
    units: tuple[str, ...]
    contact: tuple[str, ...]
    personal: tuple[str, ...]
    person_lists: tuple[str, ...]
    office_lists: tuple[str, ...]
    bank_prefixes: tuple[str, ...]
    official_mail: tuple[str, ...]
    surnames: str
    double_surnames: tuple[str, ...]
    parts: tuple[str, ...]
    name_headings: tuple[str, ...]
    other_names: tuple[str, ...]
    illness: tuple[str, ...]
    illness_lists: tuple[str, ...]
    minor_lists: tuple[str, ...]
    forms: tuple[Form, ...]


@functools.cache
def words() -> Words:
    """The shipped table. Raises ConfigError when the file is wrong."""
    return shipped.table(FILE, Words)


class Group:
    """Words that are looked for together, in upper or lower case.

    An object of its own, for what a list asks for in each of its rows is found by the name of the group: patterns and
    tuples of words are slow to be looked up by.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
        self.names = functools.lru_cache(maxsize=1024)(self.stands_in)
        """The same for a heading, remembered: a column has one, and as many cells as the list has rows."""

    def stands_in(self, text: str) -> bool:
        """Whether one of the words does."""
        return self.pattern.search(text) is not None


@functools.cache
def group(name: str) -> Group:
    """The words of the table called ``name``."""
    return Group(getattr(words(), name))


@functools.cache
def label(kind: str) -> Group:
    """The labels of a kind of identity."""
    return Group(words().labels[kind])


@functools.cache
def labels_of(form: Form) -> Group:
    """The labels of a form."""
    return Group(form.labels)
