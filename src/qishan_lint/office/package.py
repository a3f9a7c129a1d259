"""A zip container whose members are read under caps that are counted while reading, never taken from its headers."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from qishan_lint.office.budget import Budget
from qishan_lint.office.refusal import Refused

MAX_RATIO = 200
"""Bytes out for each byte in above which a member is a bomb. Office parts stay below 60, empty sheets included."""

RATIO_FROM = 4 * 1024 * 1024
"""Members smaller than this are not judged by their ratio: a short run of blanks packs very well."""

MAX_MEMBERS = 10_000
"""Members of one container. The largest honest OOXML and OFD files have a few thousand."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_UTF8 = 0x800


class Package:
    """The members of a zip file in memory.

    ``budget`` holds the bytes that all members, and all that is nested in them, may unpack to together; ``faults``
    collects what was refused without stopping the rest. Raises Refused for what is no zip file, or has too many.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        self.faults: list[Refused] = []
        self.budget = budget
        self._zip = _open(data)
        self.members: dict[str, zipfile.ZipInfo] = {}
        infos = self._zip.infolist()
        if len(infos) > MAX_MEMBERS:
            raise Refused("bomb", detail=f"{len(infos)} > {MAX_MEMBERS}")
        for info in infos:
            self._register(info)

    @property
    def comment(self) -> bytes:
        """The comment of the archive as a whole."""
        return self._zip.comment

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Refused (``encrypted``, ``broken``, ``bomb``, ``too-large``)."""
        return b"".join(self.chunks(name))

    def stream(self, name: str) -> IO[bytes]:
        """A member as a stream that raises Refused as soon as a cap is passed."""
        return io.BufferedReader(_Stream(self.chunks(name)), _CHUNK)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member, piece by piece. Raises Refused as ``read`` does."""
        info = self.members[name]
        if info.flag_bits & _ENCRYPTED:
            raise Refused("encrypted", name)
        count = 0
        try:
            with self._zip.open(info) as file:
                while piece := file.read(_CHUNK):
                    count += len(piece)
                    self._account(name, info, count, len(piece))
                    yield piece
        except _DAMAGE as error:
            raise Refused("broken", name, detail=type(error).__name__) from error

    def _account(self, name: str, info: zipfile.ZipInfo, count: int, size: int) -> None:
        if count > RATIO_FROM and count > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("bomb", name, detail=f"> {MAX_RATIO}:1")
        if not self.budget.take(size):
            raise Refused("bomb", name, detail=f"> {count} B")

    def _register(self, info: zipfile.ZipInfo) -> None:
        name = member_name(info)
        if name.endswith("/"):
            return
        if is_unsafe(name):
            self.faults.append(Refused("unsafe-path", name))
        unique, number = name, 1
        while unique in self.members:
            number += 1
            unique = f"{name} ({number})"
        self.members[unique] = info


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Refused("broken", detail=type(error).__name__) from error


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as its maker wrote it: Chinese archivers write GBK without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def is_unsafe(name: str) -> bool:
    """Whether a careless program that unpacks ``name`` would write outside its folder."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name


class _Stream(io.RawIOBase):
    """Pieces of bytes as a readable stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._pieces, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
