"""Comments written into Word files and workbooks at the places that findings name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.rewrite import repacked, roots_of
from qishan_lint.office.xmlpart import attribute, local, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "qishan-lint"

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION_LIST = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"
_COMMENT_TYPES = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
    "sheet": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
}
_CELL = re.compile(r"(.{1,200})!.{0,20}?([A-Z]{1,3}[0-9]{1,7})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: where it belongs ("第4段", "表1!B7"), what it says, the words it is about (empty: all)."""

    where: str
    text: str
    quoted: str = ""


def in_word(package: Package, remarks: Sequence[Remark]) -> bytes:
    """The package with ``remarks`` as Word comments. Raises Refused when it cannot be read."""
    from qishan_lint.office.worddoc import compose

    document = compose(package)
    if package.faults:
        raise package.faults[0]
    places: dict[str, _Element] = {}
    for _, draft in reversed(document.drafts()):
        for block, element in zip(draft.blocks, draft.elements, strict=True):
            paragraph = _paragraph(element)
            if paragraph is not None and paragraph.getroottree().getroot() is document.roots[document.main]:
                places[block.where] = paragraph
    first = next((one for one in document.roots[document.main].iter() if local(one) == "p"), None)
    root = _word_comments(document.roots, document.main)
    number = max((int(id_) for one in root if (id_ := attribute(one, "id") or "").isdecimal()), default=-1)
    for remark in remarks:
        paragraph = places.get(remark.where, first)
        if paragraph is not None:
            number += 1
            _anchor(paragraph, number, remark.quoted)
            root.append(_word_comment(number, _shown(remark, remark.where in places)))
    return repacked(package, document.roots, lambda _, content: content)


def in_workbook(package: Package, remarks: Sequence[Remark]) -> bytes:
    """The package with ``remarks`` as notes of cells. Raises Refused when it cannot be read."""
    from qishan_lint.office.workbook import sheets

    roots = roots_of(package)
    members = {sheet.name: sheet.member for sheet in sheets(package)}
    if not members:
        raise Refused("broken", detail="XLSX")
    texts: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        match = _CELL.fullmatch(remark.where)
        placed = match is not None and match[1] in members
        key = (members[match[1]], match[2]) if match is not None and placed else (next(iter(members.values())), "A1")
        texts.setdefault(key, []).append(_shown(remark, placed))
    for number, member in enumerate(dict.fromkeys(sheet for sheet, _ in texts), 1):
        notes = {cell: "\n\n".join(words) for (sheet, cell), words in texts.items() if sheet == member}
        _note_sheet(roots, member, notes, number)
    return repacked(package, roots, lambda _, content: content)


def _shown(remark: Remark, placed: bool) -> str:
    text = remark.text if placed or not remark.where else f"{remark.where}：{remark.text}"
    return _CONTROL.sub("", text)


def _paragraph(element: _Element | None) -> _Element | None:
    while element is not None and local(element) != "p":
        element = element.getparent()
    return element


def _anchor(paragraph: _Element, number: int, quoted: str) -> None:
    """Put the comment's range around the runs that hold ``quoted``, or around the whole paragraph."""
    runs = [one for one in paragraph if local(one) == "r"]
    chosen = [run for run in runs if quoted and quoted in "".join(str(text) for text in run.itertext())] or runs
    start, end = _made("commentRangeStart", number), _made("commentRangeEnd", number)
    reference = _made("r")
    reference.append(_made("commentReference", number))
    if chosen:
        chosen[0].addprevious(start)
        chosen[-1].addnext(reference)
        chosen[-1].addnext(end)
    else:
        for element in (start, end, reference):
            paragraph.append(element)


def _made(name: str, number: int | None = None) -> _Element:
    from lxml import etree

    element = etree.Element(f"{{{_WORD}}}{name}", nsmap={"w": _WORD})
    if number is not None:
        element.set(f"{{{_WORD}}}id", str(number))
    return element


def _word_comment(number: int, text: str) -> _Element:
    comment = _made("comment", number)
    comment.set(f"{{{_WORD}}}author", AUTHOR)
    comment.set(f"{{{_WORD}}}initials", "QL")
    for line in text.split("\n"):
        paragraph, run, leaf = _made("p"), _made("r"), _made("t")
        leaf.text = line
        leaf.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(leaf)
        paragraph.append(run)
        comment.append(paragraph)
    return comment


def _word_comments(roots: dict[str, _Element], main: str) -> _Element:
    """The root of the part with comments; made and registered when there is none."""
    for name, root in roots.items():
        if local(root) == "comments" and name.startswith("word/"):
            return root
    name = posixpath.join(posixpath.dirname(main), "comments.xml")
    roots[name] = _made("comments")
    _register(roots, main, name, "comments", "rIdQishanComments")
    _declare(roots, name, _COMMENT_TYPES["word"])
    return roots[name]


