"""OFD files (GB/T 33190): the text codes of every XML part, invisible ones apart, annotations, attachments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qishan_lint.model import Part, Problem
from qishan_lint.office import generic, places
from qishan_lint.office.draft import Draft
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.xmlpart import local, parse
from qishan_lint.readers import Reading, ReadOptions, _nested

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".ofd",)

_PAGE = re.compile(r"(?:^|/)Pages/Page_([0-9]{1,6})/")
_TEMPLATE = "模板与资源"
_UNSEEN = "不可见文字"
_NO_FILE = (*_nested.PICTURES, ".xml", ".jb2", ".ttf", ".otf", ".ttc", ".dat", ".esl")


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The OFD file, page by page."""
    other = _nested.elsewhere(data, path, options, "ofd")
    if other is not None:
        return other
    try:
        package = Package(data, options.purse())
    except Refused as refused:
        return Reading(problems=(refused.problem(path),))
    seen: dict[str, Draft] = {}
    hidden: dict[str, Draft] = {}
    others: list[Reading] = []
    pages = sum(name.endswith("Content.xml") and bool(_PAGE.search(name)) for name in package.members)
    for name in sorted(package.members, key=_order):
        try:
            if name.endswith(".xml"):
                _xml(name, parse(package.read(name), name), seen, hidden)
            elif not name.lower().endswith(_NO_FILE):
                others.append(_attached(name, package, path, options))
        except Refused as refused:
            package.faults.append(refused)
    problems = [one.problem(path) for one in package.faults]
    if pages and not any(draft.blocks for draft in seen.values()):
        problems.append(Problem("scanned-without-text", path, data={"pages": f"1-{pages}"}))
    if not pages and not problems:
        problems.append(Problem("broken", path, data={"detail": "OFD"}))
    if any(_UNSEEN in label for label, draft in hidden.items() if draft.blocks):
        problems.append(Problem("hidden-content", path, data={"what": _UNSEEN}))
    own = Reading(parts=(*_parts(seen, path, options), *_parts(hidden, path, None)), problems=tuple(problems))
    return _nested.join(own, *others)


def _order(name: str) -> tuple[int, str]:
    page = _PAGE.search(name)
    return (int(page[1]) if page else 1_000_000, name)


def _parts(drafts: dict[str, Draft], path: str, options: ReadOptions | None) -> list[Part]:
    role = "hidden" if options is None else options.role
    return [draft.part(f"{path}#{label}", path, role) for label, draft in drafts.items() if draft.blocks]


def _xml(name: str, root: _Element, seen: dict[str, Draft], hidden: dict[str, Draft]) -> None:
    page = _PAGE.search(name)
    where = places.PAGE.format(int(page[1]) + 1) if page else places.COMMENT if "Annot" in name else _TEMPLATE
    for element in root.iter():
        if local(element) == "TextObject":
            label = f"{where} {_UNSEEN}" if _is_unseen(element) else where
            shelf = hidden if _is_unseen(element) else seen
            draft = shelf.setdefault(label, Draft(label))
            start = draft.begin()
            for code in element.iter():
                if local(code) == "TextCode":
                    draft.write(code.text or "", code)
            draft.end(start, "paragraph", label, element=element)
    label = _label(name)
    rest = hidden.setdefault(label, Draft(label))
    for element in root.iter():
        if local(element) and local(element) != "TextCode":
            if element.text and element.text.strip():
                rest.line("field", label, element.text, element)
            generic.attributes(element, rest, label)


def _is_unseen(element: _Element) -> bool:
    chain = (element, *element.iterancestors())
    return any(one.get("Visible", "true").lower() == "false" or one.get("Alpha") == "0" for one in chain)


def _label(name: str) -> str:
    if name.endswith("OFD.xml"):
        return places.PROPERTIES
    if "Annot" in name:
        return places.COMMENT
    return places.OTHER_PART.format(name)


def _attached(name: str, package: Package, path: str, options: ReadOptions) -> Reading:
    short = name.rpartition("/")[2]
    label = places.ATTACHED.format(short)
    return _nested.read(short, package.read(name), path, options, budget=package.budget, hidden=label)
