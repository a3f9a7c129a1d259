"""How Word text looks where that decides whether it is seen, or is a title: styles and direct formatting together."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qishan_lint.office.xmlpart import attribute, child, local

if TYPE_CHECKING:
    from lxml.etree import _Element

TINY = 4
"""Half-points: text of 2 pt or less cannot be read."""

_OFF = frozenset(("0", "false", "off", "none"))
_WHITE = frozenset(("FFFFFF", "FEFEFE", "FDFDFD"))
_NO_FILL = frozenset(("", "auto", "FFFFFF"))


@dataclass(frozen=True, slots=True)
class Look:
    """What formatting says: ``size`` in half-points (0: not said), ``outline`` the heading level from 1 (0: none)."""

    style: str = ""
    vanish: bool = False
    color: str = ""
    shaded: bool = False
    size: int = 0
    centred: bool = False
    outline: int = 0
    listed: bool = False

    @property
    def concealed(self) -> str:
        """How the text is kept from the eye: ``vanish``, ``white``, ``tiny``, or empty."""
        if self.vanish:
            return "vanish"
        if self.color.upper() in _WHITE and not self.shaded:
            return "white"
        return "tiny" if 0 < self.size <= TINY else ""


def apply(look: Look, properties: _Element | None) -> Look:
    """``look`` changed by an ``rPr`` or ``pPr`` element."""
    if properties is None:
        return look
    change: dict[str, str | bool | int] = {}
    for element in properties:
        value = attribute(element, "val") or ""
        match local(element):
            case "vanish" | "webHidden" | "specVanish":
                change["vanish"] = value not in _OFF
            case "color":
                change["color"] = value
            case "shd":
                change["shaded"] = (attribute(element, "fill") or "") not in _NO_FILL
            case "highlight":
                change["shaded"] = value not in _OFF
            case "sz" if value.isdigit():
                change["size"] = min(int(value), 10_000)
            case "jc":
                change["centred"] = value == "center"
            case "outlineLvl" if value.isdigit():
                change["outline"] = int(value) + 1 if int(value) < 9 else 0
            case "numPr":
                change["listed"] = True
    return dataclasses.replace(look, **change) if change else look  # type: ignore[arg-type]


class Styles:
    """The styles of a document, resolved along what they are based on."""

    def __init__(self, root: _Element | None) -> None:
        self._elements = {attribute(one, "styleId") or "": one for one in (root if root is not None else ())}
        self._looks: dict[str, Look] = {}

    def look(self, style: str, depth: int = 0) -> Look:
        """The look of the style with that id; plain for an unknown one."""
        element = self._elements.get(style)
        if element is None or depth > 10:
            return Look()
        if style not in self._looks:
            based, name = child(element, "basedOn"), child(element, "name")
            look = Look() if based is None else self.look(attribute(based, "val") or "", depth + 1)
            look = apply(apply(look, child(element, "pPr")), child(element, "rPr"))
            title = "" if name is None else (attribute(name, "val") or "").lower()
            self._looks[style] = dataclasses.replace(look, style=title)
        return self._looks[style]

    def paragraph(self, paragraph: _Element) -> Look:
        """The look of a paragraph."""
        properties = child(paragraph, "pPr")
        style = child(properties, "pStyle")
        look = self.look("" if style is None else attribute(style, "val") or "")
        return apply(look, properties)

    def run(self, base: Look, properties: _Element | None) -> Look:
        """The look of a run inside a paragraph that looks like ``base``."""
        style = child(properties, "rStyle")
        if style is not None:
            own = self.look(attribute(style, "val") or "")
            base = dataclasses.replace(base, vanish=base.vanish or own.vanish, color=own.color or base.color)
        return apply(base, properties)

    def fills(self, table: _Element) -> bool:
        """Whether the style of a table gives some of its cells a background."""
        style = child(table, "tblPr", "tblStyle")
        element = None if style is None else self._elements.get(attribute(style, "val") or "")
        return element is not None and any(local(one) == "shd" for one in element.iter())
