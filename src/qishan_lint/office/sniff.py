"""What family of file some bytes are, whatever the name says: ``word``, ``sheet``, ``xls``, ``pdf``, ``rar`` ..."""

from __future__ import annotations

import io
import zipfile

SUFFIXES = {
    "word": ".docx",
    "sheet": ".xlsx",
    "slides": ".pptx",
    "ofd": ".ofd",
    "zip": ".zip",
    "xls": ".xls",
    "doc": ".doc",
    "rtf": ".rtf",
    "pdf": ".pdf",
    "html": ".html",
    "tar": ".tar",
    "packed": ".gz",
}
"""A suffix whose reader takes files of the family."""

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
)
_FOLDERS = (("word/", "word"), ("xl/", "sheet"), ("ppt/", "slides"), ("OFD.xml", "ofd"))
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)


def family(data: bytes) -> str:
    """The family of ``data``, empty when its first bytes say nothing."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    if data.startswith(b"PK") or data[:4] == b"\0\0\0\0":
        return _zip_family(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_family(data)
    if data[257:262] == b"ustar":
        return "tar"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")):
        return "html"
    return "pdf" if b"%PDF-" in data[:1024] else ""


def _zip_family(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return "zip" if data.startswith(b"PK\x03\x04") else ""
    for start, name in _FOLDERS:
        if any(member.startswith(start) for member in names):
            return name
    return "zip"


def _ole_family(data: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for stream, name in _STREAMS:
                if ole.exists(stream):
                    return name
    except Exception:  # olefile raises whatever a broken file makes it stumble over
        return "doc"
    return "doc"
