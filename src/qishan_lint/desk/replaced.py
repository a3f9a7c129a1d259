"""Photos that were replaced since the last signature: what was signed, as far as it is still known."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from qishan_lint import thumbnails
from qishan_lint.signing import Office, Shown
from qishan_lint.signoff import statement, versions
from qishan_lint.since import Since
from qishan_lint.sources.grouping import kind

SIDE = 640
"""The longer side of a photo on the page, in pixels."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """A photo that is another one under the same name; ``old`` is the signed one as an address, empty if it is lost."""

    path: str
    old: str


def of(office: Office, shown: Shown, since: Since | None) -> tuple[Replaced, ...]:
    """The replaced photos among what changed ``since`` the last signature."""
    if since is None:
        return ()
    return tuple(_found(office, shown, since))


def _found(office: Office, shown: Shown, since: Since) -> Iterator[Replaced]:
    signed = statement.subjects(shown.accepted[-1])
    for path, how in since.files:
        if how == "replaced" and kind(path) == "photo":
            data = versions.picture(office.cache, signed[path])
            if data is None:
                whole = versions.find(None, office.root, path, signed[path])
                data = thumbnails.of(whole, SIDE) if whole is not None else None
            yield Replaced(path, "" if data is None else f"data:image/jpeg;base64,{base64.b64encode(data).decode()}")


def keep(office: Office, shown: Shown) -> None:
    """Keep small pictures of the photos of ``shown``, which is being signed, on this machine."""
    for path, digest in shown.subject.items():
        if kind(path) == "photo":
            data = thumbnails.jpeg(office.root, path, SIDE)
            if data is not None:
                versions.keep_picture(office.cache, digest, data)
