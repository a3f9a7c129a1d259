"""Pictures: whether the bytes are a picture at all. What is wrong with the picture itself is for the photo kinds."""

from __future__ import annotations

from qishan_lint.model import Problem
from qishan_lint.readers import Reading, ReadOptions

SUFFIXES = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif",
    ".avif", ".svg",
)  # fmt: skip

_SIGNATURES = (
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"BM", "bmp"),
    (8, b"WEBP", "webp"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (4, b"ftypavif", "avif"),
    (4, b"ftypavis", "avif"),
    (4, b"ftyphei", "heif"),
    (4, b"ftyphev", "heif"),
    (4, b"ftypmif1", "heif"),
    (4, b"ftypmsf1", "heif"),
)


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Nothing but a problem when ``data`` is no picture."""
    if len(data) > options.max_bytes:
        return Reading(problems=(Problem("too-large", path),))
    return Reading() if detect(data) else Reading(problems=(Problem("photo-unreadable", path),))


def detect(data: bytes) -> str:
    """The format that the first bytes tell (``jpeg``, ``png`` ...), empty for none known."""
    for offset, signature, name in _SIGNATURES:
        if data.startswith(signature, offset):
            return name
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "svg" if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")) and b"<svg" in data[:4096].lower() else ""
