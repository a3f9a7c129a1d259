"""Word files in OOXML (.docx and what WPS writes): article, tables, pictures, and everything a reader does not see."""

from __future__ import annotations

from qishan_lint.model import Field, Part, Problem
from qishan_lint.office import places
from qishan_lint.office.headings import with_headings
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.worddoc import WordDocument, compose, pictures
from qishan_lint.office.xmlpart import local
from qishan_lint.readers import Embedded, Reading, ReadOptions, Reference, _nested

SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")

_REVISIONS = (places.DELETED, places.COMMENT)


def read(data: bytes, path: str, options: ReadOptions) -> Reading:
    """The Word file: its text, with hidden text in parts of its own."""
    other = _nested.elsewhere(data, path, options, "word")
    if other is not None:
        return other
    budget = options.purse()
    package = None
    try:
        package = Package(data, budget)
        document = compose(package)
    except Refused as refused:
        faults = package.faults if package else []
        return Reading(problems=tuple(fault.problem(path) for fault in dict.fromkeys((refused, *faults))))
    own = Reading(
        parts=tuple(_parts(document, path, options)),
        references=tuple(_linked(document)),
        embedded=tuple(_photos(document)),
        meta=tuple(_meta(document)),
        title=document.title,
    )
    whole = _nested.join(own, *_nested.members(package, path, options))
    problems = [fault.problem(path) for fault in package.faults]
    return _nested.join(whole, Reading(problems=(*problems, *_leftovers(document, path))))


def _parts(document: WordDocument, path: str, options: ReadOptions) -> list[Part]:
    """The body first, then what else is seen, then what is hidden."""
    parts = [with_headings(document.body.part(path, path, options.role))]
    for name, draft in document.shown:
        if draft.blocks:
            parts.append(with_headings(draft.part(f"{path}#{name}", path, options.role)))
    for label, draft in document.hidden.items():
        if label != "=" and draft.blocks:
            parts.append(draft.part(f"{path}#{label}", path, "hidden"))
    return parts


def _photos(document: WordDocument) -> list[Embedded]:
    found = []
    for name, where, alt, caption in pictures(document):
        if name.lower().endswith(_nested.PICTURES):
            try:
                found.append(Embedded(name, where, document.package.read(name), alt, caption))
            except Refused as refused:
                document.package.faults.append(refused)
    return found


def _linked(document: WordDocument) -> list[Reference]:
    """Pictures that the text shows but the file does not hold."""
    from qishan_lint.office.relations import relations

    known = relations(document.package, document.main)
    found = []
    for picture in document.story.pictures:
        relation = known.get(picture.relation)
        if relation is not None and relation.external:
            found.append(Reference("photo", relation.target, picture.where, picture.alt, picture.caption))
    return found


def _meta(document: WordDocument) -> list[Field]:
    """The document's properties under their XML names, which no other format uses."""
    root = document.roots.get("docProps/core.xml")
    found = []
    for element in root if root is not None else ():
        if element.text and element.text.strip():
            prefix = element.prefix or ""
            found.append(Field(f"{prefix}:{local(element)}", element.text.strip()))
    return found


def _leftovers(document: WordDocument, path: str) -> list[Problem]:
    """Signs of work that should not go out with a finished text: revisions and comments, hidden text."""
    sizes = {label: len(draft.blocks) for label, draft in document.hidden.items() if draft.blocks}
    left = [f"{label} {sizes[label]}" for label in _REVISIONS if label in sizes]
    hidden = [f"{label} {sizes[label]}" for label in places.CONCEALED.values() if label in sizes]
    found = []
    if left or document.story.revisions:
        what = "、".join(left) or f"修订 {document.story.revisions}"
        found.append(Problem("revisions-left", path, data={"what": what}))
    if hidden:
        found.append(Problem("hidden-content", path, data={"what": "、".join(hidden)}))
    return found
