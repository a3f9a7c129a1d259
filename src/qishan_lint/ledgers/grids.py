"""The file of a ledger or directory → its tables as rows of plain values; hostile files are refused before they are opened."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec

from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.office import prescan
from qishan_lint.office.refusal import Refused
from qishan_lint.textual import encoding

Value = str | int | float | bool | datetime.date | datetime.time | datetime.timedelta
Row = tuple[Value, ...]

MOST_BYTES = 64 * 1024 * 1024
"""A ledger of 100,000 cases with their texts stays below; a larger file is refused unread."""

MOST_UNPACKED = 200 * 1024 * 1024
MOST_CELLS = 2_000_000
MOST_TEXT = 20_000
"""Characters of a cell that are looked at; longer ones are cut."""

_BOOKS = (".xlsx", ".xlsm")
_WORD = ".docx"
_TABLES = {".csv": ",", ".tsv": "\t"}


class Sheet(msgspec.Struct, frozen=True):
    """A sheet: its rows from the first of the file, so that row ``n`` is ``rows[n - 1]``; ``name`` is empty for CSV.

    ``merged`` are the merged cells as (first row, first column, last row, last column), counted from 0. ``title`` is what
    stands above a table in a Word file.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    title: str = ""


def read(path: Path) -> tuple[Sheet, ...]:
    """The sheets of the file at ``path``, hidden ones too.

    Raises UsageError when there is no such file or its suffix is not that of a ledger, Refused when its content cannot
    or must not be read.
    """
    if not path.is_file():
        raise UsageError(
            Text(f"文件不存在：{path}", f"no such file: {path}"),
            remedy=Text("指定 .xlsx、.docx 或 .csv 文件", "name a file, .xlsx, .docx or .csv"),
        )
    suffix = path.suffix.lower()
    if suffix not in (*_BOOKS, *_TABLES, _WORD):
        raise UsageError(
            Text(f"不支持的格式：{path.name}", f"not a workbook or table: {path.name}"),
            remedy=Text("另存为 .xlsx、.docx 或 .csv", "save it as .xlsx, .docx or .csv"),
        )
    if path.stat().st_size > MOST_BYTES:
        raise Refused("too-large", detail=f"> {MOST_BYTES} B")
    data = path.read_bytes()
    if suffix == _WORD:
        return tuple(_document(data))
    return _workbook(data) if suffix in _BOOKS else (_delimited(data, suffix),)


def _document(data: bytes) -> Iterator[Sheet]:
    """The tables of a Word file, named as every report names them."""
    from qishan_lint.office import places, wordtables

    for number, table in enumerate(wordtables.read(data, MOST_CELLS, MOST_UNPACKED), 1):
        rows = tuple(tuple(_cut(cell) for cell in row) for row in table.rows)
        yield Sheet(places.TABLE.format(number), rows, table.merged, table.title)


def _workbook(data: bytes) -> tuple[Sheet, ...]:
    from qishan_lint import extras

    extras.need("audit", "python_calamine")
    import python_calamine

    prescan.sheets(data, MOST_CELLS, MOST_UNPACKED)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_sheet(book, name) for name in _worksheets(book))
    except (python_calamine.CalamineError, python_calamine.PasswordError, ValueError, OSError) as error:
        raise Refused("broken", detail=type(error).__name__) from error


def _worksheets(book: object) -> list[str]:
    import python_calamine

    every = book.sheets_metadata  # type: ignore[attr-defined]
    return [one.name for one in every if one.typ == python_calamine.SheetTypeEnum.WorkSheet]


def _sheet(book: object, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    rows = tuple(tuple(_cut(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False))
    return Sheet(name, rows, tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()))


def _delimited(data: bytes, suffix: str) -> Sheet:
    decoded = encoding.decode(data)
    if not decoded.encoding:
        raise Refused(decoded.problem)
    head = decoded.text[:4000].partition("\n")[0]
    sign = max(",;\t，", key=head.count) if suffix == ".csv" else "\t"
    rows: list[Row] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(decoded.text, newline=""), delimiter=sign):
            cells += len(row)
            if cells > MOST_CELLS:
                raise Refused("too-large", detail=f"> {MOST_CELLS}")
            rows.append(tuple(_cut(cell) for cell in row))
    except csv.Error as error:
        raise Refused("broken", detail=str(error)) from error
    return Sheet("", tuple(rows))


def _cut(cell: Value) -> Value:
    return cell[:MOST_TEXT] if isinstance(cell, str) else cell
