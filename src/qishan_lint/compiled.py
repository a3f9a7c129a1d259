"""The compiled catalogue: rule files parsed once, kept in the tool's cache folder, and told apart by their state on disk.

The state is names, sizes and times of change of the rule files and of the kinds that read them: a look at it costs a
millisecond, reading 200 files thirty. The digest, which names the catalogue in reports and signatures, is of the content.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qishan_lint import __version__, cache, files
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
    place = cache.folder()
    file = None if place is None else place / f"catalogue-{_state(folders)}.json"
    if file is not None:
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            return msgspec.json.decode(file.read_bytes(), type=Compiled)
    encoded = msgspec.json.encode(Compiled(_digest(folders), parse()))
    if file is not None:
        with contextlib.suppress(OSError):
            _forget_older(file)
            files.write(file, encoded)
    return msgspec.json.decode(encoded, type=Compiled)


def _state(folders: Sequence[Path]) -> str:
    total = hashlib.sha256(__version__.encode())
    for folder in (*folders, Path(__file__).parent / "kinds"):
        for path, status in _walk(str(folder)):
            total.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()[:32]


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


def _forget_older(file: Path) -> None:
    """Keep the few catalogues used last: an editable checkout makes a new one with every change of a rule."""
    known = sorted(file.parent.glob("catalogue-*.json"), key=lambda one: one.stat().st_mtime)
    for old in known[:-8]:
        old.unlink(missing_ok=True)
