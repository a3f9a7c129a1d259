"""Photos made to crash or to stall: each is a finding of its own, and the whole check takes seconds."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

from PIL import Image, PngImagePlugin

SECONDS = 60


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _bomb() -> bytes:
    """Twenty kilobytes that claim 400 million pixels."""
    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 20_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _saved(image: Image.Image, format_: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format_, **options)
    return stream.getvalue()


def _photos() -> dict[str, tuple[bytes, str]]:
    """Name → bytes, and the rule that must speak of it."""
    noise = Image.effect_noise((640, 480), 60).convert("RGB")
    jpeg = _saved(noise, "JPEG", progressive=True)
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "x" * (30 << 20), zip=True)
    frames = [Image.new("RGB", (320, 240), (shade, shade, shade)) for shade in range(60)]
    filler = b"\xff\xe1\xff\xffExif\0\0" + b"A" * 65_527
    return {
        "cut.jpg": (jpeg[: len(jpeg) // 2], "photo/truncated"),
        "png.jpg": (_saved(noise, "PNG"), "photo/extension"),
        "thin.png": (_saved(Image.new("RGB", (1, 100_000)), "PNG"), "photo/aspect"),
        "zero.jpg": (b"", "photo/unreadable"),
        "bomb.png": (_bomb(), "photo/too-many-pixels"),
        "words.png": (_saved(noise, "PNG", pnginfo=words), "photo/unreadable"),
        "traces.jpg": (jpeg[:2] + filler * 200 + jpeg[2:], "photo/file-size"),
        "moving.gif": (_saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), "photo/animated"),
        "page.jpg": (b"<html><script>alert(1)</script></html>", "photo/unreadable"),
    }


def test_each_is_a_finding_and_none_stalls(tmp_path: Path) -> None:
    photos = _photos()
    for name, (data, _) in photos.items():
        (tmp_path / name).write_bytes(data)
    shown = "\n\n".join(f"![会场]({name})" for name in photos)
    (tmp_path / "a.md").write_text(f"# 会议召开\n\n{shown}\n", encoding="utf-8")
    started = time.monotonic()
    command = (sys.executable, "-m", "qishan_lint", "check", "a.md", "--no-cache", "--select", "photo", "-f", "jsonl")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=SECONDS)
    assert time.monotonic() - started < SECONDS
    assert done.returncode == 1, done.stderr.decode()
    found: dict[str, set[str]] = {name: set() for name in photos}
    for entry in map(json.loads, done.stdout.decode().splitlines()):
        for place in entry.get("places", ()):
            found.setdefault(place["path"], set()).add(entry["rule"])
    assert {name: rule for name, (_, rule) in photos.items() if rule not in found[name]} == {}
