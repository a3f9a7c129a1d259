"""The subject of a signature: every file that belongs to an item, found by reading the item, each with its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from qishan_lint import items
from qishan_lint.items import ItemOptions
from qishan_lint.model import Item, Result
from qishan_lint.signoff import canonical, mentions, siblings
from qishan_lint.signoff.known import Source, Sources
from qishan_lint.signoff.mentions import Mentions
from qishan_lint.signoff.statement import nfc, text_digest
from qishan_lint.sources.grouping import ItemFiles
from qishan_lint.sources.tree import LFS_POINTER, ReadError, Tree
from qishan_lint.textual import encoding


def of(files: ItemFiles, options: ItemOptions) -> tuple[Item, dict[str, str]]:
    """The item in ``files``, and the SHA-256 of each of its files by NFC path. Raises TrustError as ``bound`` does."""
    item = items.read(files, options)
    return item, bound(files, item, options.max_bytes)


def bound(
    files: ItemFiles, read: Item | Result, limit: int, *, known: Sources | None = None, anew: bool = False
) -> dict[str, str]:
    """The SHA-256 of each file of the item that was ``read``, by NFC path; every file is hashed once more if ``anew``.

    Otherwise texts among ``known`` are not read again.

    Raises TrustError when something cannot be bound: a symbolic link, a file that is missing or on another site, a
    Git LFS pointer, two names that differ by case only, a file or page that the source shows in a way that is not read,
    or a file that is not what was read.
    """
    for path, code in read.unbound:
        _refuse(path, code)
    if not read.digest:
        _refuse(files.id, "not-checked")
    tree, listed = files.tree(), frozenset(read.files)
    _no_collisions(read.files, tree)
    signed = {}
    for path, digest in zip(read.files, read.digests, strict=True):
        if digest.startswith("-"):
            _refuse(path, digest[1:])
        signed[nfc(path)] = digest
        if not anew and path not in read.texts:
            continue
        source = None if anew or known is None else known.get(digest)
        if source is None:
            data = _content(tree, path, limit)
            if hashlib.sha256(data).hexdigest() != digest:
                _refuse(path, "changed-while-read")
            if path not in read.texts:
                continue
            source = _source(data, digest)
            if known is not None:
                known.keep(digest, source)
        _shows_only(source.mentions, path, listed, tree)
        signed[nfc(path)] = source.signed
    return signed


def _source(data: bytes, digest: str) -> Source:
    decoded = encoding.decode(data)
    is_utf8 = decoded.encoding == "utf-8" or (not decoded.encoding and _is_utf8(data))  # odd signs have no encoding
    return Source(text_digest(data, digest) if is_utf8 else digest, mentions.read(decoded.text))


def _shows_only(mentioned: Mentions, path: str, listed: frozenset[str], tree: Tree) -> None:
    """Refuse a text that shows what is not among the ``listed`` files."""
    if mentioned.embeds:
        _refuse(path, "embeds-a-page")
    for other in mentions.unlisted(mentioned, path, listed, tree):
        _refuse(other, "named-but-not-read")


def same(files: ItemFiles, paths: Iterable[str], signed: Mapping[str, str], limit: int) -> bool:
    """Whether the files at ``paths`` are still those of the subject ``signed``: a second look, without parsing anything.

    Raises TrustError for a file that cannot be bound any more.
    """
    tree, found = files.tree(), list(paths)
    _no_collisions(found, tree)
    return len(found) == len(signed) and all(
        any(signed.get(nfc(path)) == digest for digest in _digests(_content(tree, path, limit))) for path in found
    )


def _digests(data: bytes) -> Iterator[str]:
    yield hashlib.sha256(data).hexdigest()
    yield text_digest(data)


def _content(tree: Tree, path: str, limit: int) -> bytes:
    try:
        data = tree.read(path, limit)
    except ReadError as error:
        _refuse(path, error.code)
        raise
    if data.startswith(LFS_POINTER):
        _refuse(path, "lfs-pointer")
    return data


def _no_collisions(paths: Iterable[str], tree: Tree) -> None:
    """Refuse a file beside which another has the same name on a system that ignores case or the Unicode form."""
    listed: dict[str, siblings.Names] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if folder not in listed:
            listed[folder] = siblings.names(tree, folder)
        if listed[folder].count(name) > 1:
            _refuse(path, "case-collision")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse(path: str, code: str) -> None:
    raise canonical.refused(f"无法绑定签署的文件（{code}）", f"a file that no signature can cover ({code})", path)
