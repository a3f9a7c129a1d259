"""A Word package → its texts by where they show, with the XML behind every character."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qishan_lint.office import generic, outline, places
from qishan_lint.office.draft import Draft
from qishan_lint.office.package import Package
from qishan_lint.office.refusal import Refused
from qishan_lint.office.relations import main_part, relations
from qishan_lint.office.styles import Styles
from qishan_lint.office.wordwalk import Story, Walker
from qishan_lint.office.xmlpart import attribute, local, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

FORMATTING = ("word/styles", "word/theme", "word/fontTable", "word/numbering", "word/webSettings", "[Content_Types]")
"""Members that hold no text of the author."""

_SHOWN = frozenset(("hdr", "ftr", "footnotes", "endnotes"))


@dataclass(slots=True)
class WordDocument:
    """``roots`` are the XML parts by member; ``body`` and ``shown`` are seen by readers; ``hidden`` goes by label."""

    package: Package
    main: str
    roots: dict[str, _Element] = field(default_factory=dict)
    body: Draft = field(default_factory=Draft)
    shown: list[tuple[str, Draft]] = field(default_factory=list)
    hidden: dict[str, Draft] = field(default_factory=dict)
    story: Story = field(default_factory=Story)
    title: str = ""

    def shelf(self, label: str) -> Draft:
        """The draft for hidden text of one sort."""
        return self.hidden.setdefault(label, Draft(label))

    def drafts(self) -> list[tuple[str, Draft]]:
        """All drafts with a name of their own, the body's empty."""
        hidden = [(label, draft) for label, draft in self.hidden.items() if label != "="]
        return [("", self.body), *self.shown, *hidden]


def compose(package: Package) -> WordDocument:
    """Read every XML part of ``package``. Raises Refused when the main part cannot be read."""
    document = WordDocument(package, main_part(package, "word/document.xml"))
    if document.main not in package.members:
        raise Refused("broken", detail=document.main)
    document.roots = read_parts(package)
    if document.main not in document.roots:
        raise next((fault for fault in package.faults if fault.where == document.main), Refused("broken"))
    styles = Styles(next((root for name, root in document.roots.items() if name.startswith("word/styles")), None))
    walker = Walker(styles, document.shelf, document.body)
    document.story = walker.walk(document.roots[document.main])
    _mark_title(document)
    for name, root in document.roots.items():
        if name != document.main and not name.startswith(FORMATTING):
            _other_part(document, name, root, styles)
    _authors(document)
    return document


def read_parts(package: Package) -> dict[str, _Element]:
    """The roots of all XML members; what is refused goes to ``package.faults``."""
    roots = {}
    for name in package.members:
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                roots[name] = parse(package.read(name), name)
            except Refused as refused:
                package.faults.append(refused)
    return roots


def _other_part(document: WordDocument, name: str, root: _Element, styles: Styles) -> None:
    kind = local(root)
    label = places.STORIES.get(kind)
    if label is None:
        target = places.LINK if name.endswith(".rels") else places.member_label(name)
        draft = document.shelf(target)
        if name.endswith(".rels"):
            links(root, draft)
        else:
            generic.collect(root, draft, target)
        return
    draft = Draft(label)
    if kind in _SHOWN:
        document.shown.append((name, draft))
    else:
        draft = document.shelf(label)
    story = Walker(styles, document.shelf, draft, label).walk(root)
    document.story.authors |= story.authors | {attribute(one, "author") or "" for one in root}
    document.story.revisions += story.revisions


def links(root: _Element, draft: Draft) -> None:
    """The addresses outside of the package that relationships name."""
    for element in root:
        if element.get("TargetMode") == "External":
            draft.line("field", places.LINK, element.get("Target", ""), element, "Target")


def _authors(document: WordDocument) -> None:
    """The people who revised or commented: hidden from readers, and no business of theirs."""
    names = sorted(name for name in document.story.authors if name.strip())
    if names:
        document.shelf(places.PROPERTIES).line("field", places.PROPERTIES, "、".join(names))


def _mark_title(document: WordDocument) -> None:
    """Make the paragraphs that are the title one block of kind ``title``."""
    from qishan_lint.model import Block, Span

    story, body = document.story, document.body
    paragraphs = [index for index, block in enumerate(body.blocks) if block.kind != "cell" and "!" not in block.where]
    first, last = outline.title_range(story.texts, story.looks)
    if first == last or last > len(paragraphs):
        return
    chosen = [body.blocks[index] for index in paragraphs[first:last]]
    place = paragraphs[first]
    text = body.text()
    document.title = "".join(text[block.span.start : block.span.end].strip() for block in chosen)
    span = Span(chosen[0].span.start, chosen[-1].span.end)
    body.blocks[place : paragraphs[last - 1] + 1] = [Block("title", span, chosen[0].where)]
    body.elements[place : paragraphs[last - 1] + 1] = [body.elements[place]]


def pictures(document: WordDocument) -> list[tuple[str, str, str, str]]:
    """The pictures of the body that lie in the package: member, place, alternative text, caption; each member once."""
    known = relations(document.package, document.main)
    found: dict[str, tuple[str, str, str, str]] = {}
    for picture in document.story.pictures:
        relation = known.get(picture.relation)
        if relation is not None and not relation.external and relation.target in document.package.members:
            found.setdefault(relation.target, (relation.target, picture.where, picture.alt, picture.caption))
    return list(found.values())
