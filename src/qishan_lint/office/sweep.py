"""Words in binary data: every run of UTF-16 and of 8-bit characters that reads like text."""

from __future__ import annotations

import re

from qishan_lint.office.draft import Draft

_LONGEST = 100_000
_WIDE = re.compile(
    rb"(?:[\x20-\x7e\t\r\n\x07]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\x3f]\x30|[\x00-\xef]\xff|[\x10-\x3f]\x20|\xb7\x00|\xd7\x00){4,%d}"
    % _LONGEST
)
_NARROW = re.compile(rb"(?:[\x20-\x7e\t\r\n]|[\x81-\xfe][\x40-\x7e\x80-\xfe]){6,%d}" % _LONGEST)
_WORDS = re.compile(r"[0-9０-９]{6}|[一-鿿]{2}|@")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f]{1,100}")


def sweep(data: bytes, where: str) -> Draft:
    """A draft with the runs of text found in ``data``, those alone that hold words or long numbers."""
    draft = Draft(where)
    for start in (0, 1):
        for match in _WIDE.finditer(data, start):
            if (match.start() - start) % 2 == 0:
                _add(draft, where, match[0].decode("utf-16-le", "replace"))
    for match in _NARROW.finditer(data):
        _add(draft, where, match[0].decode("gb18030", "replace"))
    return draft


def _add(draft: Draft, where: str, text: str) -> None:
    for line in _CONTROLS.split(text):
        if _WORDS.search(line):
            draft.line("paragraph", where, line.strip())
