"""Markup that escapes by itself: plain strings become text, only what ``tag`` made is markup."""

from __future__ import annotations

import html
from collections.abc import Iterable

from qishan_lint.formats._escape import visible

_VOID = frozenset(("br", "hr", "img", "input", "meta"))
_DRAWN = frozenset(("line", "rect"))


class Markup(str):
    """A string that is markup already."""

    __slots__ = ()

    def __html__(self) -> str:
        """What templates ask markup for."""
        return str(self)


Child = str | Iterable[str]
Attribute = str | int | bool | None


def text(value: str) -> Markup:
    """``value`` as text: nothing in it is markup, and nothing in it is invisible."""
    return value if isinstance(value, Markup) else Markup(html.escape(visible(value), quote=False))


def join(*children: Child) -> Markup:
    """The children one after the other, plain strings escaped."""
    parts = []
    for child in children:
        if isinstance(child, str):
            parts.append(text(child))
        else:
            parts.extend(text(each) for each in child)
    return Markup("".join(parts))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """An element. ``class_`` and ``for_`` stand for the keywords, ``_`` in other names for ``-``.

    An attribute that is None or False is left out, one that is True has no value.
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        quoted = "" if value is True else f'="{html.escape(visible(str(value)))}"'
        parts.append(f" {attribute}{quoted}")
    if name in _VOID:
        return Markup("".join([*parts, ">"]))
    if name in _DRAWN:
        return Markup("".join([*parts, "/>"]))
    return Markup("".join([*parts, ">", join(*children), f"</{name}>"]))
