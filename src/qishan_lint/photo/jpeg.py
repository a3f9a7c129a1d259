"""The segments of a JPEG file, as far as its first picture reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator

SOS, EOI = 0xDA, 0xD9
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


def segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, end) of each segment; a scan's segment reaches to the end of its coded data.

    Stops after the end marker or at the first byte that makes no sense; a file with bytes after its last
    segment (further pictures, trailers) is not looked into.
    """
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == EOI:
            yield EOI, at, at + 2
            return
        bare = marker == 0x01 or 0xD0 <= marker <= 0xD7
        end = at + 2 + (0 if bare else int.from_bytes(data[at + 2 : at + 4], "big"))
        if marker == SOS:
            found = _AFTER_SCAN.search(data, end)
            end = found.start() if found else len(data)
        if end > len(data):
            return
        yield marker, at, end
        at = end
    if data[at : at + 2] == b"\xff\xd9":
        yield EOI, at, at + 2
