"""The compiled catalogue: rule files parsed once, kept in the tool's cache folder, and told apart by their state on disk.

The state is names, sizes and times of change of the rule files and of the kinds that read them: a look at it costs a
millisecond, reading 200 files thirty. The digest, which names the catalogue in reports and signatures, is of the content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from qishan_lint import __version__, filestate
from qishan_lint.kept import kept
from qishan_lint.rulefile import RuleFile

_KINDS = Path(__file__).parent / "kinds"


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
    return kept(
        "catalogue", (filestate.digest((*folders, _KINDS)),), Compiled, lambda: Compiled(_digest(folders), parse())
    )


def _digest(folders: Sequence[Path]) -> str:
    total = hashlib.sha256(__version__.encode())
    for folder in folders:
        for path, _ in filestate.walk(str(folder)):
            name = Path(path).relative_to(folder).as_posix()
            total.update(f"\0{name}\0".encode())
            total.update(Path(path).read_bytes())
    return total.hexdigest()
