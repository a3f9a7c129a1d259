"""The compiled catalogue: rule files parsed once, kept in the tool's cache folder, and told apart by their state on disk.

The state is names, sizes and times of change of the rule files and of the kinds that read them: a look at it costs a
millisecond, reading 200 files thirty. The digest, which names the catalogue in reports and signatures, is of the content.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qishan_lint import __version__
from qishan_lint.kept import kept
from qishan_lint.rulefile import RuleFile


class Entry(Struct, frozen=True):
    """A rule as kept: its data, its kind's parameters as JSON with the lists beside the file put in, and its place."""

    file: RuleFile
    params: msgspec.Raw
    path: str


class Compiled(Struct, frozen=True):
    """All rules, and the digest of the files that they come from."""

    digest: str
    entries: list[Entry]


def load(folders: Sequence[Path], parse: Callable[[], list[Entry]]) -> Compiled:
    """The compiled rules of ``folders``, from the cache or by ``parse``."""
    return kept("catalogue", _state(folders), Compiled, lambda: Compiled(_digest(folders), parse()))


def _state(folders: Sequence[Path]) -> Iterator[object]:
    for folder in (*folders, Path(__file__).parent / "kinds"):
        for path, status in _walk(str(folder)):
            yield from (path, status.st_size, status.st_mtime_ns)


def _walk(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda one: one.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _walk(entry.path)
            else:
                yield entry.path, entry.stat()


def _digest(folders: Sequence[Path]) -> str:
    total = hashlib.sha256(__version__.encode())
    for folder in folders:
        for path, _ in _walk(str(folder)):
            name = Path(path).relative_to(folder).as_posix()
            total.update(f"\0{name}\0".encode())
            total.update(Path(path).read_bytes())
    return total.hexdigest()
