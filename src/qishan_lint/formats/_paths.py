"""Paths as other programs want them: relative URIs, and the file on disk for what lies inside another file."""

from __future__ import annotations

import re
import urllib.parse

_INSIDE = re.compile(r"\.[A-Za-z0-9]{1,5}!")


def on_disk(path: str) -> str:
    """The file itself, for a path such as ``稿件.docx!word/media/image1.png``."""
    found = _INSIDE.search(path)
    return path[: found.end() - 1] if found else path


def uri(path: str) -> str:
    """``path`` as a relative URI reference, percent-encoded; colons too, which would read as a scheme."""
    return urllib.parse.quote(on_disk(path).replace("\\", "/"), safe="/-._~!$&'()*+,;=@", errors="replace")
