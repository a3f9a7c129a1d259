"""Classes of items: which limits apply, told by the column, the column's type or the title."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from qishan_lint.model import Item


class Selector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Items whose column (or column type) holds one of ``columns``, or whose title ends with one of ``titles``."""

    columns: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def selects(selector: Selector, item: Item) -> bool:
    """Whether ``item`` belongs to the class.."""
    names = [name for name in (item.column, _value(item, "column-type")) if name]
    if any(wanted in name for wanted in selector.columns for name in names):
        return True
    return _ending(item.title).endswith(selector.titles) if selector.titles else False


def first(selectors: Iterable[Selector], item: Item) -> int | None:
    """The index of the first class that ``item`` belongs to."""
    return next((number for number, selector in enumerate(selectors) if selects(selector, item)), None)


def _ending(title: str) -> str:
    """The title without a bracket at its end: 关于…的公告（第2号）→ 关于…的公告."""
    bare = title.rstrip()
    if bare.endswith(("）", ")")):
        bare = bare[: max(bare.rfind("（"), bare.rfind("("), 0)] or bare
    return bare.rstrip("。！ ")


def _value(item: Item, name: str) -> str:
    field = item.meta.get(name)
    return field.value if field else ""
