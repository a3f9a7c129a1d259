"""XML that any console carries unchanged: plain ASCII with character references, no forbidden character."""

from __future__ import annotations

from xml.etree import ElementTree

from qishan_lint.formats._escape import valid_xml, visible


def element(name: str, attributes: dict[str, str], text: str = "") -> ElementTree.Element:
    """An element; attributes on one line and free of control characters, text with its line ends."""
    shown = {key: valid_xml(visible(value)) for key, value in attributes.items()}
    made = ElementTree.Element(name, shown)
    if text:
        made.text = valid_xml("\n".join(visible(line) for line in text.split("\n")))
    return made


def document(root: ElementTree.Element) -> str:
    """The document with its declaration."""
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="us-ascii").decode("ascii")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'
