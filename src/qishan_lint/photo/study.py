"""What is known of a photo of an item, worked out once however many rules ask: values only, never pixels."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Literal, cast

from qishan_lint import isolation
from qishan_lint.model import Item, Photo
from qishan_lint.photo import codes, hashing, loading, sniff, survey, words
from qishan_lint.photo import traces as traces_
from qishan_lint.photo.loading import Header, PhotoError
from qishan_lint.photo.survey import Survey
from qishan_lint.photo.traces import Traces

Which = Literal["all", "lead", "body", "thumbnail"]
"""Which photos a rule looks at: ``lead`` is the first, ``body`` the others, ``thumbnail`` the one that the metadata
field ``image`` names; ``all`` leaves the thumbnail out."""

ALONE_BYTES, ALONE_PIXELS = 8 << 20, 16_000_000
"""Larger photos are decoded in a child process that can be killed."""

DRAWINGS = frozenset(("svg", "emf", "wmf", "emz", "wmz"))
"""Suffixes of pictures made of lines, as Word keeps them too."""

_REMEMBERED = 256


def chosen(item: Item, which: Which = "all") -> Iterator[Photo]:
    """The photos of ``item`` that ``which`` means, each file once; drawings made of lines are not photos."""
    small = _thumbnail(item)
    first: dict[str, Photo] = {}
    for photo in item.photos:
        if sniff.suffix_of(photo.path) not in DRAWINGS:
            first.setdefault(photo.path, photo)
    ordered = list(first.values())
    if which == "thumbnail":
        yield from (photo for photo in ordered if photo.path == small)
        return
    body = [photo for photo in ordered if photo.path != small]
    yield from {"all": body, "lead": body[:1], "body": body[1:]}[which]


def _thumbnail(item: Item) -> str:
    """The path of the photo that only the metadata names, "" when the article shows it too."""
    field = item.meta.get("image")
    name = field.value.replace("\\", "/").rpartition("/")[2] if field else ""
    named = [photo for photo in item.photos if name and photo.path.rpartition("/")[2] == name]
    inside = field.source_span if field else None
    if not named or any(photo.span is not None and photo.span != inside for photo in named):
        return ""
    return named[0].path


@functools.lru_cache(maxsize=1)
def _data(photo: Photo) -> bytes | PhotoError:
    """The bytes of one photo at a time."""
    try:
        with photo.open() as stream:
            return loading.read(stream)
    except PhotoError as fault:
        return fault
    except OSError as error:
        return PhotoError("unreadable", type(error).__name__)


@functools.lru_cache(maxsize=_REMEMBERED)
def kind(photo: Photo) -> str:
    """What the photo is by its first bytes, whether or not it can be decoded here; empty when it cannot be read."""
    data = _data(photo)
    return "" if isinstance(data, PhotoError) else sniff.kind_of(data[: sniff.HEAD])


@functools.lru_cache(maxsize=_REMEMBERED)
def header(photo: Photo) -> Header | PhotoError:
    """The photo's header, or why there is none."""
    data = _data(photo)
    if isinstance(data, PhotoError):
        return data
    try:
        return loading.header(data)
    except PhotoError as fault:
        return fault


@functools.lru_cache(maxsize=_REMEMBERED)
def traces(photo: Photo) -> Traces | PhotoError:
    """What the photo's metadata gives away, or why that cannot be told."""
    data = _data(photo)
    if isinstance(data, PhotoError):
        return data
    try:
        return traces_.traces(data)
    except PhotoError as fault:
        return fault


@functools.lru_cache(maxsize=_REMEMBERED)
def surveyed(photo: Photo) -> Survey | PhotoError:
    """What the photo's pixels show, or why they cannot be had."""
    data = _data(photo)
    if isinstance(data, PhotoError):
        return data
    head = header(photo)
    if isinstance(head, PhotoError):
        return head
    if len(data) <= ALONE_BYTES and head.width * head.height <= ALONE_PIXELS:
        return survey.outcome(data)
    seen = isolation.call("qishan_lint.photo.survey:outcome", data)
    if isinstance(seen, isolation.Failure):
        return PhotoError("too-slow" if seen.reason == "time" else "corrupt", seen.reason)
    return cast("Survey | PhotoError", seen)


def preview_distance(photo: Photo) -> int:
    """In how many of 128 bits the photo and its embedded preview differ, 0 when there is nothing to compare."""
    found, seen = traces(photo), surveyed(photo)
    if isinstance(found, PhotoError) or isinstance(seen, PhotoError) or not found.thumbnail:
        return 0
    small = traces_.preview(found)
    preview = hashing.hashes(small) if small is not None else ()
    return min((hashing.distance(preview[0], one) for one in seen.hashes), default=0) if preview else 0


@functools.lru_cache(maxsize=_REMEMBERED)
def coded(photo: Photo) -> tuple[codes.Code, ...]:
    """The codes in the photo, none when it cannot be decoded. Needs the extra "qr"."""
    data = _data(photo)
    if isinstance(data, PhotoError):
        return ()
    try:
        image, size = loading.decode(data)
        return codes.find(image, max(size) / max(image.size))
    except PhotoError:
        return ()


@functools.lru_cache(maxsize=_REMEMBERED)
def read(photo: Photo) -> tuple[words.Words, ...]:
    """The lines of text in the photo, none when it cannot be decoded. Needs the extra "ocr"."""
    data = _data(photo)
    if isinstance(data, PhotoError):
        return ()
    try:
        image, size = loading.decode(data)
    except PhotoError:
        return ()
    scale = max(size) / max(image.size)
    lines = words.read(image)
    return tuple(words.Words(line.text, scaled(line.box, scale)) for line in lines)


def scaled(box: tuple[int, int, int, int], scale: float) -> tuple[int, int, int, int]:
    """The box in pixels of the full-size photo."""
    x, y, width, height = (round(value * scale) for value in box)
    return x, y, width, height
