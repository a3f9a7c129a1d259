"""Outputs: record, list, workbook and dashboard in one folder, all of them or none."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from qishan_lint import extras, files
from qishan_lint.audit import page, record, tables, workbook
from qishan_lint.audit.record import Audit
from qishan_lint.audit.tables import Cell, Table
from qishan_lint.audit.wording import Words
from qishan_lint.declared import Auditing
from qishan_lint.errors import UsageError
from qishan_lint.formats._escape import visible
from qishan_lint.model import Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula in a CSV file."""


def prepare(folder: Path) -> None:
    """Make sure that results can be written before the work begins. Raises UsageError."""
    extras.need("audit", "xlsxwriter")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        raise UsageError(
            Text(f"写不了输出文件夹：{error.strerror}", f"cannot write to the output folder: {error.strerror}"),
            where=str(folder),
            remedy=Text("换一个文件夹", "choose another folder"),
        ) from None


def write(folder: Path, audit: Audit, auditing: Auditing, lang: str) -> tuple[Path, ...]:
    """Write all outputs to ``folder``; returns their paths. What is there stays as it was if one of them fails."""
    stem = Path(record.NAME).stem
    targets = tuple(folder / f"{stem}{suffix}" for suffix in record.SUFFIXES)
    handle, name = tempfile.mkstemp(prefix=f".{stem}.", suffix=".tmp", dir=folder)
    os.close(handle)
    book = Path(name)
    try:
        workbook.write(book, audit, lang)
        sheet = listed(tables.findings(audit, Words(lang)), Words(lang))
        shown = page.render(audit, auditing, lang)
        files.write(folder / f"{stem}.xlsx", book.read_bytes())
        files.write(folder / f"{stem}.csv", sheet)
        files.write(folder / f"{stem}.html", shown)
        record.write(folder / record.NAME, audit)  # last: whoever finds it finds the others too
    finally:
        book.unlink(missing_ok=True)
    return targets


def listed(table: Table, words: Words) -> bytes:
    """``table`` as CSV for Excel: UTF-8 with its mark, nothing in it a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([words.heading(name) for name in table.names])
    writer.writerows(_cells(table))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _cells(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [_harmless(cell) for cell in row]


def _harmless(cell: Cell) -> str:
    """The text of a cell, quoted where a spreadsheet would take it for a formula."""
    if isinstance(cell, int):
        return str(cell)
    text = visible(cell)
    return f"'{text}" if text.startswith(_FORMULA) or cell.startswith(_FORMULA) else text
