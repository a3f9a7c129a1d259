"""Places: which column and department an item belongs to, as declared, as its metadata say, or by its folder."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from qishan_lint.declared import Column
from qishan_lint.errors import ConfigError
from qishan_lint.model import Result, Text

_DATED = re.compile(r"[\d\-_.年月日]{1,20}")
"""Folders that only sort by date, as content systems make them: 202611, 2026-11-20."""

_NAMES = ("department", "column")


class Place(msgspec.Struct, frozen=True):
    """Where an item belongs; ``declared`` is the number of the declared column, None for an inferred one."""

    column: str
    department: str
    declared: int | None = None


class Layout(msgspec.Struct, frozen=True):
    """The columns that the configuration declares, and where items lie (``items/{department}/{column}``)."""

    columns: tuple[Column, ...] = ()
    folders: tuple[str, ...] = ()

    def place(self, result: Result) -> Place:
        """The place of an item."""
        named = self._from_folders(_steps(result))
        department = result.department or named.get("department", "")
        number = self._declared(result, department, named)
        if number is not None:
            own = self.columns[number]
            return Place(own.name, department or own.department, number)
        return Place(_last_step(result.column) or named.get("column", "") or _folder(result), department)

    def folder(self, path: str) -> Place:
        """The place that the folder at ``path`` stands for."""
        steps = PurePosixPath(path).parts
        named = self._from_folders(steps)
        return Place(named.get("column", steps[-1]), named.get("department", ""))

    def _from_folders(self, steps: Sequence[str]) -> Mapping[str, str]:
        """What the folders of an item are by the layout; empty for an item that lies elsewhere."""
        if not self.folders or len(steps) < len(self.folders):
            return {}
        named = {}
        for meant, step in zip(self.folders, steps, strict=False):
            if meant.startswith("{"):
                named[meant.strip("{}")] = step
            elif meant not in ("*", step):
                return {}
        return named

    def _declared(self, result: Result, department: str, named: Mapping[str, str]) -> int | None:
        inside = [
            number for number, column in enumerate(self.columns) if column.folder and _globbed(column.folder, result.id)
        ]
        if inside:
            return max(inside, key=lambda number: len(self.columns[number].folder))
        name = _last_step(result.column) or named.get("column", "") or _folder(result)
        alike = [
            number
            for number, column in enumerate(self.columns)
            if name and not column.folder and name in (column.name, *column.names)
        ]
        if len(alike) < 2:
            return alike[0] if alike else None
        return next((number for number in alike if self.columns[number].department == department), None)


def layout(columns: Iterable[Column], folders: str, where: str) -> Layout:
    """The layout that a configuration (the file ``where``) declares. Raises ConfigError for a wrong pattern."""
    steps = tuple(step for step in folders.split("/") if step not in ("", "."))
    if any(("{" in step or "}" in step) and step not in {f"{{{name}}}" for name in _NAMES} for step in steps):
        raise ConfigError(
            Text(f"audit.folders 写得不对：{folders}", f"audit.folders is wrong: {folders}"),
            where=where,
            remedy=Text(
                "写成 items/{department}/{column} 的形式，* 代表任意文件夹",
                "write it like items/{department}/{column}; * stands for any folder",
            ),
        )
    return Layout(tuple(columns), steps)


def empty_folders(root: Path, columns: Sequence[str]) -> tuple[str, ...]:
    """Paths of folders without any file that lie beside a folder which is a column: columns nobody has filled."""
    known, found = set(columns), []
    for name, below, _ in os.walk(root):
        below[:] = sorted(each for each in below if not each.startswith("."))
        if not known.isdisjoint(below):
            found += [path for each in below if _is_empty(path := Path(name) / each)]
    return tuple(path.relative_to(root).as_posix() for path in found)


def _is_empty(folder: Path) -> bool:
    """Whether nothing can be seen in ``folder``; of one that cannot be opened, nobody knows."""
    try:
        return all(entry.name.startswith(".") for entry in folder.iterdir())
    except OSError:
        return False


def _last_step(column: str) -> str:
    """首页 > 政务公开 > 通知公告 → 通知公告."""
    return re.split(r"[>＞»/›]", column)[-1].strip()


def _steps(result: Result) -> tuple[str, ...]:
    """The folders that an item lies in: those above it, whether it is a file or a folder itself."""
    return PurePosixPath(result.id).parts[:-1]


def _folder(result: Result) -> str:
    return next((step for step in reversed(_steps(result)) if not _DATED.fullmatch(step)), "")


def _globbed(folder: str, path: str) -> bool:
    return bool(_spec(folder).match_file(path))


@functools.cache
def _spec(folder: str) -> Any:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([f"/{folder.strip('/')}/"])
