"""Workbooks in OOXML (.xlsx and what WPS writes): one part a sheet, hidden cells and everything else apart."""

from __future__ import annotations

from qishan_lint.model import Part, Problem
from qishan_lint.office import leftovers
from qishan_lint.office.package import Package
from qishan_lint.office.places import HIDDEN_COLUMN, HIDDEN_ROW, HIDDEN_SHEET, NO_DISPLAY, WHITE
from qishan_lint.office.refusal import Refused
from qishan_lint.office.workbook import Sheet, sheets
from qishan_lint.readers import Reading, ReadOptions, _nested

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett")

_READ = ("xl/worksheets/sheet", "xl/sharedStrings", "xl/styles", "xl/theme", "xl/calcChain", "[Content_Types]")
_TOLD = frozenset((HIDDEN_COLUMN, HIDDEN_ROW, HIDDEN_SHEET, NO_DISPLAY, WHITE))


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The workbook: visible cells, hidden cells, comments, names, caches, properties."""
    other = _nested.elsewhere(data, path, options, "sheet")
    if other is not None:
        return other
    package = None
    parts: list[Part] = []
    hidden: dict[str, int] = {}
    try:
        package = Package(data, options.purse())
        for sheet in sheets(package):
            parts += _parts(sheet, path, options)
            for label, grid in sheet.grids.items():
                if label in _TOLD:
                    hidden[label] = hidden.get(label, 0) + len(grid)
    except Refused as refused:
        faults = package.faults if package else []
        return Reading(parts=tuple(parts), problems=tuple(one.problem(path) for one in (refused, *faults)))
    for name, draft in leftovers.drafts(package, lambda name: name.startswith(_READ)):
        parts.append(draft.part(f"{path}#{name}", path, "hidden"))
    whole = _nested.join(Reading(parts=tuple(parts)), *_nested.members(package, path, options))
    problems = [one.problem(path) for one in package.faults]
    if any(hidden.values()):
        what = "、".join(f"{label} {count}" for label, count in hidden.items() if count)
        problems.append(Problem("hidden-content", path, data={"what": what}))
    return _nested.join(whole, Reading(problems=tuple(problems)))


def _parts(sheet: Sheet, path: str, options: ReadOptions) -> list[Part]:
    base = f"{path}#{sheet.name}"
    grids = sorted(sheet.grids.items(), key=lambda one: bool(one[0]))
    parts = [grid.part(f"{base}/{label}", path, options.role) for label, grid in grids if len(grid)]
    for name, draft in (("settings", sheet.settings), ("formulas", sheet.formulas)):
        if draft.blocks:
            parts.append(draft.part(f"{base}/{name}", path, "hidden"))
    return parts
