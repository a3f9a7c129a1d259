"""Folders for tests, from a mapping of path to content."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from pathlib import Path

JPEG = b"\xff\xd8\xff\xe0" + b"0" * 20


def plant(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write ``files`` below ``root``."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def jpeg(shade: int) -> bytes:
    """A small picture that other shades differ from."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 90)).save(out, "JPEG")
    return out.getvalue()


def git(root: Path, *arguments: str) -> str:
    """Run git in ``root``, with an invented author and without the machine's configuration."""
    command = [
        "git",
        "-c",
        "user.name=甲",
        "-c",
        "user.email=a@example.invalid",
        "-c",
        "commit.gpgsign=false",
        *arguments,
    ]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def repository(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A git repository whose first commit holds ``files``."""
    plant(root, files)
    git(root, "init", "-q", "-b", "main", ".")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "初稿")
    return root
