"""What is found: from the match that a kind yields to the finding that is reported."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

from qishan_lint.model.item import Attachment, Part, Photo, Span
from qishan_lint.model.texts import Level, Text


class Box(msgspec.Struct, frozen=True, gc=False):
    """A rectangle of pixels of a photo, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


class Line(msgspec.Struct, frozen=True, gc=False):
    """A straight line over a photo, in pixels of its full size: where two pictures were pasted together."""

    x1: int
    y1: int
    x2: int
    y2: int


class Spot(msgspec.Struct, frozen=True):
    """Where a kind saw something: a stretch of a part, a photo, an attachment, or the item as a whole."""

    part: Part | None = None
    span: Span | None = None
    photo: Photo | None = None
    attachment: Attachment | None = None
    path: str = ""
    where: str = ""
    box: Box | None = None
    lines: tuple[Line, ...] = ()


Value = str | int | float | Text


class Match(msgspec.Struct, frozen=True):
    """What a kind reports; the engine turns it into a Finding.

    ``data`` fills the placeholders of the rule's message (sensitive values only masked). ``replacement`` is the new
    text for the spot's span when the rule can repair it; ``safe`` says that the repair cannot change the meaning.
    ``repair`` names an action on a whole file instead (``strip-photo-metadata``). ``level`` overrides the rule's.
    ``confidence`` lies between 0 and 1.
    """

    spot: Spot
    data: Mapping[str, Value] = msgspec.field(default_factory=dict)
    level: Level | None = None
    suggestions: tuple[str, ...] = ()
    replacement: str | None = None
    safe: bool = True
    repair: str = ""
    confidence: float | None = None
    related: tuple[Spot, ...] = ()


class Place(msgspec.Struct, frozen=True):
    """One position as reported.

    ``where`` is what a person reads ("18:14", "表2!D7"). Lines and columns count from 1 (0: none) in characters;
    ``start`` and ``end`` are offsets in the decoded source, ``offset`` is one in the part's text (-1: none).
    ``bytes`` and ``utf16`` are the first and the end column again, counted in UTF-8 bytes and UTF-16 units (0: none).
    """

    path: str
    where: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    start: int = -1
    end: int = -1
    part: str = ""
    offset: int = -1
    box: Box | None = None
    lines: tuple[Line, ...] = ()
    bytes: tuple[int, int] = (0, 0)
    utf16: tuple[int, int] = (0, 0)


class Excerpt(msgspec.Struct, frozen=True):
    """The hit and its surroundings on one line, every sensitive value in it masked."""

    before: str
    hit: str
    after: str


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Replace ``[start, end)`` of the decoded source of the file at ``path``, which reads ``old``, by ``text``."""

    path: str
    start: int
    end: int
    text: str
    old: str = ""


class Fix(msgspec.Struct, frozen=True):
    """A repair: edits of text, or one named action on a whole file."""

    safe: bool
    edits: tuple[Edit, ...] = ()
    action: str = ""
    path: str = ""


class Finding(msgspec.Struct, frozen=True):
    """One fault, complete and masked: what every format, baseline and signature uses.

    ``fingerprint`` names the finding across runs and machines; it holds nothing of a sensitive value. ``scope`` is
    ``audit`` for faults that show only across items; such findings are never part of what is signed.
    """

    rule: str
    level: Level
    item: str
    place: Place
    message: Text
    excerpt: Excerpt | None = None
    suggestions: tuple[str, ...] = ()
    confidence: float | None = None
    fix: Fix | None = None
    data: dict[str, str] = msgspec.field(default_factory=dict)
    related: tuple[Place, ...] = ()
    waivable: bool = True
    sensitive: bool = False
    scope: Literal["item", "audit"] = "item"
    fingerprint: str = ""


class Waiver(msgspec.Struct, frozen=True):
    """A finding that somebody allowed: why, by whom, until when, and where the allowance stands."""

    finding: Finding
    reason: str
    by: str = ""
    until: datetime.date | None = None
    where: str = ""
