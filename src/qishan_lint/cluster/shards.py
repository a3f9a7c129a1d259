"""Shards: the results of one batch in one file, named by what was checked, so that a killed run loses and doubles nothing.

A shard is JSON lines, compressed; each line holds the key of an item (a digest of all its result depends on) and the
result. It is written aside and renamed: a shard that exists is whole.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from qishan_lint import files
from qishan_lint.errors import UsageError
from qishan_lint.model import Result, Text

SUFFIX = ".jsonl.gz"


class Line(msgspec.Struct, frozen=True):
    """One item: its key in hexadecimal, whether its check crashed, its result; ``steady``: the files stayed the same."""

    key: str
    crashed: bool
    result: Result
    steady: bool = True


_DECODER = msgspec.json.Decoder(Line)
_ENCODER = msgspec.json.Encoder()


def name(keys: Sequence[bytes]) -> str:
    """The name of the shard for the items with ``keys``."""
    return hashlib.sha256(b"".join(sorted(keys))).hexdigest() + SUFFIX


def write(folder: Path, lines: Sequence[Line]) -> str:
    """Write a shard and return its name. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    called = name([bytes.fromhex(line.key) for line in lines])
    data = gzip.compress(b"\n".join(map(_ENCODER.encode, lines)), 1, mtime=0)
    files.write(folder / called, data, mode=0o600)
    return called


def read(folder: Path, called: str) -> list[Line]:
    """The lines of a shard. Raises UsageError when it is not there, or not what was written."""
    path = folder / called
    try:
        return _lines(path)
    except (OSError, EOFError, zlib.error, msgspec.MsgspecError) as error:
        raise UsageError(
            Text(
                f"读不到工作进程写的结果：{type(error).__name__}",
                f"a worker's results cannot be read: {type(error).__name__}",
            ),
            where=str(path),
            remedy=Text(
                "结果文件夹（--shards）必须是所有机器以同一路径看到的共享文件夹",
                "the folder of --shards must be shared, and have the same path on every machine",
            ),
        ) from error


def known(folder: Path, keys: Iterable[bytes]) -> dict[bytes, Result]:
    """The results among ``keys`` in all shards; a shard that is damaged holds none: its items are checked again."""
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    wanted = set(keys) if paths else set()
    found: dict[bytes, Result] = {}
    for path in paths:
        try:
            lines = _lines(path)
        except (OSError, EOFError, zlib.error, msgspec.MsgspecError):
            continue
        found.update(
            (key, line.result)
            for line in lines
            if line.steady and not line.crashed and (key := bytes.fromhex(line.key)) in wanted
        )
    return found


def _lines(path: Path) -> list[Line]:
    return _DECODER.decode_lines(gzip.decompress(path.read_bytes()))
