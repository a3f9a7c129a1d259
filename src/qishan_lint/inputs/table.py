"""Parquet tables of pages: a column of HTML or text, each row an item, fetched by row group."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from qishan_lint.errors import UsageError
from qishan_lint.inputs import lazy
from qishan_lint.model import Text
from qishan_lint.sources.grouping import ItemFiles

COLUMNS = {"html": ".html", "content": ".html", "text": ".txt", "markdown": ".md"}
"""The columns that can hold a page, the first that is there counts, and how its content is read."""


def items(path: Path, root: Path) -> list[ItemFiles]:
    """The rows of the table. Raises UsageError when it is no table of pages."""
    name, whole = lazy.name_in(path, root), str(path.absolute())
    try:
        file = _opened(whole)
    except (OSError, ValueError) as error:
        raise UsageError(Text(f"不是可读的 Parquet 文件：{path}", f"not a readable Parquet file: {path}")) from error
    column = next((one for one in COLUMNS if one in file.schema_arrow.names), None)
    if column is None:
        known = "、".join(COLUMNS)
        raise UsageError(
            Text("表里没有网页内容列", "the table has no column of pages"),
            where=str(path),
            remedy=Text(f"列名须为：{known}", f"call it one of {', '.join(COLUMNS)}"),
        )
    return [
        lazy.page(root, f"{name}@{group}.{row}{COLUMNS[column]}", cell, whole, column, group, row)
        for group in range(file.num_row_groups)
        for row in range(file.metadata.row_group(group).num_rows)
    ]


def cell(path: str, column: str, group: int, row: int) -> bytes:
    """The page in a row; empty when the cell is."""
    value = _column(path, column, group)[row].as_py()
    return value.encode() if isinstance(value, str) else bytes(value or b"")


@functools.lru_cache(1)
def _opened(path: str) -> Any:
    import pyarrow.parquet

    return pyarrow.parquet.ParquetFile(path)


@functools.lru_cache(1)
def _column(path: str, column: str, group: int) -> Any:
    return _opened(path).read_row_group(group, columns=[column]).column(0)
