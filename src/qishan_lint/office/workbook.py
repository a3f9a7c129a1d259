"""A workbook package → the cells of its sheets, visible and hidden apart, streamed so that large sheets fit."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qishan_lint.office import generic, places, sheetstyles
from qishan_lint.office.draft import Draft
from qishan_lint.office.grid import Grid, name_columns
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.relations import main_part, relations
from qishan_lint.office.xmlpart import attribute, local, parse, rows

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EPOCH = datetime.date(1899, 12, 30)
_LAST_DAY = 2_958_465
_DIGITS = "0123456789"


@dataclass(slots=True)
class Sheet:
    """One sheet: its name, whether the tab is hidden, its member; filled while reading."""

    name: str
    hidden: bool
    member: str
    grids: dict[str, Grid] = field(default_factory=dict)
    settings: Draft = field(default_factory=Draft)
    formulas: Draft = field(default_factory=Draft)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def grid(self, label: str) -> Grid:
        """The grid for cells that are hidden in that way."""
        found = self.grids.get(label)
        if found is None:
            found = self.grids[label] = Grid(self.name, label)
        return found


def sheets(package: Package) -> Iterator[Sheet]:
    """The sheets of ``package``, one at a time. Raises Refused when the workbook itself cannot be read."""
    main = main_part(package, "xl/workbook.xml")
    if main not in package.members:
        raise Refused("broken", detail=main)
    known = relations(package, main)
    book = parse(package.read(main), main)
    strings = _shared_strings(package)
    styles = sheetstyles.read(_optional(package, "xl/styles.xml"))
    taken = set()
    for element in book.iter():
        if local(element) == "sheet":
            relation = known.get(attribute(element, "id") or "")
            if relation is not None and relation.target in package.members:
                taken.add(relation.target)
                hidden = element.get("state", "visible") != "visible"
                yield _read(package, Sheet(element.get("name", ""), hidden, relation.target), strings, styles)
    for member in package.members:
        if member.startswith("xl/worksheets/") and member.endswith(".xml") and member not in taken:
            yield _read(package, Sheet(member, True, member), strings, styles)


def _read(package: Package, sheet: Sheet, strings: list[str], styles: sheetstyles.CellStyles) -> Sheet:
    rest: list[_Element] = []
    try:
        stream = package.stream(sheet.member)
        number = 0
        for element in rows(stream, sheet.member, ("{*}row", "{*}col"), rest):
            if local(element) == "col":
                if element.get("hidden") in ("1", "true") or element.get("width") == "0":
                    sheet.hidden_columns.append((_number(element.get("min")) - 1, _number(element.get("max")) - 1))
            else:
                number = _row_number(element, number)
                _row(element, number - 1, sheet, strings, styles)
    except Refused as refused:
        package.faults.append(refused)
    name_columns(list(sheet.grids.values()))
    if rest:
        sheet.settings.where = places.SHEET_SETTINGS.format(sheet.name)
        generic.collect(rest[0], sheet.settings, sheet.settings.where)
    return sheet


def _row(row: _Element, index: int, sheet: Sheet, strings: list[str], styles: sheetstyles.CellStyles) -> None:
    label = places.HIDDEN_SHEET if sheet.hidden else ""
    if not label and (row.get("hidden") in ("1", "true") or row.get("ht") == "0"):
        label = places.HIDDEN_ROW
    concealing, narrow = styles.hiding, sheet.hidden_columns
    alike = bool(label) or not (concealing or narrow)  # most rows: no cell is hidden by itself
    found: dict[str, tuple[list[int], list[str]]] = {label: ([], [])}
    columns, texts = found[label]
    column = -1
    for cell in row:
        column = _column_number(cell, column)
        style = cell.get("s", "")
        text = _value(cell, strings, style in styles.dates, sheet, (index, column))
        if text:
            if not alike:
                special = concealing.get(style, "") or _column_label(narrow, column)
                columns, texts = found.get(special) or found.setdefault(special, ([], []))
            columns.append(column)
            texts.append(text)
    for special, (columns, texts) in found.items():
        if texts:
            sheet.grid(special).add(index, columns, texts)


def _value(cell: _Element, strings: list[str], dated: bool, sheet: Sheet, at: tuple[int, int]) -> str:
    kind, text = cell.get("t"), ""
    if kind == "s" and len(cell) == 1 and (key := cell[0].text or "").isdecimal():  # most cells: spare the names
        return strings[int(key)] if int(key) < len(strings) else ""
    for element in cell:
        name = local(element)
        if name == "v":
            text = element.text or ""
        elif name == "f" and element.text and '"' in element.text:
            where = places.CELL.format(sheet.name, places.FORMULA + places.cell_name(*at))
            sheet.formulas.line("field", where, element.text)
        elif name == "is":
            return _plain(element)
    if kind == "s":
        return strings[int(text)] if text.isdecimal() and int(text) < len(strings) else ""
    return text if kind in ("str", "e", "b", "inlineStr", "d") or not text else number_text(text, dated)


def number_text(text: str, dated: bool = False) -> str:
    """A stored number as a person reads it: whole numbers in full, dates as dates."""
    if text.isdecimal() and not dated:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if dated and 1 <= value <= _LAST_DAY:
        return (_EPOCH + datetime.timedelta(days=int(value))).isoformat()
    if abs(value) < 1e25 and value == int(value):
        return str(int(text) if text.lstrip("-").isdecimal() else int(value))
    return text


def cells_of(sheet: _Element) -> Iterator[tuple[int, int, _Element]]:
    """Row and column, counted from 0, of each cell in the XML of a sheet."""
    number = 0
    for row in sheet.iter("{*}row"):
        number, column = _row_number(row, number), -1
        for cell in row:
            column = _column_number(cell, column)
            yield number - 1, column, cell


def _row_number(row: _Element, last: int) -> int:
    """The number of a row, from 1: one that does not say it follows the ``last`` one."""
    return _number(row.get("r")) if row.get("r") else last + 1


def _column_number(cell: _Element, last: int) -> int:
    """The column of a cell, from 0, in the same way."""
    reference = cell.get("r")
    return _column(reference.rstrip(_DIGITS)) if reference else last + 1


def column_of(reference: str) -> int:
    """The column, counted from 0, of a cell's name."""
    return _column(reference.rstrip(_DIGITS))


@functools.lru_cache(4096)  # a sheet has few columns and as many cells as it likes
def _column(letters: str) -> int:
    number = 0
    for char in letters:
        if "A" <= char <= "Z" and number < 100_000:
            number = number * 26 + ord(char) - 64
        else:
            break
    return number - 1 if number else 0


def _column_label(hidden: list[tuple[int, int]], column: int) -> str:
    return places.HIDDEN_COLUMN if any(first <= column <= last for first, last in hidden) else ""


def _shared_strings(package: Package) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.members:
        return []
    try:
        return [_plain(element) for element in rows(package.stream(name), name, ("{*}si",), [])]
    except Refused as refused:
        package.faults.append(refused)
        return []


def _plain(element: _Element) -> str:
    """The text of a string item without the reading aids of phonetic runs."""
    if len(element) == 1 and local(element[0]) == "t":
        return element[0].text or ""
    return "".join(
        leaf.text or ""
        for leaf in element.iter("{*}t")
        if (parent := leaf.getparent()) is None or local(parent) != "rPh"
    )


def _optional(package: Package, name: str) -> _Element | None:
    try:
        return parse(package.read(name), name) if name in package.members else None
    except Refused as refused:
        package.faults.append(refused)
        return None


def _number(text: str | None) -> int:
    return min(int(text), 10_000_000) if text and text.isdecimal() else 1
