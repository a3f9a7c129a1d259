"""The review sheet as a Word file that an office can fill in and print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qishan_lint.office import wordfile
from qishan_lint.office.wordfile import Cell, Paragraph, Picture, Run, Table
from qishan_lint.photo import codes
from qishan_lint.sheet import Sheet

SUFFIX = ".docx"

_WIDTHS = (25, 38, 23, 30, 23, 35)
"""Widths of the six columns in millimetres."""


def render(sheet: Sheet) -> bytes:
    """The Word file. Raises UsageError without the extra for QR codes."""
    say = sheet.say
    errors, warnings, hints, waivers = sheet.counts
    counts = say("counts", day=sheet.day, errors=errors, warnings=warnings, hints=hints, waivers=waivers)
    found: Sequence[str] = (say("see-annex", count=len(sheet.lines)),) if sheet.annex else sheet.lines or (say("none"),)
    code = Picture(codes.png(sheet.payload), 29, 29, sheet.code)
    rows = [
        [_head(say("item")), _cell(sheet.title, columns=5, bold=True)],
        [
            _head(say("section")),
            _cell(sheet.office),
            _head(say("author")),
            _cell(),
            _head(say("column")),
            _cell(sheet.column),
        ],
        [_head(say("source")), _cell(say("sources")), _head(say("nature")), _cell(say("natures"), columns=3)],
        [_head(say("basis")), _cell(columns=3), _head(say("deadline")), _cell()],
        [_head(say("holds")), _cell(sheet.contents, columns=5)],
        [
            _head(say("checked"), f"qishan-lint {sheet.version}"),
            _cell(counts, *found, columns=4),
            Cell((Paragraph((code,), "center"),), rows=2),
        ],
        [_head(say("code")), _cell(sheet.code, columns=4), Cell((), rows=0)],
        [_head(say("secrecy")), _box(*(say(f"secrecy-{line}") for line in (1, 2, 3)), day=say("date"))],
        *([_head(level), _box(say("opinion"), "", "", "", say("decision"), day=say("date"))] for level in sheet.levels),
        [_head(say("third")), _cell(f"{say('thirds')}　{say('date')}", columns=5)],
        [
            _head(say("published")),
            _cell(f"{say('publisher')}　{say('date')}", columns=3),
            _head(say("archive")),
            _cell(),
        ],
    ]
    heights = [8.0] * 7 + [22.0] + [36.0] * len(sheet.levels)
    return wordfile.write(
        _parts(sheet, Table(rows, _WIDTHS, heights)), f"{say('title')} {sheet.title}", margins=(14, 17)
    )


def _parts(sheet: Sheet, table: Table) -> Iterator[Paragraph | Table]:
    say = sheet.say
    if sheet.office:
        yield wordfile.text(sheet.office, size=13, font="宋体", align="center")
    yield wordfile.text(say("title"), size=20, bold=True, font="宋体", align="center")
    yield wordfile.text(f"{say('number')}________________　　　　{say('day', day=sheet.day.isoformat())}", size=11)
    yield table
    yield wordfile.text(say("foot"), size=8.5)
    yield wordfile.text(say("record", item=sheet.item), size=8.5)
    if sheet.annex:
        yield wordfile.text(say("annex"), size=14, bold=True, font="宋体", align="center", new_page=True)
        for number, line in enumerate(sheet.annex, 1):
            yield wordfile.text(f"{number}. {line}", size=11)


def _head(*lines: str) -> Cell:
    sizes = (11, *[8] * len(lines))
    return Cell(
        [
            Paragraph((Run(line, size, bold=size > 8, font="黑体"),), "center")
            for line, size in zip(lines, sizes, strict=False)
        ]
    )


def _cell(*lines: str, columns: int = 1, bold: bool = False) -> Cell:
    return Cell([Paragraph((Run(line, 11, bold=bold),)) for line in lines], columns)


def _box(*lines: str, day: str) -> Cell:
    """A box over five columns with the date at its lower right."""
    return Cell([*_cell(*lines).content, wordfile.text(day, size=11, align="right")], 5)
