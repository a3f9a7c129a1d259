"""Old workbooks (.xls): visible and hidden cells of every sheet, notes and names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from qishan_lint.model import Part, Problem
from qishan_lint.office import places
from qishan_lint.office.draft import Draft
from qishan_lint.office.grid import Grid, name_columns
from qishan_lint.office.workbook import number_text
from qishan_lint.readers import Reading, ReadOptions, _nested

SUFFIXES = (".xls", ".xlt")

_NAMES = "定义的名称"
_WHITE = (255, 255, 255)


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The workbook: one part a sheet, hidden cells apart."""
    other = _nested.elsewhere(data, path, options, "xls")
    if other is not None:
        return other
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO(), ragged_rows=True)
    except Exception as error:  # xlrd raises whatever a broken file makes it stumble over
        code = "encrypted" if "encrypted" in str(error).lower() else "broken"
        return Reading(problems=(Problem(code, path, data={"detail": type(error).__name__}),))
    parts: list[Part] = []
    hidden: dict[str, int] = {}
    for sheet in book.sheets():
        grids = _grids(sheet, book)
        for label, grid in sorted(grids.items(), key=lambda one: bool(one[0])):
            parts.append(grid.part(f"{path}#{sheet.name}/{label}", path, options.role))
            if label:
                hidden[label] = hidden.get(label, 0) + len(grid)
        notes = Draft(places.COMMENT)
        for (row, column), note in sorted(sheet.cell_note_map.items()):
            where = places.CELL.format(sheet.name, places.COMMENT + places.cell_name(row, column))
            notes.line("comment", where, f"{note.text}")
        if notes.blocks:
            parts.append(notes.part(f"{path}#{sheet.name}/notes", path, "hidden"))
    parts += _names(book, path)
    what = "、".join(f"{label} {count}" for label, count in hidden.items())
    problems = (Problem("hidden-content", path, data={"what": what}),) if what else ()
    return Reading(parts=tuple(parts), problems=problems)


def _grids(sheet: Any, book: Any) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(sheet.cell(row, column), book)
            if text:
                label = _label(sheet, book, row, column)
                grids.setdefault(label, Grid(sheet.name, label)).add(row, (column,), (text,))
    name_columns(list(grids.values()))
    return grids


def _text(cell: Any, book: Any) -> str:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return number_text(repr(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return str(xlrd.xldate_as_datetime(cell.value, book.datemode).date().isoformat())
        except (ValueError, OverflowError):
            return number_text(repr(cell.value))
    return str(cell.value).strip() if cell.ctype == xlrd.XL_CELL_TEXT else ""


def _label(sheet: Any, book: Any, row: int, column: int) -> str:
    if sheet.visibility:
        return places.HIDDEN_SHEET
    info = sheet.rowinfo_map.get(row)
    if info is not None and (info.hidden or info.height == 0):
        return places.HIDDEN_ROW
    info = sheet.colinfo_map.get(column)
    if info is not None and (info.hidden or info.width == 0):
        return places.HIDDEN_COLUMN
    return _concealed(sheet, book, row, column)


def _concealed(sheet: Any, book: Any, row: int, column: int) -> str:
    index = sheet.cell_xf_index(row, column)
    if index >= len(book.xf_list):
        return ""
    style = book.xf_list[index]
    format_ = book.format_map.get(style.format_key)
    if format_ is not None and (format_.format_str or "").replace(" ", "") in (";;;", ";;"):
        return places.NO_DISPLAY
    font = book.font_list[style.font_index] if style.font_index < len(book.font_list) else None
    color = None if font is None else book.colour_map.get(font.colour_index)
    return places.WHITE if color == _WHITE and style.background.fill_pattern == 0 else ""


def _names(book: Any, path: str) -> Iterator[Part]:
    draft = Draft(_NAMES)
    for name in book.name_obj_list:
        draft.line("field", f"{_NAMES} {name.name}", str(name.formula_text or ""))
    if draft.blocks:
        yield draft.part(f"{path}#names", path, "hidden")
