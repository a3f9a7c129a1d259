"""Bytes of a text file → characters and the encoding to write them back with; what cannot be told is reported."""

from __future__ import annotations

import codecs
import functools
import re
from collections.abc import Mapping

import msgspec

MIN_COMMON = 0.8
"""Share of the Han characters that must be among the 3,755 of GB 2312 level 1 for text to count as GB18030.
Ten sentences of news have 0.965 at the least; Big5 read as GB18030 has 0.47 in the median, UTF-16 none."""

MAX_ODD = 0.02
"""Share of characters that may be outside of what Chinese text is written with (controls, private use ...)."""

_SAMPLE = 20_000
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


class Decoded(msgspec.Struct, frozen=True):
    """The text of a file without its byte order mark, line ends as they are, and how to write it back.

    ``problem`` is empty, or a code: ``encoding-unknown`` (``text`` is then empty: nothing is guessed),
    ``encoding-utf16`` and ``encoding-big5`` (recognised, but without the mark that would make it certain), or
    ``encoding-not-utf8`` (read as GB18030 or with a BOM of another encoding; the text is right).
    """

    text: str
    encoding: str
    bom: bytes = b""
    problem: str = ""

    def encode(self, text: str) -> bytes:
        """``text`` as bytes in the file's own encoding with its byte order mark. Raises UnicodeEncodeError."""
        return self.bom + text.encode(self.encoding)


def decode(data: bytes) -> Decoded:
    """The text in ``data``: by its byte order mark, else strict UTF-8, else GB18030 if that gives Chinese text."""
    if data[:3] == codecs.BOM_UTF8 or data[:1] in (b"\xff", b"\xfe", b"\x00", b"\x84"):
        for bom, name in _BOMS:
            if data.startswith(bom):
                return _with_bom(data, bom, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    if _CONTROLS.search(text) and ("\0" in text or _is_utf16(data)):
        return Decoded("", "", problem=_without_mark(data))
    return Decoded(text, "utf-8")


def _with_bom(data: bytes, bom: bytes, name: str) -> Decoded:
    try:
        text = data[len(bom) :].decode(name)
    except UnicodeDecodeError:
        return Decoded("", "", problem="encoding-unknown")
    if "\0" in text:
        return Decoded("", "", problem="encoding-unknown")
    return Decoded(text, name, bom, "" if name == "utf-8" else "encoding-not-utf8")


def _legacy(data: bytes) -> Decoded:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return Decoded("", "", problem=_without_mark(data))
    if "\0" in text or not _is_chinese(text) or text.encode("gb18030") != data:
        return Decoded("", "", problem=_without_mark(data))
    return Decoded(text, "gb18030", problem="encoding-not-utf8")


def _without_mark(data: bytes) -> str:
    """The problem code for bytes that are neither UTF-8 nor GB18030: name the encoding if it is plain to see."""
    if _is_utf16(data):
        return "encoding-utf16"
    return "encoding-big5" if _reads_as(data[:_SAMPLE], "big5hkscs") else "encoding-unknown"


def _is_utf16(data: bytes) -> bool:
    return len(data) % 2 == 0 and any(_reads_as(data[:_SAMPLE], name) for name in ("utf-16-le", "utf-16-be"))


def _reads_as(sample: bytes, name: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(name)("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    han = sum("一" <= char <= "鿿" for char in text)
    odd = sum(_is_odd(char) for char in text)
    ascii_text = sum("\t" <= char <= "~" for char in text)
    return odd <= MAX_ODD * len(text) and han + ascii_text > len(text) / 2


def _is_chinese(text: str) -> bool:
    sample = text[:_SAMPLE]
    han = [char for char in sample if "㐀" <= char <= "鿿" or char >= "\U00020000"]
    common = sum(char in _common() for char in han)
    odd = sum(_is_odd(char) for char in sample)
    return common >= MIN_COMMON * len(han) and odd <= MAX_ODD * len(sample) and bool(han)


def _is_odd(char: str) -> bool:
    return (char < " " and char not in "\t\n\r\f") or "\x7f" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff"


@functools.cache
def _common() -> frozenset[str]:
    """GB 2312 level 1: rows 16 to 55, the 3,755 characters in frequent use."""
    rows = b"".join(bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(rows.decode("gb2312", errors="ignore"))


def sample(spec: Mapping[str, str]) -> bytes:
    """The bytes that a rule's example describes: ``{encode: gb18030, text: ...}``."""
    return spec["text"].encode(spec["encode"])


def from_hex(spec: Mapping[str, str]) -> bytes:
    """The bytes that a rule's example spells out: ``{hex: ffd8ff}``."""
    return bytes.fromhex(spec["hex"])
