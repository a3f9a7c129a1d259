"""XML parts read without document types, entities or network; anything with a document type is refused."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from qishan_lint.office.refusal import Refused

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_OVERLAP = 2 * len("<!DOCTYPE")
_HARDENED: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parse(data: bytes, name: str) -> _Element:
    """The root of an XML part. Raises Refused: ``dtd`` for a document type, ``broken`` for what is no XML."""
    from lxml import etree

    _refuse_doctype(data, name)
    try:
        root = etree.fromstring(data, etree.XMLParser(**_HARDENED))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", name, detail=type(error).__name__) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("dtd", name)
    return root


def rows(stream: IO[bytes], name: str, tags: tuple[str, ...], rest: list[_Element]) -> Iterator[_Element]:
    """The finished elements with one of ``tags`` (as ``{*}row``) of a large part, each dropped after its use.

    ``rest`` gets the root with everything else. Raises Refused as ``parse`` does.
    """
    from lxml import etree

    guarded = _Guard(stream, name)
    try:
        events = etree.iterparse(guarded, events=("end",), tag=tags, **_HARDENED)
        for _, element in events:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        rest.append(events.root)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("broken", name, detail=type(error).__name__) from error


@functools.lru_cache(4096)
def _after_brace(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: _Element) -> str:
    """The name of an element without its namespace, empty for comments and processing instructions."""
    tag: object = element.tag
    return _after_brace(tag) if isinstance(tag, str) else ""


def attribute(element: _Element, name: str) -> str | None:
    """The value of the attribute called ``name`` in whatever namespace."""
    for key, value in element.attrib.items():
        if key == name or _after_brace(str(key)) == name:
            return str(value)
    return None


def child(element: _Element | None, *names: str) -> _Element | None:
    """The first descendant along the path of local ``names``."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def _refuse_doctype(data: bytes, name: str) -> None:
    if any(mark in data for mark in _DOCTYPES):
        raise Refused("dtd", name)


class _Guard:
    """A stream that refuses to hand on a document type."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream = stream
        self._name = name
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        _refuse_doctype(self._tail + piece, self._name)
        self._tail = (self._tail + piece)[-_OVERLAP:]
        return piece
