"""Workbook: the lists of an audit on a sheet each, written row by row in constant memory.

Every cell is a string or a number: nothing that an article says can become a formula or a link. What the writer refuses,
and what does not fit into a cell or a sheet, is never lost in silence: rows go on to a further sheet, cells say that they
were cut, and every other refusal is an error.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from qishan_lint.audit import tables
from qishan_lint.audit.record import Audit
from qishan_lint.audit.tables import Cell, Row, Table
from qishan_lint.audit.wording import Words
from qishan_lint.formats._escape import valid_xml, visible

LONGEST = 32_000
"""Characters of a cell; Excel allows 32,767."""

MOST_ROWS = 1_000_000
"""Rows of a sheet; Excel allows 1,048,576."""

_WIDE = {
    "message": 46, "text": 40, "title": 36, "name": 34, "path": 44, "source": 62, "evidence": 60, "rest": 40, "indicator": 30,
    "department": 20, "column": 18, "class": 20, "published": 12, "latest": 12, "due": 12, "where": 14, "rule": 26,
    "fingerprint": 34, "fact": 26, "value": 60, "reason": 30, "area": 20, "ledger": 20, "state": 12,
}  # fmt: skip
_BROAD = re.compile("[\u1100-\uffff]")

LINE, HIGHEST = 15, 300
"""Points of a line, and of the highest row."""

_SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class WorkbookError(RuntimeError):
    """The writer of the workbook refused a cell."""


_STYLE = {"text_wrap": True, "valign": "top"}
_STYLES: tuple[dict[str, Any], ...] = (
    {"bold": True, "bottom": 1, "bg_color": "#E6EFFA", "valign": "vcenter"},
    {},
    {"align": "right", "indent": 1},
)


class Styles(NamedTuple):
    """The formats of headings, texts and numbers."""

    heading: Any
    text: Any
    number: Any


def write(path: Path, audit: Audit, lang: str) -> None:
    """Write the workbook to ``path``. Raises OSError, and WorkbookError when the writer refuses a cell."""
    import xlsxwriter

    words = Words(lang)
    with xlsxwriter.Workbook(str(path), _SETTINGS) as book:
        created = datetime.datetime.combine(audit.as_of, datetime.time())
        book.set_properties(
            {"title": words("title", site=audit.site), "author": f"qishan-lint {audit.tool}", "created": created}
        )
        styles = Styles(*(book.add_format({**_STYLE, **more}) for more in _STYLES))
        for name, table in _sheets(audit, words):
            _write(book, words(f"sheet.{name}"), table, words, styles)


def _sheets(audit: Audit, words: Words) -> Iterator[tuple[str, Table]]:
    yield "summary", tables.summary(audit, words)
    yield "departments", tables.departments(audit, words)
    yield "columns", tables.columns(audit, words)
    yield "findings", tables.findings(audit, words)
    yield "rules", tables.rules(audit, words)
    yield "items", tables.items(audit)
    if audit.directories:
        yield "directories", tables.directories(audit)
    if audit.ledgers:
        yield "ledgers", tables.ledgers(audit, words)
    if audit.comparison is not None:
        yield "gone", tables.gone(audit, words)
    if audit.waived:
        yield "waived", tables.waived(audit, words)
    if audit.evaluation is not None:
        yield "evaluation", tables.evaluated(audit.evaluation, words)


def _write(book: Any, name: str, table: Table, words: Words, styles: Styles) -> None:
    """Write ``table`` to a sheet called ``name``, and to further ones when it is full."""
    heading = [words.heading(each) for each in table.names]
    widths = [_WIDE.get(each, 2 * len(head) + 4) for each, head in zip(table.names, heading, strict=True)]
    number, page = 0, 1
    sheet = _sheet(book, name, heading, widths, styles)
    for row in table.rows:
        if number == MOST_ROWS:
            _finish(sheet, number, len(heading), table.printed)
            number, page = 0, page + 1
            sheet = _sheet(book, f"{name} {page}", heading, widths, styles)
        number += 1
        _row(sheet, number, row, widths, styles)
    _finish(sheet, number, len(heading), table.printed)


def _sheet(book: Any, name: str, heading: Sequence[str], widths: Sequence[int], styles: Styles) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C&P / &N")
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _row(sheet, 0, heading, widths, Styles(styles.heading, styles.heading, styles.heading))
    return sheet


def _finish(sheet: Any, last: int, columns: int, printed: int) -> None:
    sheet.autofilter(0, 0, last, columns - 1)
    sheet.print_area(0, 0, last, (printed or columns) - 1)


def _row(sheet: Any, number: int, row: Row, widths: Sequence[int], styles: Styles) -> None:
    """Write one row, high enough for its longest text: not every program finds the height by itself."""
    texts = [cell if isinstance(cell, int) else shortened(cell) for cell in row]
    lines = max((_lines(cell, width) for cell, width in zip(texts, widths, strict=True)), default=1)
    sheet.set_row(number, min(lines * LINE, HIGHEST))
    for column, cell in enumerate(texts):
        if cell == "":
            continue
        if isinstance(cell, int):
            code = sheet.write_number(number, column, cell, styles.number)
        else:
            code = sheet.write_string(number, column, cell, styles.text)
        if code:
            raise WorkbookError(f"row {number}, column {column}: the writer answers {code}")


def _lines(cell: Cell, width: int) -> int:
    """About how many lines a cell takes: Chinese characters are as wide as two letters."""
    if isinstance(cell, int) or len(cell) * 2 < width:
        return 1
    return sum(1 + (len(line) + len(_BROAD.findall(line))) // width for line in cell.split("\n"))


def shortened(cell: Cell) -> str:
    """The text of a cell: only characters that XML allows, nothing invisible, cut where it would not fit."""
    text = str(cell)
    if not text.isprintable():  # nearly every cell is: no control, format or unassigned character in it
        text = "\n".join(valid_xml(visible(line)) for line in text.split("\n"))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
