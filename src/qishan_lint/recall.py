"""What the files below a root held when they were last read, kept in the cache by the state that they were in.

A file that changes gets another state: its size, or one of its times, which nobody can set all. A file that changed a
moment ago may change once more without its times telling, so it is not remembered yet. What decides on publication
(signing, the gate) hashes every file anew.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec

from qishan_lint import __version__
from qishan_lint.cache import Cache
from qishan_lint.sources.held import RECENT, Held, State
from qishan_lint.sources.tree import Disk

_FLUSH = 2000


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    version: str
    state: State
    held: Held


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Entry)


class FileRecall:
    """The Recall of the files below ``root``, in the cache in the folder ``place``. Use as a context manager."""

    def __init__(self, place: Path, root: Path) -> None:
        self._cache = Cache(place)
        self._tree = Disk(root)
        self._prefix = f"{os.path.realpath(root).rstrip(os.sep)}{os.sep}"
        self._known: dict[str, bytes | Held] = dict(self._cache.files(self._prefix))
        self._fresh: dict[str, bytes] = {}

    def __enter__(self) -> FileRecall:
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
        self._cache.close()

    def held(self, path: str) -> Held | None:
        """See Recall."""
        known = self._known.get(path)
        if not isinstance(known, bytes):  # nothing, or looked at before in this run
            return known
        try:
            entry = _DECODER.decode(known)
        except msgspec.MsgspecError:
            return None
        if entry.version != __version__ or entry.state != self.state(path):
            return None
        self._known[path] = entry.held
        return entry.held

    def state(self, path: str) -> State | None:
        """See Recall."""
        return self._tree.state(path)

    def keep(self, path: str, state: State | None, held: Held) -> None:
        """See Recall."""
        if state is None or max(state[1:3]) > time.time_ns() - RECENT or self.state(path) != state:
            return
        self._known[path] = held
        self._fresh[path] = _ENCODER.encode(_Entry(__version__, state, held))
        if len(self._fresh) >= _FLUSH:
            self._write()

    def _write(self) -> None:
        self._cache.put_files(self._prefix, self._fresh)
        self._fresh = {}
