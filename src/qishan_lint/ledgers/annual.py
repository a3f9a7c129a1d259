"""The tables of the yearly report on disclosure: rows and columns that must add up, within a year and across two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from qishan_lint import shipped
from qishan_lint.ledgers import cells, heads, kinds
from qishan_lint.ledgers.grids import Sheet, Value
from qishan_lint.ledgers.told import Teller
from qishan_lint.model import Finding
from qishan_lint.office.places import CELL, cell_name


class Applicants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns of table 3: natural persons, the five kinds of bodies, the total."""

    persons: tuple[str, ...]
    bodies: tuple[str, ...]
    total: tuple[str, ...]


class Reviews(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns of each group of table 4."""

    parts: tuple[str, ...]
    total: tuple[str, ...]


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the tables are recognised: words in the file's name, headings of columns, beginnings of rows."""

    words: tuple[str, ...]
    applicants: Applicants
    rows: dict[str, str]
    reviews: Reviews


class Table(msgspec.Struct, frozen=True):
    """Table 3 of a sheet: its columns (persons, bodies, total) and rows by name; ``results`` are those between."""

    sheet: Sheet
    columns: tuple[int, ...]
    rows: dict[str, int]
    results: tuple[int, ...]

    def cell(self, row: int, column: int) -> str:
        """The place of a cell as a person finds it."""
        return place(self.sheet, row, column)


def layout() -> Layout:
    """The layout as data."""
    return shipped.table(f"{kinds.FOLDER}/annual.yaml", Layout)


def place(sheet: Sheet, row: int, column: int) -> str:
    """The place of a cell, rows and columns counted from 0."""
    cell = cell_name(row, column)
    return CELL.format(sheet.name, cell) if sheet.name else cell


def table(sheet: Sheet) -> Table | None:
    """Table 3 (requests) of ``sheet``, None when it is not there whole."""
    known = layout()
    for number, row in enumerate(sheet.rows):
        names = [heads.normal(str(cell)) for cell in row]
        if not all(body in names for body in known.applicants.bodies[:-1]):
            continue
        bodies = tuple(names.index(body) for body in known.applicants.bodies if body in names)
        ends = [_above(sheet, number, wanted, bodies) for wanted in (known.applicants.persons, known.applicants.total)]
        if len(bodies) == len(known.applicants.bodies) and None not in ends:
            columns = (ends[0] or 0, *bodies, ends[1] or 0)
            rows = _rows(sheet, number + 1, min(columns), known.rows)
            if len(rows) == len(known.rows):
                results = tuple(range(rows["carried-in"] + 1, rows["results"]))
                return Table(sheet, columns, rows, tuple(r for r in results if _numeric(sheet, r, columns)))
    return None


def _above(sheet: Sheet, number: int, wanted: Sequence[str], bodies: Sequence[int]) -> int | None:
    """The column of a heading in the row of the bodies or up to three above it, outside of theirs."""
    for row in sheet.rows[max(0, number - 3) : number + 1][::-1]:
        for column, cell in enumerate(row):
            if heads.normal(str(cell)) in wanted and column not in bodies:
                return column
    return None


def _rows(sheet: Sheet, first: int, before: int, wanted: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number in range(first, len(sheet.rows)):
        label = "".join(heads.normal(str(cell)) for cell in sheet.rows[number][:before])
        for name, words in wanted.items():
            if name not in found and words in label:
                found[name] = number
                break
    return found


def _numeric(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a row is one of numbers, not only a heading of those below it."""
    return any(cells.raw(_value(sheet, row, column)) for column in columns)


def _value(sheet: Sheet, row: int, column: int) -> Value:
    line = sheet.rows[row]
    return line[column] if column < len(line) else ""


def number(sheet: Sheet, row: int, column: int) -> int | None:
    """The whole number in a cell; None for a blank one and for what is none."""
    value = _value(sheet, row, column)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if value >= 0 and float(value).is_integer() else None
    plain = cells.raw(str(value)).replace(",", "")
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 10 else None


def check(one: Table, teller: Teller) -> Iterator[Finding]:
    """The faults of table 3: blank cells, rows and columns that do not add up. Sums with a blank are left out."""
    wanted = tuple(dict.fromkeys((*one.rows.values(), *one.results)))
    for row in sorted(wanted):
        yield from _blanks(one.sheet, row, one.columns, teller)
        yield from _sum(
            one.sheet, [(row, c) for c in one.columns[:-1]], (row, one.columns[-1]), "各类申请人之和", teller
        )
    for column in one.columns:
        results = [(row, column) for row in one.results]
        yield from _sum(one.sheet, results, (one.rows["results"], column), "办理结果各项之和", teller)
        yield from _balance(one, column, teller)


def _blanks(sheet: Sheet, row: int, columns: Sequence[int], teller: Teller) -> Iterator[Finding]:
    for column in columns:
        if number(sheet, row, column) is None:
            where, value = place(sheet, row, column), cells.raw(str(_value(sheet, row, column)))[:20] or "空白"
            yield teller.finding("ledger/annual-blank", where, where, cell=where, value=value)


def _sum(
    sheet: Sheet, parts: Sequence[tuple[int, int]], total: tuple[int, int], what: str, teller: Teller
) -> Iterator[Finding]:
    values, whole = [number(sheet, *part) for part in parts], number(sheet, *total)
    known = [value for value in values if value is not None]
    if whole is not None and parts and len(known) == len(values) and sum(known) != whole:
        first, last, end = (place(sheet, *at) for at in (parts[0], parts[-1], total))
        yield teller.finding(
            "ledger/annual-sum", end, end + what, what=what, left=str(sum(known)), right=f"总计 {whole}",
            difference=abs(sum(known) - whole), cells=f"{first}至{last}、{end}",
        )  # fmt: skip


def _balance(one: Table, column: int, teller: Teller) -> Iterator[Finding]:
    """What came in, and was carried in, was either dealt with or carried out."""
    names = ("new", "carried-in", "results", "carried-out")
    values = [number(one.sheet, one.rows[name], column) for name in names]
    known = [value for value in values if value is not None]
    if len(known) == len(values) and known[0] + known[1] != known[2] + known[3]:
        places = [one.cell(one.rows[name], column) for name in names]
        new, carried, results, out = known
        yield teller.finding(
            "ledger/annual-sum", places[0], places[0] + "balance", what="新收加结转",
            left=f"{new}+{carried}={new + carried}", right=f"办理结果加结转下年 {results}+{out}={results + out}",
            difference=abs(new + carried - results - out), cells="、".join(places),
        )  # fmt: skip


def reviews(sheet: Sheet, teller: Teller) -> tuple[bool, list[Finding]]:
    """Whether ``sheet`` holds table 4 (reviews and lawsuits), and its faults."""
    known, found, seen = layout().reviews, list[Finding](), False
    for row, line in enumerate(sheet.rows[:-1]):
        names = [heads.normal(str(cell)) for cell in line]
        for start in range(len(names) - len(known.parts)):
            end = start + len(known.parts)
            if tuple(names[start:end]) == known.parts and names[end] in known.total:
                seen, columns = True, range(start, end + 1)
                found += _blanks(sheet, row + 1, columns, teller)
                parts = [(row + 1, column) for column in range(start, end)]
                found += _sum(sheet, parts, (row + 1, end), "各种结果之和", teller)
    return seen, found


def across(earlier: Table, later: Table, teller: Teller) -> Iterator[Finding]:
    """The faults between two years: what ``earlier`` carries out, ``later`` carries in, column by column."""
    for old, new in zip(earlier.columns, later.columns, strict=True):
        out = number(earlier.sheet, earlier.rows["carried-out"], old)
        taken = number(later.sheet, later.rows["carried-in"], new)
        if out is not None and taken is not None and out != taken:
            here, there = later.cell(later.rows["carried-in"], new), earlier.cell(earlier.rows["carried-out"], old)
            yield teller.finding(
                "ledger/annual-carried", here, here, out=out, in_=taken, difference=abs(out - taken),
                cells=f"上年{there}、本年{here}",
            )  # fmt: skip
