"""Files that try to crash or stall whoever opens them as pictures: bombs, slivers, lies, hoards of metadata."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Mapping

Size = tuple[int, int]


def _chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def bomb(size: Size) -> bytes:
    """A grey PNG of any size in a few kilobytes: one bit a pixel, all equal."""
    width, height = size
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    block = row * max(1, (1 << 20) // len(row))
    left = len(row) * height
    body = []
    while left > 0:
        body.append(packer.compress(block[: min(left, len(block))]))
        left -= len(block)
    data = b"".join((*body, packer.flush()))
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def liar(size: Size) -> bytes:
    """A PNG that claims ``size`` and holds nothing."""
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def many_scans(size: Size) -> bytes:
    """A progressive JPEG whose last scan is repeated until decoding it takes minutes."""
    from PIL import Image

    from qishan_lint.photo.jpeg import SOS, segments

    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", progressive=True, quality=90)
    data = out.getvalue()
    scans = [(start, end) for marker, start, end in segments(data) if marker == SOS]
    start, end = scans[-1]
    return data[:end] + data[start:end] * 2000 + b"\xff\xd9"


def hoard(size: Size) -> bytes:
    """A small JPEG with 20 MB of metadata segments."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, "gray").save(out, "JPEG")
    data = out.getvalue()
    segment = b"\xff\xe1" + struct.pack(">H", 65_535) + b"http://ns.adobe.com/xap/1.0/\0".ljust(65_533, b"<")
    return data[:2] + segment * 300 + data[2:]


def sixteen_bit(size: Size) -> bytes:
    """A PNG of 16 bits a channel."""
    width, height = size
    raw = b"".join(b"\0" + bytes((x * 7 + y * 3) % 256 for x in range(width * 6)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(raw)) + _chunk(b"IEND", b"")


FILES: Mapping[str, Callable[[Size], bytes]] = {
    "bomb": bomb,
    "liar": liar,
    "many-scans": many_scans,
    "hoard": hoard,
    "sixteen-bit": sixteen_bit,
    "empty": lambda _: b"",
    "web-page": lambda _: b"<!DOCTYPE html><html><body>404</body></html>",
    "heic": lambda _: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64),
}
