"""One Word paragraph → what it consists of: text with the way it is hidden, pictures, embedded objects, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qishan_lint.office import symbols
from qishan_lint.office.places import CONCEALED, DELETED, FALLBACK, FIELD
from qishan_lint.office.styles import Look, Styles
from qishan_lint.office.xmlpart import attribute, child, local

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED = frozenset(("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "tblGrid", "proofErr", ""))
"""Elements that hold formatting, and comments: nothing below them is text."""

_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REVISED = frozenset(("ins", "moveTo", "del", "moveFrom"))
_GONE = frozenset(("del", "moveFrom"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph.

    ``kind`` is ``text``, ``picture``, ``object``, ``box`` or ``revision``. ``label`` says how text is hidden (empty:
    it is seen). ``element`` holds the text, in its ``attribute`` if one is named. For pictures and objects ``text`` is
    the id of the relationship, and ``extra`` the alternative text; for a revision ``text`` is its author.
    """

    kind: str
    text: str
    element: _Element | None = None
    attribute: str = ""
    label: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    look: Look
    label: str = ""
    shaded: bool = False
    alt: str = ""


def pieces(paragraph: _Element, look: Look, styles: Styles, shaded: bool) -> Iterator[Piece]:
    """The pieces of ``paragraph`` in order; ``shaded`` says that white text shows on what lies behind it."""
    yield from _below(paragraph, _State(look, shaded=shaded or look.shaded), styles)


def chosen(alternatives: _Element) -> _Element:
    """The form of an ``AlternateContent`` that today's programs show."""
    return next((one for one in alternatives if local(one) == "Choice"), alternatives)


def _below(parent: _Element, state: _State, styles: Styles) -> Iterator[Piece]:
    for element in parent:
        name = local(element)
        if name in SKIPPED:
            continue
        leaf = _leaf(name, element, state)
        if leaf is not None:
            yield leaf
            continue
        if name == "AlternateContent":
            yield from _alternatives(element, state, styles)
            continue
        if name in _REVISED:
            yield Piece("revision", attribute(element, "author") or "", label=name)
        elif name == "fldSimple":
            yield Piece("text", attribute(element, "instr") or "", element, _key(element, "instr"), FIELD)
        yield from _below(element, _inside(name, element, state, styles), styles)


def _inside(name: str, element: _Element, state: _State, styles: Styles) -> _State:
    """The state for what lies below ``element``."""
    if name in _GONE:
        return replace(state, label=DELETED)
    if name == "r":
        look = styles.run(state.look, child(element, "rPr"))
        hiding = look.concealed
        if hiding == "white" and state.shaded:
            hiding = ""
        return replace(state, look=look, label=state.label or CONCEALED.get(hiding, ""))
    if name in ("inline", "anchor", "shape"):
        shown = child(element, "docPr")
        source = element if shown is None else shown
        return replace(state, alt=source.get("descr") or source.get("alt") or source.get("title") or "")
    return state


def _leaf(name: str, element: _Element, state: _State) -> Piece | None:  # noqa: PLR0911 (a table of cases)
    """The piece that ``element`` is by itself; None for one that may have pieces below it."""
    match name:
        case "t":
            return Piece("text", element.text or "", element, label=state.label)
        case "delText":
            return Piece("text", element.text or "", element, label=state.label or DELETED)
        case "instrText" | "delInstrText":
            return Piece("text", element.text or "", element, label=FIELD)
        case "tab" | "ptab" | "br" | "cr" | "noBreakHyphen":
            return Piece("text", _BREAKS[name], label=state.label)
        case "sym":
            sign = symbols.character(attribute(element, "font") or "", attribute(element, "char") or "")
            return Piece("text", sign, label=state.label)
        case "blip" | "imagedata":
            relation = attribute(element, "embed") or attribute(element, "link") or attribute(element, "id") or ""
            return Piece("picture", relation, element, extra=state.alt or attribute(element, "title") or "")
        case "OLEObject":
            return Piece("object", attribute(element, "id") or "", element)
        case "txbxContent":
            return Piece("box", "", element)
    return None


def _alternatives(element: _Element, state: _State, styles: Styles) -> Iterator[Piece]:
    """The chosen form as it is; what only another form says is hidden from those who see the first."""
    first = chosen(element)
    yield from _below(first, state, styles)
    shown = "".join(str(text) for text in first.itertext())
    for other in element:
        if other is not first:
            for leaf in other.iter():
                text = leaf.text or ""
                if local(leaf) in ("t", "delText") and text.strip():
                    yield Piece("text", text, leaf, label="=" if text in shown else FALLBACK)


def _key(element: _Element, name: str) -> str:
    """The full name of the attribute called ``name``."""
    return next((str(key) for key in element.attrib if str(key).rpartition("}")[2] == name), name)
