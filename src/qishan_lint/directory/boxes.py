"""The column 公开渠道和载体: which boxes are ticked, whatever signs or leftovers of symbol fonts stand for them."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from qishan_lint.directory.words import words


class Box(msgspec.Struct, frozen=True):
    """A channel, and whether it is ticked; None when an empty box only means that the office may choose it."""

    name: str
    ticked: bool | None


def parse(cell: str, *, optional: bool = False) -> tuple[Box, ...]:
    """The boxes of one cell. ``optional``: the sheet says that empty boxes are a choice (■必选 □可选).

    A cell without any box names what is chosen.
    """
    known = words()
    text = _residue(cell)
    signs = re.escape(known.on + known.off)
    found = re.findall(rf"([{signs}])\s*([^{signs}\n;；]*)", text)
    if not found:
        names = [part.strip() for part in re.split(r"[、，,;；\n]+", text) if part.strip()]
        return tuple(Box(unicodedata.normalize("NFKC", name), True) for name in names)
    return tuple(
        Box(_name(name), True if sign in known.on else None if optional else False)
        for sign, name in found
        if _name(name)
    )


def _residue(cell: str) -> str:
    """Letters that a symbol font (Wingdings 2) showed as boxes: R before a channel is a tick, £ an empty box."""
    if "£" not in cell:
        return cell
    return re.sub(r"[R£](?=\s*[一-鿿])", lambda match: "☑" if match[0] == "R" else "□", cell)


def _name(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" _:、,。")
