"""Old Word, WPS and PowerPoint files (.doc, .wps, .ppt) and RTF: the words in them, with the advice to convert."""

from __future__ import annotations

import io
import re

from qishan_lint.model import Part, Problem
from qishan_lint.office.draft import Draft
from qishan_lint.office.places import EMBEDDED, PROPERTIES
from qishan_lint.office.sniff import family
from qishan_lint.office.sweep import sweep
from qishan_lint.readers import Reading, ReadOptions, _nested

SUFFIXES = (".doc", ".dot", ".wps", ".wpt", ".ppt", ".pps", ".dps", ".rtf")

_BODY = frozenset(("WordDocument", "1Table", "0Table", "PowerPoint Document"))
_BODY_LABEL = "正文与隐藏内容"
_ENCRYPTED_FLAG = 0x0100
_MAX_STREAMS = 2_000
_RTF = re.compile(rb"\\u(-?[0-9]{1,6})[ ]?(?:\\'[0-9a-fA-F]{2}|\?)?|((?:\\'[0-9a-fA-F]{2}){1,2000})"
                  rb"|\\(par|line|tab|cell|row)\b[ ]?"
                  rb"|\\[a-zA-Z]{1,32}-?[0-9]{0,10}[ ]?|\\[^a-zA-Z]|[{}\r\n]")  # fmt: skip


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Whatever reads like text in the file. Its places cannot be told: the advice is to save it in today's format."""
    kind = family(data)
    if kind == "rtf":
        return _advised(_rtf(data, path, options), path)
    if kind not in ("doc", "xls"):
        other = _nested.elsewhere(data, path, options, "doc")
        return Reading() if other is None else other
    if kind == "xls" and path.lower().endswith((".xls", ".et")):
        return Reading(problems=(Problem("broken", path, data={"detail": "XLS"}),))
    return _advised(_compound(data, path, options), path)


def _advised(reading: Reading, path: str) -> Reading:
    return _nested.join(reading, Reading(problems=(Problem("old-format", path),)))


def _compound(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Sweep every stream of an OLE file; embedded files are read as such."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = ole.listdir()[:_MAX_STREAMS]
            stated = (sum(map(ole.get_size, names)), ole.root.size, ole.num_mini_fat_sectors * ole.sectorsize)
            if max(stated) > len(data):  # olefile takes stated sizes on trust
                return Reading(problems=(Problem("broken", path, data={"detail": "OLE"}),))
            if _is_encrypted(ole):
                return Reading(problems=(Problem("encrypted", path),))
            streams = [("/".join(name), ole.openstream(name).read()) for name in names]
    except Exception as error:  # olefile raises whatever a broken file makes it stumble over
        return Reading(problems=(Problem("broken", path, data={"detail": type(error).__name__}),))
    parts: list[Part] = []
    inner: list[Reading] = []
    for name, content in streams:
        if name.rpartition("/")[2] == "Package" or (name.endswith("Ole10Native") and b"PK\x03\x04" in content):
            at = max(content.find(b"PK\x03\x04"), 0)
            label = EMBEDDED.format(name.rpartition("/")[2])
            inner.append(_nested.read("package.zip", content[at:], path, options, budget=options.purse(), hidden=label))
            continue
        parts += _swept(name, content, path, options)
    if not parts and not inner:
        return Reading(problems=(Problem("broken", path, data={"detail": "OLE"}),))
    return _nested.join(Reading(parts=tuple(parts)), *inner)


def _swept(name: str, content: bytes, path: str, options: ReadOptions) -> list[Part]:
    plain = name.lstrip("\x05\x01\x03")
    is_body = name in _BODY
    label = _BODY_LABEL if is_body else PROPERTIES if "SummaryInformation" in name else EMBEDDED.format(plain)
    draft = sweep(content, label)
    return [draft.part(f"{path}#{plain}", path, options.role if is_body else "hidden")] if draft.blocks else []


def _is_encrypted(ole: object) -> bool:
    """Whether the header of a Word file says that its text is encrypted."""
    stream = getattr(ole, "openstream")  # noqa: B009 (olefile has no types)
    exists = getattr(ole, "exists")  # noqa: B009
    if not exists("WordDocument"):
        return bool(exists("EncryptedSummary"))
    head = stream("WordDocument").read(12)
    return len(head) == 12 and bool(int.from_bytes(head[10:12], "little") & _ENCRYPTED_FLAG)


def _rtf(data: bytes, path: str, options: ReadOptions) -> Reading:
    draft = Draft(_BODY_LABEL)
    for line in _plain_rtf(data[: options.max_text]).split("\n"):
        draft.line("paragraph", _BODY_LABEL, line)
    return Reading(parts=(draft.part(path, path, options.role),) if draft.blocks else ())


def _plain_rtf(data: bytes) -> str:
    pieces, at = [], 0
    for match in _RTF.finditer(data):
        pieces.append(data[at : match.start()].decode("gb18030", "replace"))
        at = match.end()
        if match[1]:
            pieces.append(chr(int(match[1]) % 0x10000))
        elif match[2]:
            pieces.append(bytes.fromhex(match[2].replace(b"\\'", b"").decode()).decode("gb18030", "replace"))
        elif match[3]:
            pieces.append("\t" if match[3] in (b"tab", b"cell") else "\n")
    pieces.append(data[at:].decode("gb18030", "replace"))
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
