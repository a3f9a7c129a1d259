"""Readers: bytes of one file → what it contains. One module a format, chosen by suffix and content.

A reader is a module with ``SUFFIXES`` (lower-case, with the dot) and

    read(data: bytes, path: str, options: ReadOptions) -> Reading

and, where it only walks text in linear time, ``IN_PROCESS = True``: all others work in a child that can be killed.

It never opens other files: pictures and attachments are returned as references, which ``sources`` resolves inside the
root. It never raises for bad content: what it could not read is a Problem in the Reading.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

import msgspec

from qishan_lint.model import Field, Part, Problem, Role, Span
from qishan_lint.office.budget import Budget


class Reference(msgspec.Struct, frozen=True):
    """A picture or file that the document points at: the target as written, and where it is written.

    ``kind`` is ``photo`` or ``attachment``; ``span`` counts in the decoded source.
    """

    kind: str
    target: str
    where: str
    alt: str = ""
    caption: str = ""
    shown: tuple[int, int] | None = None
    span: Span | None = None


class Embedded(msgspec.Struct, frozen=True):
    """A file inside the document (picture of a Word file, member of an archive): its name inside, and its bytes."""

    name: str
    where: str
    data: bytes
    alt: str = ""
    caption: str = ""


class Reading(msgspec.Struct, frozen=True):
    """What a reader found in one file. ``meta`` is keyed by the names the file itself uses."""

    parts: tuple[Part, ...] = ()
    references: tuple[Reference, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    problems: tuple[Problem, ...] = ()
    meta: tuple[Field, ...] = ()
    title: str = ""


class ReadOptions(msgspec.Struct, frozen=True):
    """How to read: the role of the file's visible text, and the caps (bytes, seconds) that bound the work.

    ``meta_names`` leads from each (folded) name of a metadata field to the field, for readers that must tell titles
    apart; empty for the shipped table. ``depth`` is how deep the file lies in others; ``budget`` is what these have
    left of ``max_bytes`` (None: all of it).
    """

    role: Role = "article"
    max_bytes: int = 200 * 1024 * 1024
    max_text: int = 20_000_000
    depth: int = 0
    meta_names: Mapping[str, str] = msgspec.field(default_factory=dict)
    budget: Budget | None = None

    def purse(self) -> Budget:
        """What reading may unpack, shared with everything nested in the file."""
        return Budget(self.max_bytes) if self.budget is None else self.budget


class Reader(Protocol):
    """The interface of a reader's module."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, path: str, options: ReadOptions) -> Reading:
        """Read ``data``, the content of the file at ``path``."""
        ...


_DECLARED = re.compile(r"^SUFFIXES = (\([^()]*\))", re.MULTILINE)


@functools.cache
def suffixes() -> Mapping[str, str]:
    """Each known suffix and the module that reads it, found by the files in this folder.

    What a module declares is read from its source, so that one Markdown file does not import the readers of all
    formats; a module without readable source is imported.
    """
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            found.update(dict.fromkeys(_suffixes_of(module.name), module.name))
    return found


def _suffixes_of(name: str) -> tuple[str, ...]:
    source = Path(__path__[0], f"{name}.py")
    declared = _DECLARED.search(source.read_text(encoding="utf-8")) if source.is_file() else None
    if declared is None:
        return tuple(getattr(_load(name), "SUFFIXES", ()))
    return tuple(re.findall(r'"([^"]{1,20})"', declared[1]))


@functools.cache
def _load(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")


def for_suffix(suffix: str) -> Reader | None:
    """The reader for a file name's suffix (lower-case, with the dot), None when no reader knows it."""
    name = suffixes().get(suffix)
    return None if name is None else cast(Reader, _load(name))
