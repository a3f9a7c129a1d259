"""Pictures: they hold no text for the text rules; what they show is for the photo kinds, which open them."""

from __future__ import annotations

from qishan_lint.conventions import table
from qishan_lint.readers import Reading, ReadOptions

SUFFIXES = table().photos
IN_PROCESS = True


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """Nothing: a picture is handed on as it is."""
    del data, path, options
    return Reading()