def _register(roots: dict[str, _Element], owner: str, member: str, kind: str, id_: str) -> None:
    """Add a relationship from the part ``owner`` to ``member``."""
    folder, base = posixpath.split(owner)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if name not in roots:
        roots[name] = parse(f'<Relationships xmlns="{_RELATION_LIST}"/>'.encode(), name)
    relation = roots[name].makeelement(f"{{{_RELATION_LIST}}}Relationship", {})
    relation.set("Id", id_)
    relation.set("Type", f"{_RELATIONS}/{kind}")
    relation.set("Target", f"/{member}")
    roots[name].append(relation)


def _declare(roots: dict[str, _Element], member: str, type_: str) -> None:
    """Tell the type of a new member."""
    root = roots.get(_TYPES)
    if root is not None:
        override = root.makeelement(root.tag.replace("Types", "Override"), {})
        override.set("PartName", f"/{member}")
        override.set("ContentType", type_)
        root.append(override)


def _note_sheet(roots: dict[str, _Element], member: str, notes: dict[str, str], number: int) -> None:
    """Give a sheet its notes; notes that it has already stay, with the new text below."""
    own = _notes_of(roots, member)
    if own is None:
        name = f"xl/commentsQishan{number}.xml"
        own = parse(f'<comments xmlns="{_SHEET}"><authors/><commentList/></comments>'.encode(), name)
        roots[name] = own
        _register(roots, member, name, "comments", "rIdQishanComments")
        _declare(roots, name, _COMMENT_TYPES["sheet"])
        drawing = f"xl/drawings/vmlQishan{number}.vml"
        roots[drawing] = parse(_shapes(notes).encode(), drawing)
        _register(roots, member, drawing, "vmlDrawing", "rIdQishanShapes")
        _declare(roots, drawing, _COMMENT_TYPES["vml"])
        _legacy(roots[member], "rIdQishanShapes")
    namespace = own.tag.rpartition("}")[0] + "}"
    authors = next(one for one in own if local(one) == "authors")
    etree_author = own.makeelement(f"{namespace}author", {})
    etree_author.text = AUTHOR
    authors.append(etree_author)
    _add_notes(own, notes, namespace, len(authors) - 1)


def _add_notes(own: _Element, notes: dict[str, str], namespace: str, author: int) -> None:
    entries = next(one for one in own if local(one) == "commentList")
    known = {one.get("ref", ""): one for one in entries}
    for cell, text in notes.items():
        leaf = own.makeelement(f"{namespace}t", {})
        leaf.text = f"\n{text}" if cell in known else text
        leaf.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run = own.makeelement(f"{namespace}r", {})
        run.append(leaf)
        if cell in known:
            next(one for one in known[cell] if local(one) == "text").append(run)
            continue
        comment = own.makeelement(f"{namespace}comment", {})
        comment.set("ref", cell)
        comment.set("authorId", str(author))
        body = own.makeelement(f"{namespace}text", {})
        body.append(run)
        comment.append(body)
        entries.append(comment)


def _notes_of(roots: dict[str, _Element], member: str) -> _Element | None:
    folder, base = posixpath.split(member)
    relations = roots.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    for relation in relations if relations is not None else ():
        if relation.get("Type", "").endswith("/comments"):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            return roots.get(path)
    return None


_BEHIND_LEGACY = frozenset(
    ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)


def _legacy(sheet: _Element, id_: str) -> None:
    """Name the drawing of the notes where the schema wants it."""
    element = sheet.makeelement(sheet.tag.rpartition("}")[0] + "}legacyDrawing", {})
    element.set(f"{{{_RELATIONS}}}id", id_)
    before = next((one for one in sheet if local(one) in _BEHIND_LEGACY), None)
    if before is None:
        sheet.append(element)
    else:
        before.addprevious(element)


def _shapes(notes: Iterable[str]) -> str:
    """The boxes of notes, which programs want beside the notes themselves."""
    from qishan_lint.office.workbook import column_of

    shapes = ""
    for number, cell in enumerate(notes, 1):
        row = int("".join(char for char in cell if char.isdigit())) - 1
        shapes += (
            f'<v:shape id="_q{number}" type="#_q" style="visibility:hidden" fillcolor="#ffffe1"><x:ClientData '
            f'ObjectType="Note"><x:Row>{row}</x:Row><x:Column>{column_of(cell)}</x:Column></x:ClientData></v:shape>'
        )
    return (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_q" coordsize="21600,21600" o:spt="202" '
        f'path="m,l,21600r21600,l21600,xe"/>{shapes}</xml>'
    )
