"""An OOXML package written anew with changed characters: every mark of formatting stays where it was."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from qishan_lint.office import generic
from qishan_lint.office.draft import Draft
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.workbook import number_text
from qishan_lint.office.xmlpart import local, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

Masking = Callable[[str], str]
"""A text → the same text, equally long, with what must go replaced."""

_OLDEST = (1980, 1, 1, 0, 0, 0)


def put(draft: Draft, text: str) -> bool:
    """Write ``text``, as long as that of ``draft``, back to the nodes of ``draft``; whether anything changed."""
    before = draft.text()
    if before == text:
        return False
    for origin in draft.origins:
        old, new = before[origin.start : origin.end], text[origin.start : origin.end]
        if old != new:
            _replace(origin.element, origin.attribute, old, new)
    return True


def _replace(element: _Element, attribute: str, old: str, new: str) -> None:
    """Change the characters that differ; the stored text may hold codes that the shown one does not."""
    stored = element.get(attribute, "") if attribute else element.text or ""
    if len(stored) == len(old):
        new = "".join(was if a == b else b for was, a, b in zip(stored, old, new, strict=True))
    if attribute:
        element.set(attribute, new)
    else:
        element.text = new


def blank(draft: Draft) -> None:
    """Remove the text of ``draft`` from its nodes."""
    for origin in draft.origins:
        if origin.attribute:
            origin.element.set(origin.attribute, "")
        else:
            origin.element.text = ""


def masked_parts(roots: Mapping[str, _Element], masking: Masking) -> None:
    """Mask every text of ``roots``, numbers in cells included: these become text, as no number holds an asterisk."""
    for root in roots.values():
        for cell in root.iter("{*}c"):
            _cell(cell, masking)
        draft = Draft()
        generic.collect(root, draft, "")
        put(draft, masking(draft.text()))
        for cell in root.iter("{*}c"):
            _as_text(cell)


def _cell(cell: _Element, masking: Masking) -> None:
    value = next((one for one in cell if local(one) == "v"), None)
    if value is None or cell.get("t") in ("s", "b", "e") or not value.text:
        return
    shown = number_text(value.text)
    new = masking(shown)
    if new != shown:
        value.text = new


def _as_text(cell: _Element) -> None:
    value = next((one for one in cell if local(one) == "v"), None)
    if value is not None and "*" in (value.text or "") and cell.get("t", "n") in ("n", "d"):
        cell.set("t", "str")


def repacked(package: Package, roots: Mapping[str, _Element], binary: Callable[[str, bytes], bytes]) -> bytes:
    """The package with ``roots`` in place of its XML members and beside them.

    ``binary`` gives the new content of the other members by name and content. Raises Refused for what cannot be read.
    """
    from lxml import etree

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in (*package.members, *(new for new in roots if new not in package.members)):
            if name in roots:
                content = etree.tostring(roots[name], xml_declaration=True, encoding="UTF-8", standalone=True)
            else:
                content = binary(name, package.read(name))
            target.writestr(zipfile.ZipInfo(name, _OLDEST), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def roots_of(package: Package) -> dict[str, _Element]:
    """The XML members. Raises Refused for one that cannot be read: a copy must not drop what was not seen."""
    return {
        name: parse(package.read(name), name) for name in package.members if name.endswith((".xml", ".rels", ".vml"))
    }


def refuse_faults(package: Package) -> None:
    """Raise the first fault of ``package``: what could not be read cannot be desensitised."""
    if package.faults:
        raise package.faults[0]


__all__ = ["Masking", "Refused", "blank", "masked_parts", "put", "refuse_faults", "repacked", "roots_of"]
