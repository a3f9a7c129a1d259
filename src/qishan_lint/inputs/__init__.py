"""Items from web archives, tables of pages, other archives and object stores (extra [inputs]): one module a source.

Contents are fetched when an item is checked, by whichever process does it; only names and offsets travel. The name of
each file says where it lies: ``site.warc.gz@12345.html`` is the record at byte 12345 of ``site.warc.gz``. What cannot be
read is an item whose one file is refused, and so becomes a finding.
"""

from __future__ import annotations

from pathlib import Path

from qishan_lint import extras
from qishan_lint.sources.grouping import ItemFiles

_WARC = (".warc", ".warc.gz")
_TABLE = (".parquet",)


def is_one(path: str) -> bool:
    """Whether ``path`` names such a source rather than files or folders of this machine."""
    return path.lower().endswith((*_WARC, *_TABLE)) or "://" in path


def items(path: str, root: Path, grouping: str) -> list[ItemFiles]:
    """The items of ``path``, an address or a file. Raises UsageError when it cannot be opened at all."""
    if "://" in path:
        extras.need("inputs", "fsspec")
        from qishan_lint.inputs import remote

        return remote.items(path, grouping)
    if path.lower().endswith(_WARC):
        extras.need("inputs", "fastwarc")
        from qishan_lint.inputs import warc

        return warc.items(Path(path), root)
    extras.need("inputs", "pyarrow")
    from qishan_lint.inputs import table

    return table.items(Path(path), root)
