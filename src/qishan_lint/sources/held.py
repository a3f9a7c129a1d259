"""What a file held when it was read, as far as grouping and the cache ask for it."""

from __future__ import annotations

import hashlib
from typing import Protocol

import msgspec

State = tuple[int, ...]
"""Size, times of change, and number of a file: what another content would change."""

RECENT = 2_000_000_000
"""Nanoseconds within which some file systems give two changes one time."""

_MARK = b"qishan-lint"


class Held(msgspec.Struct, frozen=True, array_like=True):
    """The SHA-256 of a file; whether it may hold a directive, which may end on some day; what a page refers to.

    ``targets`` are None where nobody asked for them.
    """

    digest: str
    may_allow: bool
    targets: tuple[str, ...] | None = None

    @classmethod
    def of(cls, data: bytes, targets: tuple[str, ...] | None = None) -> Held:
        """What the file with the content ``data`` holds."""
        may_allow = _MARK in data or _MARK.decode().encode("utf-16-le")[:-1] in data  # in one byte a letter or two
        return cls(hashlib.sha256(data).hexdigest(), may_allow, targets)


class Recall(Protocol):
    """Remembers between runs what files held, so that what did not change is not read again."""

    def held(self, path: str) -> Held | None:
        """What the file at ``path`` holds, if it is known and has not changed since."""
        ...

    def state(self, path: str) -> State | None:
        """The state of the file at ``path``: to be asked for before it is read."""
        ...

    def keep(self, path: str, state: State | None, held: Held) -> None:
        """Remember what was read from a file that was in ``state`` before."""
        ...
