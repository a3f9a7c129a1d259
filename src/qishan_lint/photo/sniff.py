"""What a file is by its first bytes, and which names fit: no picture library, so anything may be asked."""

from __future__ import annotations

HEAD = 64
"""How many leading bytes `kind_of` wants."""

_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x00\x00\x00\x0cjP  ", "jpeg2000"),
    (b"\xff\x4f\xff\x51", "jpeg2000"),
    (b"\x00\x00\x01\x00", "ico"),
    (b"8BPS", "psd"),
    (b"%PDF", "pdf"),
    (b"%!PS", "postscript"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "ole"),
)
_BRANDS = dict.fromkeys((b"avif", b"avis"), "avif") | dict.fromkeys(
    (b"heic", b"heix", b"hevc", b"mif1", b"msf1"), "heic"
)
_SUFFIXES = {
    "jpeg": frozenset(("jpg", "jpeg", "jpe", "jfif")),
    "jpeg2000": frozenset(("jp2", "j2k", "jpf", "jpx")),
    "tiff": frozenset(("tif", "tiff")),
    "heic": frozenset(("heic", "heif", "hif")),
    "bmp": frozenset(("bmp", "dib")),
}
_PICTURES = frozenset(("jpeg", "png", "gif", "bmp", "tiff", "jpeg2000", "ico", "psd", "webp", "avif", "heic", "svg"))


def kind_of(head: bytes) -> str:
    """The kind of file that starts with ``head`` (its first HEAD bytes): "jpeg", "html" ..., "" when unknown."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    return "svg" if text.startswith((b"<svg", b"<?xml")) else ""


def is_picture(kind: str) -> bool:
    """Whether files of ``kind`` are pictures at all."""
    return kind in _PICTURES


def suffix_of(path: str) -> str:
    """The extension of ``path`` in lower case without its dot, "" when it has none."""
    name = path.replace("\\", "/").rpartition("/")[2].rpartition("!")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def fits(kind: str, suffix: str) -> bool:
    """Whether a file of ``kind`` may carry ``suffix``."""
    return suffix in _SUFFIXES.get(kind, frozenset((kind,)))
