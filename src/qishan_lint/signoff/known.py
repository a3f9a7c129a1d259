"""What sources hold, kept in the cache by the digest of their bytes, so that a status need not read every article again.

It can never be that of another content. What decides on publication (the gate) reads every file all the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from qishan_lint import __version__
from qishan_lint.cache import Cache
from qishan_lint.signoff.mentions import Mentions

_MOST = 200
"""Names in a source that is kept: one that has more is rare, and would fill the cache."""


class Source(msgspec.Struct, frozen=True, array_like=True):
    """What counts of the bytes of a text: the digest that is signed of it, and what it mentions."""

    signed: str
    mentions: Mentions


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Source)


class Sources:
    """Those of ``digests`` (SHA-256, in hexadecimal) that the cache in the folder ``place`` knows, and more found since.

    Use as a context manager: what was found is written at its end.
    """

    def __init__(self, place: Path | None, digests: Iterable[str]) -> None:
        self._cache = None if place is None else Cache(place)
        self._known = {} if self._cache is None else self._cache.texts([_key(digest) for digest in digests])
        self._fresh: dict[str, Source] = {}

    def __enter__(self) -> Sources:
        return self

    def __exit__(self, *_: object) -> None:
        if self._cache is not None:
            self._cache.put_texts({_key(digest): _ENCODER.encode(source) for digest, source in self._fresh.items()})
            self._cache.close()

    def get(self, digest: str) -> Source | None:
        """What is known of the source with ``digest``."""
        known = self._known.get(_key(digest))
        if known is not None:
            with contextlib.suppress(msgspec.MsgspecError):
                return _DECODER.decode(known)
        return self._fresh.get(digest)

    def keep(self, digest: str, source: Source) -> None:
        """Remember ``source``."""
        if len(source.mentions.names) <= _MOST:
            self._fresh[digest] = source


def _key(digest: str) -> str:
    return f"{__version__} {digest}"
