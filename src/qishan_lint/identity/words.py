"""The words that detectors go by: the table ``rules/identity.yaml``, read once."""

from __future__ import annotations

import functools
import re

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


@functools.cache
def any_of(group: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern that finds any of the words, in upper or lower case."""
    return re.compile("|".join(re.escape(word) for word in group), re.IGNORECASE)


def label(kind: str) -> re.Pattern[str]:
    """The labels of a kind of identity."""
    return any_of(words().labels[kind])
