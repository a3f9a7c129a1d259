"""Files that are fetched when they are asked for: a mapping from paths to contents that holds none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qishan_lint.sources.grouping import ItemFiles
from qishan_lint.sources.tree import ReadError


@dataclass(frozen=True)
class Lazy(Mapping[str, bytes]):
    """The content of ``path`` is ``fetch(*places[path])``; ``fetch`` is a function of a module, so that this travels."""

    fetch: Callable[..., bytes]
    places: Mapping[str, tuple[Any, ...]]

    def __getitem__(self, path: str) -> bytes:
        place = self.places[path]
        try:
            return self.fetch(*place)
        except Exception as error:  # stores and decoders have errors of their own; the check makes it a finding
            raise ReadError("unreadable") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __contains__(self, path: object) -> bool:
        return path in self.places


def page(root: Path, name: str, fetch: Callable[..., bytes], *place: Any) -> ItemFiles:
    """The item of one page, fetched from ``place``."""
    return ItemFiles(name, root, name, overlay=Lazy(fetch, {name: place}), sealed=True)


def refused(root: Path, name: str, code: str = "unreadable") -> ItemFiles:
    """The item of what cannot be read, which the check reports with the problem ``code``."""
    return ItemFiles(name, root, name, refused={name: code}, sealed=True)


def name_in(path: Path, root: Path) -> str:
    """How ``path`` is called in reports: relative to ``root`` if it lies there."""
    full = path.resolve()
    return full.relative_to(root.resolve()).as_posix() if full.is_relative_to(root.resolve()) else full.name
