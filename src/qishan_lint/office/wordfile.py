"""Writes plain Word files: paragraphs, tables with merged cells, pictures. Whatever text says is escaped.

Only what forms and bulletins need (ECMA-376 part 1, chapter 17); sizes are in millimetres, letters in points.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

Align = Literal["left", "center", "right", "both"]

_TWIPS = 56.6929
_EMU = 36_000
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look: ``size`` in points, ``font`` its Chinese typeface."""

    text: str
    size: float = 12
    bold: bool = False
    font: str = "仿宋"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG picture of ``width`` by ``height`` millimetres and what it shows in words."""

    png: bytes
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs and pictures on one line or more. ``indent`` is the first line's in letters, ``level`` makes it a heading."""

    content: Sequence[Run | Picture]
    align: Align = "left"
    indent: int = 0
    level: int = 0
    new_page: bool = False
    spacing: float = 1.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over ``columns`` columns; ``rows`` more than 1 begins a merged column, 0 goes on with the one above."""

    content: Sequence[Paragraph]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the ``widths`` of the columns (mm), and the least height of each row (mm, 0: as needed)."""

    rows: Sequence[Sequence[Cell]]
    widths: Sequence[float]
    heights: Sequence[float] = ()
    heads: int = 0


@dataclass(slots=True)
class _Writing:
    pictures: list[bytes] = field(default_factory=list)


def text(
    words: str, *, size: float = 12, bold: bool = False, font: str = "仿宋", align: Align = "left", indent: int = 0,
    level: int = 0, new_page: bool = False,
) -> Paragraph:  # fmt: skip
    """A paragraph of one run."""
    return Paragraph((Run(words, size, bold, font),), align, indent, level, new_page)


def write(parts: Iterable[Paragraph | Table], title: str, *, margins: tuple[float, float] = (20, 18)) -> bytes:
    """A Word file of A4 pages, the same bytes every time; ``margins`` are those above and below, and at the sides."""
    writing = _Writing()
    body = "".join(_table(one, writing) if isinstance(one, Table) else _paragraph(one, writing) for one in parts)
    upright, side = (round(one * _TWIPS) for one in margins)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{upright}" w:right="{side}" w:bottom="{upright}" w:left="{side}" '
        'w:header="500" w:footer="500" w:gutter="0"/>'
        "</w:sectPr>"
    )
    names = [f"image{number}.png" for number in range(1, len(writing.pictures) + 1)]
    members = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_RELATION}"><w:body>{body}{page}</w:body></w:document>',
        "word/styles.xml": _styles(),
        "word/_rels/document.xml.rels": _relations(
            ("styles", "styles.xml"), *(("image", f"media/{name}") for name in names)
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content
            package.writestr(zipfile.ZipInfo(name, _EPOCH), declared, zipfile.ZIP_DEFLATED)
        for name, data in zip(names, writing.pictures, strict=True):
            package.writestr(zipfile.ZipInfo(f"word/media/{name}", _EPOCH), data)
    return out.getvalue()


def _paragraph(one: Paragraph, writing: _Writing) -> str:
    style = f'<w:pStyle w:val="Heading{one.level}"/>' if one.level else ""
    page = "<w:pageBreakBefore/>" if one.new_page else ""
    spacing = f'<w:spacing w:before="0" w:after="0" w:line="{round(240 * one.spacing)}" w:lineRule="auto"/>'
    letters = next((each.size for each in one.content if isinstance(each, Run)), 12.0)
    inner = f'w:firstLine="{round(20 * letters * one.indent)}" w:firstLineChars="{100 * one.indent}"'
    indent = f"<w:ind {inner}/>" if one.indent else ""
    content = "".join(_run(each) if isinstance(each, Run) else _picture(each, writing) for each in one.content)
    return f'<w:p><w:pPr>{style}{page}{spacing}{indent}<w:jc w:val="{one.align}"/></w:pPr>{content}</w:p>'


def _run(one: Run) -> str:
    bold = "<w:b/>" if one.bold else ""
    size = round(2 * one.size)
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia={quoteattr(one.font)}/>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(_clean(line))}</w:t>' for line in one.text.split("\n"))
    return f'<w:r><w:rPr>{fonts}{bold}<w:sz w:val="{size}"/></w:rPr>{lines}</w:r>'


def _clean(line: str) -> str:
    """``line`` without the control characters that XML forbids."""
    return "".join(
        char for char in line if char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"
    )


def _picture(one: Picture, writing: _Writing) -> str:
    writing.pictures.append(one.png)
    number = len(writing.pictures)
    size = f'cx="{round(one.width * _EMU)}" cy="{round(one.height * _EMU)}"'
    named = f'id="{number}" name="picture{number}" descr={quoteattr(one.words)}'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr {named}/><a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="rId{number + 1}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _table(one: Table, writing: _Writing) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    widths = [round(width * _TWIPS) for width in one.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heights = [*one.heights, *[0.0] * (len(one.rows) - len(one.heights))]
    rows = "".join(
        _row(row, widths, height, number < one.heads, writing)
        for number, (row, height) in enumerate(zip(one.rows, heights, strict=True))
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(row: Sequence[Cell], widths: Sequence[int], height: float, head: bool, writing: _Writing) -> str:
    tall = f'<w:trHeight w:val="{round(height * _TWIPS)}"/>' if height else ""
    repeated = "<w:tblHeader/>" if head else ""
    cells, at = [], 0
    for cell in row:
        width = sum(widths[at : at + cell.columns])
        at += cell.columns
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merged = {0: "<w:vMerge/>", 1: ""}.get(cell.rows, '<w:vMerge w:val="restart"/>')
        content = "".join(_paragraph(each, writing) for each in cell.content) or "<w:p/>"
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _styles() -> str:
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in (1, 2, 3)
    )
    return f'<w:styles xmlns:w="{_MAIN}">{headings}</w:styles>'


def _types() -> str:
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{office}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{office}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    """Relations of a part; kinds with a slash are those of the package."""
    entries = ""
    for number, (kind, target) in enumerate(targets, 1):
        type_ = f"{_PACKAGE}/relationships/{kind}" if "/" in kind else f"{_RELATION}/{kind}"
        entries += f'<Relationship Id="rId{number}" Type="{type_}" Target={quoteattr(target)}/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_clean(title))}</dc:title><dc:creator>qishan-lint</dc:creator></cp:coreProperties>"
    )
