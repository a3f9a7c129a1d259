"""Small office files from a description, for the examples that rules carry: ``{build: xlsx, rows: [[姓名, 电话]]}``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFD = "http://www.ofdspec.org/2016"


def build(spec: Mapping[str, Any]) -> bytes:
    """The bytes of the file that ``spec`` describes. Raises ValueError for an unknown kind.

    ``docx``: ``paragraphs``, ``deleted``, ``comments``, ``vanished`` (lists of text). ``xlsx``: ``rows``, ``calculation`` and
    ``hidden_columns`` (counted from 1). ``ofd``: ``pages``. ``zip``: ``members`` (name → text).
    """
    builders = {"docx": _docx, "xlsx": _xlsx, "ofd": _ofd, "zip": _zip}
    if spec["build"] not in builders:
        raise ValueError(f"no builder for {spec['build']}")
    return packed(builders[spec["build"]](spec))


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file with ``members``, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _zip(spec: Mapping[str, Any]) -> dict[str, str | bytes]:
    return dict(spec.get("members", {}))


def _docx(spec: Mapping[str, Any]) -> dict[str, str | bytes]:
    shown = "".join(f"<w:p>{_run(text)}</w:p>" for text in spec.get("paragraphs", ()))
    gone = "".join(
        f'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{escape(text)}</w:delText></w:r></w:del></w:p>'
        for text in spec.get("deleted", ())
    )
    unseen = "".join(f"<w:p>{_run(text, '<w:vanish/>')}</w:p>" for text in spec.get("vanished", ()))
    members: dict[str, str | bytes] = {
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{shown}{gone}{unseen}</w:body></w:document>'
    }
    comments: Sequence[str] = spec.get("comments", ())
    if comments:
        inner = "".join(f'<w:comment w:id="{n}"><w:p>{_run(text)}</w:p></w:comment>' for n, text in enumerate(comments))
        members["word/comments.xml"] = f'<w:comments xmlns:w="{_WORD}">{inner}</w:comments>'
    return members


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{escape(str(text))}</w:t></w:r>"


def _xlsx(spec: Mapping[str, Any]) -> dict[str, str | bytes]:
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(str(text))}</t></is></c>' for text in row) + "</row>"
        for row in spec.get("rows", ())
    )
    hidden = "".join(f'<col min="{n}" max="{n}" hidden="1"/>' for n in spec.get("hidden_columns", ()))
    columns = f"<cols>{hidden}</cols>" if hidden else ""
    return {
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name="表1" sheetId="1" r:id="rId1"/></sheets>{_calculation(spec)}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}">{columns}<sheetData>{rows}</sheetData></worksheet>',
    }


def _calculation(spec: Mapping[str, Any]) -> str:
    """The number of the program that calculated last, as many programs write it."""
    return f'<calcPr calcId="{int(spec["calculation"])}"/>' if "calculation" in spec else ""


def _ofd(spec: Mapping[str, Any]) -> dict[str, str | bytes]:
    members: dict[str, str | bytes] = {"OFD.xml": f'<ofd:OFD xmlns:ofd="{_OFD}"/>'}
    for number, text in enumerate(spec.get("pages", ())):
        body = f"<ofd:TextObject><ofd:TextCode>{escape(str(text))}</ofd:TextCode></ofd:TextObject>" if text else ""
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = f'<ofd:Page xmlns:ofd="{_OFD}">{body}</ofd:Page>'
    return members
