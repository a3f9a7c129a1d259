"""An office's workbook or Word file → directories: titles above, headings over two rows or repeated, merged cells, 同上."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qishan_lint.directory import boxes
from qishan_lint.directory.model import Directory, Entry
from qishan_lint.directory.words import words
from qishan_lint.errors import UsageError
from qishan_lint.ledgers import cells, grids, heads
from qishan_lint.ledgers.grids import Row, Sheet
from qishan_lint.ledgers.heads import Head
from qishan_lint.model import Text

_TEXTS = ("number", "first", "second", "content", "basis", "limit", "body")
_TICKS = {"audience": ("everybody", "certain"), "way": ("active", "request"), "level": ("county", "town")}
_INHERITED = ("first", "second", "content", "basis", "limit", "body", "channels")
"""Columns in which 同上 stands for the cell above."""

_DITTO = frozenset(("同上", "同前", "〃", "″"))
_TITLE = re.compile(r"([一-鿿、（）()]{2,30}?)(?:领域)?(?:基层)?政务公开(?:标准)?目录")
_LEAST = 4
"""Fields that a heading of a directory names at least."""


def read(path: Path) -> tuple[Directory, ...]:
    """The directories in the workbook at ``path``, a sheet each. Raises UsageError without any, Refused when unreadable."""
    found = tuple(one for sheet in grids.read(path) if (one := _directory(sheet, path)) is not None)
    if not found:
        raise UsageError(
            Text("没有找到目录表头", "no heading of a directory was found"),
            where=str(path),
            remedy=Text(
                "表头要有 公开事项、公开内容、公开依据、公开时限、公开主体 等列",
                "the heading needs columns such as 公开事项, 公开内容, 公开时限",
            ),
        )
    return found


def _directory(sheet: Sheet, path: Path) -> Directory | None:
    known = words()
    rows = _spread(sheet)
    head = heads.find(rows, known.fields)
    if len(head.columns) < _LEAST:
        return None
    notes = "".join(str(cell) for row in rows[: head.body] for cell in row if isinstance(cell, str))
    optional = any(word in notes for word in known.legend) and bool(re.search(f"[{re.escape(known.off)}]", notes))
    entries = tuple(_entries(rows, head, optional=optional))
    absent = tuple(field for field in known.fields if field not in head.columns and not _is_tick(field))
    above = [(sheet.title,), *rows[: head.body]]
    return Directory(area=_area(above, sheet.name, path), entries=entries, absent=absent) if entries else None


def _is_tick(field: str) -> bool:
    return any(field in fields for fields in _TICKS.values())


def _spread(sheet: Sheet) -> list[Row]:
    """The rows with the value of each merged cell in all that it covers, downwards."""
    rows = [list(row) for row in sheet.rows]
    for top, left, bottom, _ in sheet.merged:
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[row]) and left < len(rows[top]) and not rows[row][left]:
                rows[row][left] = rows[top][left]
    return [tuple(row) for row in rows]


def _area(above: Sequence[Row], name: str, path: Path) -> str:
    """The area: in the title above the heading, else the sheet's name, else the file's."""
    for row in above:
        for cell in row:
            found = _TITLE.search(cells.raw(cell)) if isinstance(cell, str) else None
            if found is not None:
                return re.sub(r"^.*?(?:县|市|区)(?!域)", "", found[1]) or found[1]
    plain = name if name and not re.fullmatch(r"(?i)(?:sheet|表)\d*", name) else path.stem
    return re.sub(r"(?:领域)?(?:基层)?政务公开.*$|领域$", "", plain) or plain


def _entries(rows: Sequence[Row], head: Head, *, optional: bool) -> Iterator[Entry]:
    above: dict[str, str] = {}
    named = {heads.normal(name) for names in words().fields.values() for name in names}
    for number, row in enumerate(rows[head.body :], head.body + 1):
        if not heads.is_body(row, head) or _is_note(row, head) or _is_heading(row, named):
            continue
        values = {field: _cell(row, head, field) for field in (*_TEXTS, "channels")}
        for field in _INHERITED:
            if values[field] in _DITTO and above.get(field):
                values[field] = above[field]
        above = values
        ticked = boxes.parse(values.pop("channels"), optional=optional)
        yield Entry(
            row=number,
            channels=tuple(box.name for box in ticked if box.ticked),
            optional=tuple(box.name for box in ticked if box.ticked is None),
            **values,  # type: ignore[arg-type]
            **{group: tuple(field for field in fields if _cell(row, head, field)) for group, fields in _TICKS.items()},  # type: ignore[arg-type]
        )


def _is_note(row: Row, head: Head) -> bool:
    """Whether a row below the entries is a note: a text in the first column alone."""
    filled = [column for column, cell in enumerate(row) if cells.raw(cell)]
    return len(filled) == 1 and "content" in head.columns and filled[0] != head.columns["content"]


def _is_heading(row: Row, named: set[str]) -> bool:
    """Whether a row repeats the heading, or its lower half, as tables over several pages do."""
    return sum(heads.normal(cell) in named for cell in row if isinstance(cell, str) and cell) >= 2


def _cell(row: Row, head: Head, field: str) -> str:
    column = head.columns.get(field)
    if column is None or column >= len(row):
        return ""
    value = row[column]
    if isinstance(value, str):
        lines = [" ".join(line.split()) for line in value.splitlines()]
        return "\n".join(line for line in lines if line)
    return cells.text(value)
