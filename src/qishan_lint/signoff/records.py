"""Files of records below an office's root: read without a symbolic link on the way, written whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint import files
from qishan_lint.signoff import canonical
from qishan_lint.sources.tree import Disk, ReadError


def read(root: Path | Disk, name: str) -> bytes | None:
    """The content of the record ``name``; None when there is no such file.

    ``root`` as a Disk looks for links once on the way to many records. Raises TrustError for one that is a link, is
    reached through one, is too large or cannot be read.
    """
    try:
        return (root if isinstance(root, Disk) else Disk(root)).read(name, canonical.MAX_BYTES)
    except ReadError as error:
        if error.code == "missing":
            return None
        zh = "签审记录不能是符号链接" if error.code == "symlink" else f"签审记录读不了（{error.code}）"
        raise canonical.refused(zh, f"a record that cannot be read ({error.code})", name) from None


def write(root: Path, name: str, value: Mapping[str, Any]) -> None:
    """Write the record ``name``: sorted keys, one value a line, so that an addition is one added block.

    Raises OSError; then the old content still stands.
    """
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n")
