"""Archives and object stores by fsspec: ``zip://::site.zip``, ``s3://bucket/site``; grouped as files on disk are."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from qishan_lint.errors import UsageError
from qishan_lint.inputs.lazy import Lazy
from qishan_lint.model import Text
from qishan_lint.sources.grouping import Grouper, ItemFiles, kind
from qishan_lint.sources.tree import MAX_FILE, Memory, normal


def items(address: str, grouping: str) -> list[ItemFiles]:
    """The items below ``address``. Raises UsageError when it cannot be listed."""
    try:
        system, top = _opened(address)
        listed = system.find(top, detail=True)
    except (OSError, ValueError, ImportError, KeyError) as error:
        raise UsageError(
            Text(
                f"打不开：{address}（{type(error).__name__}）", f"cannot be opened: {address} ({type(error).__name__})"
            ),
            remedy=Text(
                "检查地址、权限和所需的 fsspec 组件", "check the address, the access and the part of fsspec it needs"
            ),
        ) from error
    except Exception as error:  # each store has errors of its own
        raise UsageError(Text(f"打不开：{address}", f"cannot be opened: {address}")) from error
    places: dict[str, tuple[str, str]] = {}
    refused: dict[str, str] = {}
    for full, about in sorted(listed.items()):
        path = normal(full.removeprefix(top).lstrip("/") or full.rpartition("/")[2])
        if path is None:
            refused[full.rpartition("/")[2]] = "outside-root"
        elif kind(path) and (about.get("size") or 0) > MAX_FILE:
            refused[path] = "too-large"
        elif kind(path):
            places[path] = (address, full)
    tree = Memory(Lazy(fetch, places), refused=refused)

    def documents() -> Iterator[str]:
        return (path for path in places if kind(path) == "document")

    found = Grouper(Path("/"), tree, grouping, documents, None).items([*places, *refused])
    return [_sealed(found[id_], places, refused) for id_ in sorted(found)]


def fetch(address: str, full: str) -> bytes:
    """The content of one file. Raises OSError."""
    system, _ = _opened(address)
    return bytes(system.cat_file(full))


def _sealed(item: ItemFiles, places: dict[str, tuple[str, str]], refused: dict[str, str]) -> ItemFiles:
    own = {path: places[path] for path in item.paths if path in places}
    return msgspec.structs.replace(
        item,
        overlay=Lazy(fetch, own),
        refused={path: refused[path] for path in item.paths if path in refused},
        sealed=True,
    )


@functools.lru_cache(8)
def _opened(address: str) -> tuple[Any, str]:
    import fsspec

    system, top = fsspec.core.url_to_fs(address)
    return system, str(top)
