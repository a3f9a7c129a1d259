"""Archives (.zip, .tar and packed files): every member by the reader that fits it; names and comments are read too."""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Iterator
from typing import IO

from qishan_lint.office import places
from qishan_lint.office.budget import Budget
from qishan_lint.office.draft import Draft
from qishan_lint.office.package import MAX_MEMBERS, MAX_RATIO, RATIO_FROM, Package, is_unsafe
from qishan_lint.office.refusal import Refused
from qishan_lint.office.sniff import family
from qishan_lint.readers import Embedded, Reading, ReadOptions, _nested

SUFFIXES = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".tbz2", ".txz")

_CHUNK = 1 << 16
_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The archive: what its members hold, told as "member › place"."""
    kind = family(data)
    if kind not in ("zip", "tar", "packed"):
        other = _nested.elsewhere(data, path, options, "zip")
        return Reading() if other is None else other
    budget = options.purse()
    faults: list[Refused] = []
    names = Draft(places.MEMBER_NAME)
    comment = Draft(places.ARCHIVE_COMMENT)
    found: list[Reading] = []
    try:
        for name, content in _members(kind, data, path, budget=budget, faults=faults, comment=comment):
            names.line("field", places.MEMBER_NAME, name)
            if not name.endswith(_SKIPPED) and not name.startswith(_SKIPPED):
                found.append(_member(name, content, path, options, budget))
    except Refused as refused:
        faults.append(refused)
    drafts = tuple(one for one in (names, comment) if one.blocks)
    own = Reading(
        parts=tuple(one.part(f"{path}#{one.where}", path, "hidden") for one in drafts),
        problems=tuple(one.problem(path) for one in faults),
    )
    return _nested.join(Reading(), *found, own)


def _member(name: str, content: bytes, path: str, options: ReadOptions, budget: Budget) -> Reading:
    if name.lower().endswith(_nested.PICTURES):
        return Reading(embedded=(Embedded(name, name, content),))
    return _nested.read(name, content, path, options, budget=budget)


def _members(
    kind: str, data: bytes, path: str, *, budget: Budget, faults: list[Refused], comment: Draft
) -> Iterator[tuple[str, bytes]]:
    if kind == "zip":
        yield from _zip(data, budget, faults, comment)
    elif kind == "tar":
        yield from _tar(io.BytesIO(data), budget, faults)
    else:
        content = _unpack(data, budget)
        if family(content) == "tar":
            yield from _tar(io.BytesIO(content), budget, faults)
        else:
            yield path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "data", content


def _zip(data: bytes, budget: Budget, faults: list[Refused], comment: Draft) -> Iterator[tuple[str, bytes]]:
    package = Package(data, budget)
    comment.line("comment", places.ARCHIVE_COMMENT, _decoded(package.comment))
    for name, info in package.members.items():
        comment.line("comment", f"{name} {places.ARCHIVE_COMMENT}", _decoded(info.comment))
        try:
            content = package.read(name)
        except Refused as refused:
            faults.append(refused)
            if budget.left < 0:
                break
        else:
            yield name, content
    faults += package.faults


def _tar(file: IO[bytes], budget: Budget, faults: list[Refused]) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(fileobj=file, mode="r:", encoding="gb18030", errors="replace") as archive:
            for number, member in enumerate(archive):
                if number >= MAX_MEMBERS:
                    raise Refused("bomb", detail=f"> {MAX_MEMBERS}")
                name = _tar_name(member.name)
                if is_unsafe(name) or member.issym() or member.islnk():
                    faults.append(Refused("unsafe-path", name))
                content = archive.extractfile(member) if member.isreg() else None
                if content is not None:
                    yield name, _counted(content, budget, name)
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise Refused("broken", detail=type(error).__name__) from error


def _tar_name(name: str) -> str:
    """The name as its maker wrote it: UTF-8 if it reads as that, else GB18030."""
    try:
        return name.encode("gb18030").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return name


def _counted(file: IO[bytes], budget: Budget, name: str) -> bytes:
    pieces = []
    while piece := file.read(_CHUNK):
        if not budget.take(len(piece)):
            raise Refused("bomb", name)
        pieces.append(piece)
    return b"".join(pieces)


def _unpack(data: bytes, budget: Budget) -> bytes:
    """The content of a gzip, bzip2 or xz file, within ratio and budget."""
    import bz2
    import gzip
    import lzma

    raw = io.BytesIO(data)
    opener: gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
    if data[:2] == b"\x1f\x8b":
        opener = gzip.GzipFile(fileobj=raw)
    else:
        opener = bz2.BZ2File(raw) if data[:3] == b"BZh" else lzma.LZMAFile(raw)  # noqa: SIM115 (in memory)
    pieces, count = [], 0
    try:
        while piece := opener.read(_CHUNK):
            count += len(piece)
            if not budget.take(len(piece)) or (count > RATIO_FROM and count > MAX_RATIO * len(data)):
                raise Refused("bomb", detail=f"> {MAX_RATIO}:1")
            pieces.append(piece)
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        raise Refused("broken", detail=type(error).__name__) from error
    return b"".join(pieces)


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
