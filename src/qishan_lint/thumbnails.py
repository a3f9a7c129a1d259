"""Small pictures for reports, made from the files of the check or from inside its documents."""

from __future__ import annotations

import io
from pathlib import Path

from qishan_lint import readers
from qishan_lint.photo import loading
from qishan_lint.sources.tree import Disk, ReadError
from qishan_lint.textual import links

SIDE = 320
"""The longer side of a thumbnail in pixels."""


def jpeg(root: Path, path: str, side: int = SIDE) -> bytes | None:
    """A JPEG of the photo at ``path`` (``稿件.docx!word/media/image1.png`` inside a document), None when it has none.

    Its longer side has at most ``side`` pixels.
    """
    data = _bytes(root, path)
    return None if data is None else of(data, side)


def of(data: bytes, side: int = SIDE) -> bytes | None:
    """A JPEG of the photo whose file holds ``data``, None for what is none."""
    try:
        picture, _ = loading.decode(data)
    except loading.PhotoError:
        return None
    picture.thumbnail((side, side))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78, optimize=True)
    return out.getvalue()


def _bytes(root: Path, path: str) -> bytes | None:
    container, _, member = path.partition("!")
    try:
        data = Disk(root).read(container, loading.MAX_BYTES)
    except ReadError:
        return None
    if not member:
        return data
    reader = readers.for_suffix(links.suffix(container))
    found = reader.read(data, container, readers.ReadOptions()).embedded if reader else ()
    return next((one.data for one in found if one.name == member), None)
