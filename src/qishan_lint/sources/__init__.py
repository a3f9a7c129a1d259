"""What to check → the files of each item: paths, globs, folders, standard input, the git index, changed files."""

# os functions on strings: paths as users write them, before it is known whether they lie inside the root.
# ruff: noqa: PTH100, PTH112, PTH114, PTH118, PTH119, PTH207

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from qishan_lint.errors import UsageError
from qishan_lint.model import Text
from qishan_lint.sources import git
from qishan_lint.sources.grouping import Grouper, ItemFiles, kind
from qishan_lint.sources.held import Recall
from qishan_lint.sources.ignores import FILES, Ignores, is_lock
from qishan_lint.sources.indextree import IndexTree
from qishan_lint.sources.tree import Disk, Memory, Tree, join

__all__ = ["ItemFiles", "discover", "from_memory", "since", "staged", "stdin"]

_GLOB = frozenset("*?[")


def discover(
    paths: Sequence[str],
    *,
    root: Path,
    grouping: str = "auto",
    exclude: Sequence[str] = (),
    recall: Recall | None = None,
) -> tuple[ItemFiles, ...]:
    """The items that ``paths`` (files, folders, globs; relative to the current folder) name, sorted by id.

    ``exclude`` are globs in the style of .gitignore, from ``root``; ``recall`` remembers between runs what files
    held. Raises UsageError for a path that does not exist and for one outside ``root``.
    """
    place = root.resolve()
    tree = Disk(place)
    ignores = Ignores(tree, exclude, root=place)
    own = Ignores(tree, exclude, FILES[1:], place)
    selected: dict[str, None] = {}
    for path in _expanded(paths):
        inside = _inside(path, place)
        if os.path.isdir(path) and not os.path.islink(path):
            selected.update(dict.fromkeys(_walk(tree, inside, ignores)))
        elif not own.is_ignored_deep(inside):
            selected[inside] = None
    return _grouped(selected, place, tree, grouping, ignores, recall=recall)


def stdin(data: bytes, filename: str, *, root: Path, grouping: str = "auto") -> tuple[ItemFiles, ...]:
    """The item of a document that comes on standard input and would be stored as ``filename``."""
    place = root.resolve()
    path = _inside(filename, place)
    found = _grouped([path], place, Memory({path: data}, Disk(place)), grouping, None)
    item = next((one for one in found if one.document == path), ItemFiles(path, place, path))
    return (msgspec.structs.replace(item, overlay={path: data}),)


def from_memory(files: Mapping[str, bytes], *, grouping: str = "auto") -> tuple[ItemFiles, ...]:
    """The items of ``files`` (content by path), for which no disk exists."""
    found = _grouped(files, Path("/"), Memory(files), grouping, None)
    return tuple(msgspec.structs.replace(one, overlay=dict(files), sealed=True) for one in found)


def staged(*, root: Path, grouping: str = "auto", exclude: Sequence[str] = ()) -> tuple[ItemFiles, ...]:
    """The items that the next commit changes, with the content that it will have, whatever the work tree says."""
    place = root.resolve()
    git.top(place)
    tree = IndexTree(place, lambda path: kind(path) == "document")
    ignores = Ignores(Disk(place), exclude, FILES[1:], place)
    changed = [path for path in git.staged(place) if kind(path) and not ignores.is_ignored_deep(path)]
    tree.hold(path for path in changed if kind(path) == "document")
    found = _grouped(changed, place, tree, grouping, ignores)
    data = tree.hold(path for item in found for path in item.paths)
    return tuple(_sealed(item, tree, data) for item in found)


def _sealed(item: ItemFiles, tree: IndexTree, data: Mapping[str, bytes]) -> ItemFiles:
    """``item`` with its contents: it exists nowhere else."""
    overlay = {path: data[path] for path in item.paths if path in data}
    refused = {path: tree.refusal(path) or "too-large" for path in item.paths if path not in data}
    return msgspec.structs.replace(item, overlay=overlay, refused=refused, sealed=True)


def since(revision: str, *, root: Path, grouping: str = "auto", exclude: Sequence[str] = ()) -> tuple[ItemFiles, ...]:
    """The items changed since ``revision``: their document, or a photo or attachment of theirs, deleted ones too."""
    place = root.resolve()
    tree = Disk(place)
    ignores = Ignores(tree, exclude, root=place)
    changed = [path for path in git.since(place, revision) if kind(path) and not ignores.is_ignored_deep(path)]
    return _grouped(changed, place, tree, grouping, ignores)


def _grouped(
    selected: Iterable[str],
    root: Path,
    tree: Tree,
    grouping: str,
    ignores: Ignores | None,
    *,
    recall: Recall | None = None,
) -> tuple[ItemFiles, ...]:
    def documents() -> Iterator[str]:
        return (path for path in _walk(tree, "", ignores) if kind(path) == "document")

    found = Grouper(root, tree, grouping, documents, ignores, recall=recall).items(selected)
    return tuple(found[id_] for id_ in sorted(found))


def _walk(tree: Tree, folder: str, ignores: Ignores | None) -> Iterator[str]:
    """The files of known kinds below ``folder``, hidden folders left out."""
    todo = [folder]
    while todo:
        current = todo.pop()
        for name, is_folder in tree.names(current).items():
            path = join(current, name)
            if name[0] == "." or not (is_folder or kind(name)):
                continue
            if ignores is not None and ignores.is_ignored(path, folder=is_folder):
                continue
            if is_folder:
                todo.append(path)
            else:
                yield path


def _expanded(paths: Sequence[str]) -> Iterator[str]:
    """The paths with globs expanded; the name of an existing file is never taken for a glob."""
    import glob

    for path in paths:
        if os.path.lexists(path):
            if not is_lock(os.path.basename(path)):
                yield path
            continue
        found = sorted(glob.glob(path, recursive=True)) if _GLOB & set(path) else []
        if not found:
            raise UsageError(
                Text(f"路径不存在：{path}", f"no such path: {path}"),
                remedy=Text("检查拼写；含空格的路径要加引号", "check the spelling; quote a path that has spaces"),
            )
        yield from (one for one in found if not is_lock(os.path.basename(one)))


def _inside(path: str, root: Path) -> str:
    """``path`` relative to ``root``, which is resolved; the last step is not followed if it is a link."""
    absolute = os.path.abspath(path)
    parent, name = os.path.split(absolute)
    real = os.path.join(os.path.realpath(parent), name) if name else absolute
    for candidate in (real, os.path.realpath(absolute)):
        if candidate == str(root):
            return ""
        if candidate.startswith(str(root).rstrip(os.sep) + os.sep):
            return os.path.relpath(candidate, root).replace(os.sep, "/")
    raise UsageError(
        Text(f"路径在检查范围之外：{path}", f"the path lies outside the root of the check: {path}"),
        where=str(root),
        remedy=Text("在包含它的文件夹里运行", "run it in a folder that contains the path"),
    )
