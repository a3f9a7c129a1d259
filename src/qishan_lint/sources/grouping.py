"""Files → items: which document owns which photos and attachments, by the rules of docs/items.md."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from qishan_lint import readers
from qishan_lint.conventions import table
from qishan_lint.readers import ReadOptions
from qishan_lint.sources.held import Held, Recall
from qishan_lint.sources.ignores import Ignores, is_lock
from qishan_lint.sources.tree import Disk, Memory, ReadError, Tree, join, locate, normal
from qishan_lint.textual import links

MAX_DOCUMENT = 50 * 1024 * 1024
_ABSOLUTE = re.compile(r"file:|[A-Za-z]:[\\/]")
_FOLDER_LIMIT = 2_000
_FOLDER_DEPTH = 4


class ItemFiles(msgspec.Struct, frozen=True):
    """The files of one item: its document (None for a photo or attachment that nobody owns) and its companions.

    ``overlay`` holds contents that replace those on disk (standard input, the git index), ``refused`` are files
    of it that are not read, with the reason's code; ``sealed`` says that nothing else exists. Paths are
    relative to ``root``, with slashes.
    """

    id: str
    root: Path
    document: str | None
    companions: tuple[str, ...] = ()
    overlay: Mapping[str, bytes] = {}
    refused: Mapping[str, str] = {}
    sealed: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """All files of the item, the document first."""
        return (() if self.document is None else (self.document,)) + self.companions

    def tree(self) -> Tree:
        """Where the item's files are read from."""
        if self.sealed:
            return Memory(self.overlay, refused=self.refused)
        return Memory(self.overlay, Disk(self.root)) if self.overlay else Disk(self.root)


def kind(path: str) -> str:
    """What a file is by its name: document, photo, attachment, or empty for what is no part of an item."""
    return _kind(links.suffix(path))


@functools.lru_cache(maxsize=512)
def _kind(suffix: str) -> str:
    known = table()
    if suffix in known.photos:
        return "photo"
    if suffix in known.documents:
        return "document"
    return "attachment" if suffix in known.attachments or suffix in readers.suffixes() else ""


@functools.cache
def _mention() -> re.Pattern[bytes]:
    known = table()
    endings = {*known.photos, *known.attachments, *known.documents, *readers.suffixes()} - set(known.pages)
    joined = "|".join(sorted((re.escape(ending[1:]) for ending in endings), key=lambda one: (-len(one), one)))
    return re.compile(rf"\.(?:{joined})(?![a-z0-9])".encode(), re.IGNORECASE)


def _targets_in(data: bytes, document: str, suffix: str) -> tuple[str, ...]:
    """What the page with the content ``data`` refers to."""
    reader = readers.for_suffix(suffix)
    if reader is None or (data[:2] not in (b"\xff\xfe", b"\xfe\xff") and not _mention().search(data)):
        return ()
    references = reader.read(data, document, ReadOptions()).references
    return tuple(dict.fromkeys(reference.target for reference in references))


