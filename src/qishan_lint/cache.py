"""The cache: one SQLite file of results, so that what did not change is not checked again.

A key is a digest of everything that the result depends on; a wrong hit is impossible as long as that holds. The values
are Results: masked by construction. A cache that cannot be used is done without, never an error.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint import cachefolder
from qishan_lint.model import Result

MAX_BYTES = 512 << 20
"""Above this size, the entries used longest ago are dropped until three quarters of it are filled."""

_FILE = "results-4.sqlite"
"""The number is raised whenever a Result gets or changes a field, or a table is changed."""

_CHUNK = 500
_DECODER = msgspec.msgpack.Decoder(Result)
_ENCODER = msgspec.msgpack.Encoder()


def folder() -> Path | None:
    """The tool's own folder for caches, made if need be, closed to others; None when there can be none."""
    place = Path(cachefolder.path())
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


class Cache:
    """The results known from earlier runs. Usable by two processes at once; use as a context manager."""

    def __init__(self, place: Path) -> None:
        self._path = place / _FILE
        self._connection = self._open()
        self._used: dict[bytes, int] = {}

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()

    def _open(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._path.touch(mode=0o600)  # results tell of articles that are not published yet
                connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS results"
                    " (key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)"
                )
                connection.execute("CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, value BLOB NOT NULL)")
                connection.execute("CREATE TABLE IF NOT EXISTS texts (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    return None
                self._remove()  # not a database
                continue
            except OSError:
                return None
            return connection
        return None

    def _remove(self) -> None:
        """Remove a broken file, and its log, which must not be replayed into the next one."""
        with contextlib.suppress(OSError):
            for ending in ("-wal", "-shm", ""):
                Path(f"{self._path}{ending}").unlink(missing_ok=True)

    def _broken(self, error: sqlite3.DatabaseError) -> None:
        """Begin anew if the file is damaged; what is only busy, full or read-only stays as it is."""
        if self._connection is not None and not isinstance(error, sqlite3.OperationalError):
            self._connection.close()
            self._remove()
            self._connection = self._open()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Result]:
        """The known results among ``keys``."""
        found: dict[bytes, Result] = {}
        if self._connection is None:
            return found
        try:
            for key, value, used in _among(self._connection, "SELECT key, value, used FROM results", keys):
                with contextlib.suppress(msgspec.MsgspecError):
                    found[key] = _DECODER.decode(value)
                    self._used[key] = used
        except sqlite3.DatabaseError as error:
            self._broken(error)
        return found

    def texts(self, keys: Sequence[str]) -> dict[str, bytes]:
        """What is kept of the texts with ``keys``."""
        if self._connection is None:
            return {}
        try:
            return dict(_among(self._connection, "SELECT key, value FROM texts", keys))
        except sqlite3.DatabaseError as error:
            self._broken(error)
            return {}

    def put_texts(self, texts: Mapping[str, bytes]) -> None:
        """Keep what is known of ``texts``, by keys that are others' for other contents."""
        self._write("INSERT OR REPLACE INTO texts VALUES (?, ?)", list(texts.items()))

    def files(self, prefix: str) -> dict[str, bytes]:
        """What is kept of the files whose paths begin with ``prefix``, by the rest of their paths."""
        if self._connection is None:
            return {}
        query = "SELECT path, value FROM files WHERE path > ? AND path < ?"
        try:
            found = self._connection.execute(query, (prefix, prefix + "\U0010ffff"))
            return {path[len(prefix) :]: value for path, value in found}
        except sqlite3.DatabaseError as error:
            self._broken(error)
            return {}

    def put_files(self, prefix: str, files: Mapping[str, bytes]) -> None:
        """Keep what is known of ``files``, whose paths begin with ``prefix``; names that are no Unicode are left out."""
        rows = [(prefix + path, value) for path, value in files.items() if _is_unicode(path)]
        self._write("INSERT OR REPLACE INTO files VALUES (?, ?)", rows)

    def put(self, results: Mapping[bytes, Result], moment: int) -> None:
        """Keep ``results``; ``moment`` (seconds) orders entries by their last use."""
        self._write(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?)",
            [(key, _ENCODER.encode(result), moment) for key, result in results.items()],
        )

    def touch(self, keys: Iterable[bytes], moment: int) -> None:
        """Note that ``keys``, which were got, were used: at most once a day each."""
        old = [key for key in keys if self._used.get(key, moment) < moment - 86_400]
        self._write("UPDATE results SET used = ? WHERE key = ?", [(moment, key) for key in old])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(statement, rows)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            self._broken(error)

    def shrink(self, limit: int = MAX_BYTES) -> None:
        """Drop the entries used longest ago when the file is above ``limit`` bytes."""
        if self._connection is None:
            return
        with contextlib.suppress(sqlite3.DatabaseError, OSError):
            size = self._size()
            if size <= limit:
                return
            (count,) = self._connection.execute("SELECT COUNT(*) FROM results").fetchone()
            kept = math.ceil(count * limit * 3 / 4 / size)
            self._connection.execute(
                "DELETE FROM results WHERE key IN (SELECT key FROM results ORDER BY used LIMIT ?)", (count - kept,)
            )
            self._connection.execute("DELETE FROM files")  # they are soon read anew
            self._connection.execute("DELETE FROM texts")
            self._connection.execute("VACUUM")
            self._size()

    def _size(self) -> int:
        """The bytes of the file, after what its log holds is moved into it as far as other processes allow."""
        if self._connection is not None:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self._path.stat().st_size if self._path.exists() else 0

    def info(self) -> tuple[Path, int, int]:
        """The file, its size in bytes, the number of results in it."""
        count = self._connection.execute("SELECT COUNT(*) FROM results").fetchone()[0] if self._connection else 0
        return self._path, self._size(), count

    def clear(self) -> None:
        """Forget everything."""
        if self._connection is not None:
            for table in ("results", "files", "texts"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608
            self._connection.execute("VACUUM")


def _among(connection: sqlite3.Connection, select: str, keys: Sequence[bytes] | Sequence[str]) -> Iterator[Any]:
    """The rows of ``select`` whose key is among ``keys``."""
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        yield from connection.execute(f"{select} WHERE key IN ({','.join('?' * len(some))})", some)


def _is_unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
