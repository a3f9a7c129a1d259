"""Any XML part → its texts: what stands in elements, in telling attributes and in comments, each with its node."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qishan_lint.office.draft import Draft
from qishan_lint.office.places import XML_COMMENT
from qishan_lint.office.xmlpart import local

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPHS = frozenset(("p", "si", "is"))
_TEXTS = frozenset(("t", "delText", "instrText"))
_PRINTED = frozenset(("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
_SECTION = re.compile(r"&[LCR]")
_TELLING = re.compile(r"[0-9０-９]{6}|[一-鿿〇]|@|[Pp]assword|[Pp]wd=")
_NUMBERING = frozenset(
    ("Id", "id", "uri", "Requires", "Ignorable", "rsidR", "rsidRDefault", "rsidP", "rsidRPr", "rsidTr", "rsidSect",
     "paraId", "textId", "uid", "guid", "embed", "panose1", "csb0", "usb0", "typeface", "eastAsia")
)  # fmt: skip


def collect(root: _Element, draft: Draft, where: str) -> None:
    """Add all texts of ``root`` to ``draft``; the pieces of one paragraph are joined."""
    label = where
    for element in root.iter():
        name = local(element)
        if not name:
            if isinstance(element.text, str) and _TELLING.search(element.text):
                draft.line("comment", f"{where} {XML_COMMENT}", element.text, element)
            continue
        if name in ("comment", "threadedComment") and element.get("ref"):
            where = f"{label}{element.get('ref')}"
        if name in _PARAGRAPHS:
            _paragraph(element, draft, where)
        elif element.text and element.text.strip() and not _in_paragraph(element):
            shown = _SECTION.sub("  ", element.text) if name in _PRINTED else element.text
            draft.line("paragraph", where, shown, element)
        attributes(element, draft, where)


def attributes(element: _Element, draft: Draft, where: str) -> None:
    """Add the attributes of one element that hold words or long numbers."""
    if local(element).startswith("rsid"):
        return
    for key, value in element.attrib.items():
        if _TELLING.search(str(value)) and str(key).rpartition("}")[2] not in _NUMBERING:
            draft.line("field", where, str(value), element, str(key))


def _paragraph(element: _Element, draft: Draft, where: str) -> None:
    start = draft.begin()
    for leaf in element.iter():
        if local(leaf) in _TEXTS:
            draft.write(leaf.text or "", leaf)
    draft.end(start, "paragraph", where, element=element)


def _in_paragraph(element: _Element) -> bool:
    return local(element) in _TEXTS and any(local(one) in _PARAGRAPHS for one in element.iterancestors())