class Grouper:
    """Groups the files of one tree; what it has looked up it remembers."""

    def __init__(
        self,
        root: Path,
        tree: Tree,
        mode: str,
        documents: Callable[[], Iterable[str]],
        ignores: Ignores | None,
        *,
        recall: Recall | None = None,
    ) -> None:
        self._recall = recall
        self._root = root
        self._tree = tree
        self._mode = mode
        self._documents = documents
        self._ignores = ignores
        self._references: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._folders: dict[str, ItemFiles | None] = {}
        self._own: dict[str, list[str]] = {}
        self._owners: dict[str, list[str]] | None = None

    def items(self, selected: Iterable[str]) -> dict[str, ItemFiles]:
        """The items that the ``selected`` files belong to, by id."""
        found: dict[str, ItemFiles] = {}
        rest = []
        for path in dict.fromkeys(selected):
            if kind(path) == "document" and not self._may_be_attachment(path):
                if locate(self._tree, path):  # a deleted page was no attachment of another item
                    item = self._of_document(path)
                    found[item.id] = item
            else:
                rest.append(path)
        owned = {path for item in found.values() for path in item.companions}
        for path in rest:
            if path not in owned:
                found.update({item.id: item for item in self._of_companion(path)})
        return found

    def references(self, document: str) -> tuple[tuple[str, ...], ...]:
        """What ``document`` refers to: for each reference the paths that it can mean, whether or not they exist."""
        if document not in self._references:
            self._references[document] = tuple(self._read_references(document))
        return self._references[document]

    def _read_references(self, document: str) -> Iterable[tuple[str, ...]]:
        suffix = links.suffix(document)
        if suffix not in table().pages:
            return ()
        folder = document.rpartition("/")[0]
        meant = [candidates(folder, target) for target in self._targets(document, suffix)]
        return dict.fromkeys(filter(None, meant))

    def _targets(self, document: str, suffix: str) -> tuple[str, ...]:
        """What a page refers to, from the memory if it has not changed since it was last read."""
        held = self._recall.held(document) if self._recall else None
        if held is not None and held.targets is not None:
            return held.targets
        state = self._recall.state(document) if self._recall else None
        try:
            data = self._tree.read(document, MAX_DOCUMENT)
        except ReadError:
            return ()
        found = _targets_in(data, document, suffix)
        if self._recall:
            self._recall.keep(document, state, Held.of(data, found))
        return found

    def _companions(self, document: str) -> tuple[str, ...]:
        found = (
            next(filter(None, (locate(self._tree, path) for path in paths)), None)
            for paths in self.references(document)
        )
        return tuple(dict.fromkeys(path for path in found if path and path != document))

    def _of_document(self, path: str) -> ItemFiles:
        folder = path.rpartition("/")[0]
        if self._mode != "file":
            item = self._folder_item(folder)
            if item is not None and (item.document == path or path in item.companions):
                return item
        return ItemFiles(path, self._root, path, self._companions(path))

    def _of_companion(self, path: str) -> list[ItemFiles]:
        """The items that own a photo, an attachment or a document that may be one."""
        found: dict[str, ItemFiles] = {}
        item = self._folder_above(path)
        if item is not None and (path in item.companions or not locate(self._tree, path)):
            found[item.id] = item
        for document in self._owners_of(path):
            owner = self._of_document(document)
            found.setdefault(owner.id, owner)
        if found or not locate(self._tree, path):
            return list(found.values())
        return [self._of_document(path) if kind(path) == "document" else ItemFiles(path, self._root, None, (path,))]

    def _owners_of(self, path: str) -> list[str]:
        if self._owners is None:
            self._owners = {}
            for document in self._documents():
                for meant in dict.fromkeys(one for paths in self.references(document) for one in paths):
                    self._owners.setdefault(meant, []).append(document)
        return [document for document in self._owners.get(path, ()) if document != path]

    def _folder_above(self, path: str) -> ItemFiles | None:
        if self._mode == "file":
            return None
        folder = path.rpartition("/")[0]
        for _ in range(_FOLDER_DEPTH):
            own = self._own_documents(folder)
            if own:
                document = self._only_document(own)
                return None if document is None else self._of_document(document)
            if not folder:
                return None
            folder = folder.rpartition("/")[0]
        return None

    def _may_be_attachment(self, path: str) -> bool:
        """Whether a document is of a kind that other documents hand out (Word, text) or named like an attachment."""
        return links.suffix(path) not in table().pages or _named_as_attachment(path)

    def _folder_item(self, folder: str) -> ItemFiles | None:
        """The item that ``folder`` is as a whole: one document, and at least one photo or attachment.

        The root has no name of its own; there the item is called like its document.
        """
        if folder not in self._folders:
            self._folders[folder] = self._make_folder_item(folder)
        return self._folders[folder]

    def _make_folder_item(self, folder: str) -> ItemFiles | None:
        own = self._own_documents(folder)
        document = self._only_document(own)
        if document is None:
            return None
        below = self._below(folder, 0)
        if below is None or len(below) > _FOLDER_LIMIT:
            return None
        others = [path for path in below if path != document]
        if any(kind(path) == "document" and path not in own for path in others) or not others:
            return None
        companions = dict.fromkeys((*self._companions(document), *sorted(others)))
        return ItemFiles(folder or document, self._root, document, tuple(companions))

    def _own_documents(self, folder: str) -> list[str]:
        if folder not in self._own:
            self._own[folder] = [
                join(folder, name)
                for name, is_folder in self._tree.names(folder).items()
                if not is_folder and kind(name) == "document" and not self._is_left_out(folder, name, False)
            ]
        return self._own[folder]

    def _only_document(self, own: Sequence[str]) -> str | None:
        """The one document among ``own`` that is no attachment of another."""
        if len(own) <= 1:
            return own[0] if own else None
        if self._mode == "folder":
            return min(
                own,
                key=lambda path: (_named_as_attachment(path), links.suffix(path) not in table().pages, path),
            )
        if len(own) > 20:
            return None
        free = [path for path in own if not _named_as_attachment(path)]
        handed = {target for path in free for paths in self.references(path) for target in paths}
        free = [path for path in free if path not in handed]
        return free[0] if len(free) == 1 else None

    def _below(self, folder: str, depth: int) -> list[str] | None:
        """The files of the kinds that items have, in ``folder`` and below; None when there are too many."""
        found: list[str] = []
        for name, is_folder in sorted(self._tree.names(folder).items()):
            if self._is_left_out(folder, name, is_folder):
                continue
            if not is_folder:
                found += [join(folder, name)] if kind(name) else []
                continue
            inner = self._below(join(folder, name), depth + 1) if depth < _FOLDER_DEPTH else None
            if inner is None or len(found) > _FOLDER_LIMIT:
                return None
            found += inner
        return found

    def _is_left_out(self, folder: str, name: str, is_folder: bool) -> bool:
        if name[0] == "." or is_lock(name):
            return True
        return self._ignores is not None and self._ignores.is_ignored(join(folder, name), folder=is_folder)


def _named_as_attachment(path: str) -> bool:
    return path.rpartition("/")[2].startswith(table().attachment_names)


def candidates(folder: str, target: str) -> tuple[str, ...]:
    """The paths inside the root that ``target``, written in a document of ``folder``, can mean, likeliest first.

    An address that begins with a slash counts from the root of the site, which may be the document's folder, one
    above it, or a folder of static files there. None for a remote target and for one that leaves the root.
    """
    if links.is_remote(target) or _ABSOLUTE.match(target):
        return ()
    plain = links.clean(target).replace("\\", "/")
    if not plain.strip("/") or "\0" in plain:
        return ()
    if not plain.startswith("/"):
        path = normal(f"{folder}/{plain}")
        return () if path is None else (path,)
    inside = normal(plain)
    if inside is None:
        return ()
    steps = folder.split("/") if folder else []
    above = ["/".join(steps[:count]) for count in range(len(steps) + 1)]
    places = (join(base, static) if static else base for base in above for static in ("", *table().static))
    return tuple(join(place, inside) for place in places)


def find(tree: Tree, folder: str, target: str) -> str | None:
    """The existing file that ``target`` means, None when there is none."""
    return next(filter(None, (locate(tree, path) for path in candidates(folder, target))), None)
