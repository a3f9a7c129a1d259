"""Names of metadata fields: what front matter, meta tags and labels call a field → the field's one name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from qishan_lint import shipped
from qishan_lint.model import Field

FILE = "metadata.yaml"
"""The default names, in the folder of the rules."""

_IGNORED = re.compile(r"[\s_\-.:：]")


def fold(name: str) -> str:
    """``name`` without case, spaces, hyphens, underscores and the colon after a label."""
    return _IGNORED.sub("", name).casefold()


@functools.cache
def defaults() -> Mapping[str, tuple[str, ...]]:
    """Each field and the names it goes by, best first: the shipped table."""
    return MappingProxyType(shipped.table(FILE, dict[str, tuple[str, ...]]))


def names(extra: Mapping[str, Sequence[str]] | None = None) -> Mapping[str, str]:
    """Each folded name and its field; ``extra`` adds names to fields, or new fields, and wins over the defaults."""
    return _names(tuple((field, tuple(more)) for field, more in sorted((extra or {}).items())))


@functools.cache
def _names(extra: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    table = {fold(name): field for field, known in defaults().items() for name in (field, *known)}
    for field, more in extra:
        table.update(dict.fromkeys(map(fold, (field, *more)), field))
    return table


def field_of(name: str, known: Mapping[str, str]) -> str:
    """The field that a file calls ``name``, empty when the table does not know it."""
    return known.get(name) or known.get(fold(name)) or ""


def collect(fields: Iterable[Field], known: Mapping[str, str]) -> dict[str, Field]:
    """The fields by their one name: of several for one field the first that is not empty; unknown ones keep theirs."""
    found: dict[str, Field] = {}
    for field in fields:
        name = field_of(field.name, known) or fold(field.name)
        if name not in found or (field.value.strip() and not found[name].value.strip()):
            found[name] = field
    return found
