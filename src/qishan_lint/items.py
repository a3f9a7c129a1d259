"""The files of one item → Item: document, pictures, attachments, metadata, and everything that went wrong."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import BinaryIO, cast

import msgspec

from qishan_lint import dates, metadata, readers
from qishan_lint.conventions import table
from qishan_lint.model import Attachment, Field, Item, Part, Photo, Problem, Role
from qishan_lint.readers import Embedded, Reader, Reading, ReadOptions, Reference
from qishan_lint.sources.grouping import ItemFiles, candidates, find, kind
from qishan_lint.sources.tree import LFS_POINTER, MAX_FILE, ReadError
from qishan_lint.textual import labels, links, titles


class ItemOptions(msgspec.Struct, frozen=True):
    """How to read items.

    ``meta_names`` adds names to metadata fields; photos on ``domains`` count as the site's own. ``max_bytes`` caps a
    file, ``max_text`` the characters of a text, ``max_files`` the photos and attachments of one item.
    """

    meta_names: Mapping[str, tuple[str, ...]] = {}
    domains: tuple[str, ...] = ()
    grouping: str = "auto"
    max_bytes: int = MAX_FILE
    max_text: int = 20_000_000
    max_files: int = 500


def read(files: ItemFiles, options: ItemOptions) -> Item:
    """The item in ``files``. Never raises for bad content: what could not be read is among the problems."""
    return _Gathering(files, options).item()


class _Gathering:
    """What is known of one item while its files are read."""

    def __init__(self, files: ItemFiles, options: ItemOptions) -> None:
        self._files = files
        self._options = options
        self._tree = files.tree()
        self._known = metadata.names(options.meta_names)
        self._parts: list[Part] = []
        self._photos: list[Photo] = []
        self._attachments: list[Attachment] = []
        self._problems: list[Problem] = []
        self._digests: dict[str, str] = {}

    def item(self) -> Item:
        """Read everything and put it together."""
        reading = self._document() if self._files.document is not None else Reading()
        if reading.references or self._files.companions:
            self._companions(reading)
        meta = metadata.collect(reading.meta, self._known)
        path = self._files.document or self._files.id
        return Item(
            id=self._files.id,
            path=path,
            digest=digest_of(self._digests),
            parts=tuple(self._parts),
            photos=tuple(self._photos),
            attachments=tuple(self._attachments),
            problems=tuple(self._problems),
            files=tuple(self._digests),
            digests=tuple(self._digests.values()),
            meta=meta,
            title=reading.title or _value(meta, "title"),
            published=dates.parse(_value(meta, "published")) if "published" in meta else None,
            source=_value(meta, "source"),
            department=_value(meta, "department"),
            column=_value(meta, "column"),
        )

    # the document

    def _document(self) -> Reading:
        path = self._files.document or ""
        data = self._bytes(path)
        reader = readers.for_suffix(links.suffix(path))
        if data is None:
            return Reading()
        if reader is None:
            self._problem("unsupported", path)
            return Reading()
        reading = self._labelled(_read(reader, data, path, self._limits("article")))
        self._parts += reading.parts
        self._problems += reading.problems
        if reading.embedded:
            self._embedded(path, reading.embedded)
        return reading

    def _labelled(self, reading: Reading) -> Reading:
        """For formats without front matter or meta tags: with the labelled lines near the top, and a title."""
        if not reading.parts or reading.parts[0].source is not None:
            return reading
        part, fields = labels.in_part(reading.parts[0], self._known)
        part, title = (part, reading.title) if reading.title else titles.promoted(part)
        parts = (part, *reading.parts[1:])
        return msgspec.structs.replace(reading, parts=parts, meta=reading.meta + fields, title=title)

    def _limits(self, role: Role) -> ReadOptions:
        options = self._options
        return ReadOptions(role, max_bytes=options.max_bytes, max_text=options.max_text, meta_names=self._known)

    def _embedded(self, path: str, members: tuple[Embedded, ...]) -> None:
        for member in members:
            name = f"{path}!{member.name}"
            digest = hashlib.sha256(member.data).hexdigest()
            if links.suffix(member.name) in table().photos:
                opener = _Held(member.data)
                size = len(member.data)
                self._photos.append(Photo(name, member.where, member.alt, member.caption, digest, size, opener))

    # what belongs to it

    def _companions(self, reading: Reading) -> None:
        folder = (self._files.document or "").rpartition("/")[0]
        seen: set[str] = set()
        for reference in reading.references[: self._options.max_files]:
            path = self._resolve(folder, reference)
            if path is not None and path not in seen:
                seen.add(path)
                self._add(path, reference)
        if len(reading.references) > self._options.max_files:
            self._problem("too-many-files", self._files.document or "", count=str(len(reading.references)))
        for path in self._files.companions[: self._options.max_files]:
            if path not in seen and path != self._files.document:
                self._add(path, Reference(kind(path), path, ""))
                if self._files.document is None:
                    self._problem("orphan", path)

    def _resolve(self, folder: str, reference: Reference) -> str | None:
        """The existing file that ``reference`` names; otherwise the problem is noted."""
        target = reference.target
        if target.startswith("data:"):
            return None
        if links.is_remote(target):
            if reference.kind == "photo" and not self._is_own(target):
                self._about(reference, "photo-remote", target)
            return None
        meant = candidates(folder, target)
        if not meant:
            self._about(reference, f"{reference.kind}-outside-root", target)
            return None
        found = find(self._tree, folder, target)
        if found is None:
            self._about(reference, f"{reference.kind}-missing", meant[0])
        return found

    def _is_own(self, target: str) -> bool:
        from urllib.parse import urlsplit

        host = (urlsplit(target if "//" in target else f"//{target}").hostname or "").lower()
        return any(host == domain or host.endswith(f".{domain}") for domain in map(str.lower, self._options.domains))

    def _add(self, path: str, reference: Reference) -> None:
        if reference.kind == "photo" and links.suffix(path) in table().photos:
            self._photo(path, reference)
        else:
            self._attachment(path, reference)

    def _photo(self, path: str, reference: Reference) -> None:
        data = self._bytes(path, reference)
        if data is None:
            return
        self._photos.append(
            Photo(
                path=path,
                where=reference.where,
                alt=reference.alt,
                caption=reference.caption,
                digest=self._digests[path],
                size=len(data),
                open=_Opener(self._files, path, self._options.max_bytes),
                shown=reference.shown,
                span=reference.span,
            )
        )

    def _attachment(self, path: str, reference: Reference) -> None:
        data = self._bytes(path, reference)
        if data is None:
            return
        self._attachments.append(
            Attachment(path, reference.where, reference.alt, self._digests[path], len(data), reference.span)
        )
        reader = readers.for_suffix(links.suffix(path))
        if reader is None:
            self._about(reference, "unsupported", path)
            return
        reading = _read(reader, data, path, self._limits("attachment"))
        self._parts += reading.parts
        self._problems += reading.problems
        self._embedded(path, reading.embedded)

    # files and problems

    def _bytes(self, path: str, reference: Reference | None = None) -> bytes | None:
        """The content of ``path``, noted in the digest; None when it is refused, which is a problem."""
        try:
            data = self._tree.read(path, self._options.max_bytes)
        except ReadError as refused:
            self._digests[path] = f"-{refused.code}"
            self._about(reference, refused.code, path, **refused.data)
            return None
        self._digests[path] = hashlib.sha256(data).hexdigest()
        if data.startswith(LFS_POINTER):
            self._about(reference, "lfs-pointer", path)
            return None
        return data

    def _problem(self, code: str, path: str, **data: str) -> None:
        self._problems.append(Problem(code, path, data=data))

    def _about(self, reference: Reference | None, code: str, target: str, **data: str) -> None:
        """A problem with what ``reference`` names, placed where the document names it."""
        if reference is None or reference.span is None:
            self._problems.append(Problem(code, target, data={"file": target, **data}))
            return
        document = self._files.document or ""
        self._problems.append(Problem(code, document, reference.where, "", None, {"file": target, **data}))


class _Opener(msgspec.Struct, frozen=True):
    """Opens a photo anew; it travels to other processes."""

    files: ItemFiles
    path: str
    limit: int

    def __call__(self) -> BinaryIO:
        try:
            return io.BytesIO(self.files.tree().read(self.path, self.limit))
        except ReadError as refused:
            raise OSError(refused.code) from None


class _Held(msgspec.Struct, frozen=True):
    """Opens a photo whose bytes are held."""

    data: bytes

    def __call__(self) -> BinaryIO:
        return io.BytesIO(self.data)


def _read(reader: Reader, data: bytes, path: str, options: ReadOptions) -> Reading:
    """What ``reader`` finds. One that fails on hostile bytes has read nothing, and says so.

    Text formats are read here, in linear time; what unpacks or calls native code works in a child that can be killed.
    """
    if getattr(reader, "IN_PROCESS", False):
        try:
            return reader.read(data, path, options)
        except Exception as error:
            return Reading(problems=(Problem("unreadable", path, data={"error": type(error).__name__}),))
    from qishan_lint import isolation

    found = isolation.call("qishan_lint.items:read_apart", links.suffix(path), data, path, options)
    if isinstance(found, isolation.Failure):
        data_ = {"file": path, "reason": f"{found.reason} {found.detail}".strip()}
        return Reading(problems=(Problem("not-checked", path, data=data_),))
    return cast(Reading, found)


def read_apart(suffix: str, data: bytes, path: str, options: ReadOptions) -> Reading:
    """The reading of a file by the reader for ``suffix``; called in a child process."""
    reader = readers.for_suffix(suffix)
    return Reading() if reader is None else reader.read(data, path, options)


def _value(meta: Mapping[str, Field], name: str) -> str:
    return meta[name].value.strip() if name in meta else ""


def digest_of(digests: Mapping[str, str]) -> str:
    """The digest of an item whose files have ``digests`` (SHA-256 by path)."""
    lines = (f"{path}\0{digest}\n" for path, digest in sorted(digests.items()))
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
