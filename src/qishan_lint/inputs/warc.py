"""Web archives (WARC 1.0 and 1.1, plain or with one gzip member a record): each page or file that was answered is an item.

fastwarc reads the records. It passes over what it cannot make sense of without a word, so the records are counted here as
well, by their lengths alone; a difference is a finding.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from qishan_lint.errors import UsageError
from qishan_lint.inputs import lazy
from qishan_lint.model import Text
from qishan_lint.sources.grouping import ItemFiles, kind
from qishan_lint.sources.tree import MAX_FILE
from qishan_lint.textual import links

_PAGES = ("text/html", "application/xhtml+xml")
_BLOCK = 1 << 16
_MOST_HEADER = 1 << 20


def items(path: Path, root: Path) -> list[ItemFiles]:
    """The pages of the archive; last, if records are damaged or missing, one item that says so. Raises UsageError."""
    name = lazy.name_in(path, root)
    found, count = [], 0
    try:
        for record in _records(path):
            count += 1
            suffix = _suffix(record)
            if suffix:
                offset = record.stream_pos
                found.append(lazy.page(root, f"{name}@{offset}{suffix}", page, str(path.absolute()), offset))
        whole = count == _count(path)
    except FileNotFoundError as error:
        raise UsageError(Text(f"文件不存在：{path}", f"no such file: {path}")) from error
    except (OSError, RuntimeError, ValueError, zlib.error):
        whole = False
    return found if whole else [*found, lazy.refused(root, f"{name}@damaged.html")]


def page(path: str, offset: int) -> bytes:
    """The body of the answer in the record at ``offset``, decoded as its headers say; empty if there is none."""
    for record in _records(Path(path), offset):
        return bytes(record.reader.read(MAX_FILE + 1))
    return b""


def _records(path: Path, offset: int = 0) -> Iterator[Any]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with path.open("rb") as stream:
        stream.seek(offset)
        yield from ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=True)


def _suffix(record: Any) -> str:
    """The suffix by which the answer in ``record`` is read; empty for what is no page and no file for readers."""
    from fastwarc.warc import WarcRecordType

    if record.record_type != WarcRecordType.response or record.http_headers is None:
        return ""
    if not 200 <= int(record.http_headers.status_code or 0) < 300:
        return ""
    if (record.http_content_type or _PAGES[0]).lower().startswith(_PAGES):
        return ".html"
    path = urlsplit(record.headers.get("WARC-Target-URI") or "").path
    return links.suffix(path) if kind(path) in {"document", "attachment"} else ""


def _count(path: Path) -> int:
    """The number of records, -1 when one is cut off."""
    with path.open("rb") as stream:
        compressed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
        return _count_members(stream) if compressed else _count_plain(stream)


def _count_members(stream: IO[bytes]) -> int:
    count, data = 0, stream.read(_BLOCK)
    while data:
        member = zlib.decompressobj(31)
        while data and not member.eof:
            member.decompress(data)
            data = member.unused_data or stream.read(_BLOCK)
        if not member.eof:
            return -1
        count += 1
    return count


def _count_plain(stream: IO[bytes]) -> int:
    count, size = 0, stream.seek(0, 2)
    stream.seek(0)
    while line := stream.readline(_MOST_HEADER):
        if not line.strip():
            continue
        length = -1
        if not line.startswith(b"WARC/"):
            return -1
        while (line := stream.readline(_MOST_HEADER)).strip():
            key, _, value = line.partition(b":")
            if key.strip().lower() == b"content-length":
                length = int(value)
        if length < 0 or stream.tell() + length > size:
            return -1
        stream.seek(length, 1)
        count += 1
    return count
