"""Take metadata out of JPEG, PNG and WebP files without touching one coded pixel.

Kept are the colour profile and what decoding needs; of the metadata only the orientation and the moment of the
photo, in a new EXIF block. What follows the first picture (further pictures, trailers) goes, for it has its own.
"""

from __future__ import annotations

import struct
import zlib

from qishan_lint.photo import jpeg, loading, sniff, traces

_PNG_DROPPED = frozenset((b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"dSIG"))
_WEBP_DROPPED = frozenset((b"EXIF", b"XMP "))
_ICC, _JFIF = b"ICC_PROFILE\0", b"JFIF\0"


class CannotCleanError(ValueError):
    """The format has no known place for metadata, or the file's structure does not hold."""


def clean(data: bytes) -> bytes:
    """``data`` without position, owner, serial, editor and preview. Raises CannotCleanError, PhotoError."""
    kind = sniff.kind_of(data[: sniff.HEAD])
    if kind not in ("jpeg", "png", "webp"):
        raise CannotCleanError(kind)
    exif = traces.minimal_exif(data)
    return {"jpeg": _jpeg, "png": _png, "webp": _webp}[kind](data, exif)


def stripped(data: bytes) -> bytes | None:
    """As `clean`, but None where that is impossible."""
    try:
        return clean(data)
    except (CannotCleanError, loading.PhotoError):
        return None


def _jpeg(data: bytes, exif: bytes) -> bytes:
    out = [b"\xff\xd8"]
    body = [(marker, data[start:end]) for marker, start, end in jpeg.segments(data)]
    if not body or body[-1][0] != jpeg.EOI:
        raise CannotCleanError("jpeg")
    if body[0][0] == 0xE0:
        out.append(_plain_jfif(body[0][1]))
    if exif:
        payload = b"Exif\0\0" + exif
        out.append(b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload)
    out += [segment for marker, segment in body if _kept(marker, segment)]
    return b"".join(out)


def _plain_jfif(segment: bytes) -> bytes:
    """The JFIF header without the preview that may hang on it."""
    if segment[4:9] != _JFIF or len(segment) < 18:
        return b""
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def _kept(marker: int, segment: bytes) -> bool:
    """Coding tables and data, the colour profile, and Adobe's colour transform."""
    if 0xE0 <= marker <= 0xEF:
        return (marker == 0xE2 and segment[4:16] == _ICC) or marker == 0xEE
    return marker != 0xFE


def _png(data: bytes, exif: bytes) -> bytes:
    out, at = [data[:8]], 8
    while at + 12 <= len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise CannotCleanError("png")
        if name not in _PNG_DROPPED:
            out.append(data[at:end])
        if name == b"IHDR" and exif:
            out.append(_png_chunk(b"eXIf", exif))
        at = end
        if name == b"IEND":
            return b"".join(out)
    raise CannotCleanError("png")


def _png_chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def _webp(data: bytes, exif: bytes) -> bytes:
    chunks, at = [], 12
    limit = 8 + struct.unpack("<I", data[4:8])[0]
    if limit > len(data):
        raise CannotCleanError("webp")
    while at + 8 <= limit:
        name, length = struct.unpack("<4sI", data[at : at + 8])
        payload = data[at + 8 : at + 8 + length]
        if len(payload) < length:
            raise CannotCleanError("webp")
        if name == b"VP8X":
            flags = payload[0] & ~0x0C & 0xFF | (0x08 if exif else 0)
            payload = bytes((flags,)) + payload[1:]
        if name not in _WEBP_DROPPED:
            chunks.append((name, payload))
        at += 8 + length + length % 2
    if exif and chunks and chunks[0][0] == b"VP8X":
        chunks.append((b"EXIF", exif))
    body = b"".join(name + struct.pack("<I", len(p)) + p + b"\0" * (len(p) % 2) for name, p in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body
