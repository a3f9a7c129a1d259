"""Photo traces: metadata that tells more than the picture should: where, by whom, with what it was taken or edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Photo, Spot
from qishan_lint.photo import sniff, study
from qishan_lint.photo.loading import PhotoError
from qishan_lint.photo.traces import Traces

REPAIR = "strip-photo-metadata"
CLEANABLE = frozenset(("jpg", "jpeg", "jpe", "jfif", "png", "webp"))

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``trace``: ``position``, ``owner``, ``serial``, or ``editor``: software whose name holds one of ``editors``, or
    a file name that holds one of ``names``; or ``preview``: the embedded small picture is another one, further than
    ``distance`` of 128 bits from the photo.
    """

    trace: Literal["position", "owner", "serial", "editor", "preview"]
    photos: study.Which = "all"
    editors: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    distance: int = 24


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo with the trace; its repair takes the metadata out, the pixels stay as they are."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        traces = study.traces(photo)
        found = _found(photo, traces, params)
        if found:
            cleanable = params.trace != "editor" and sniff.suffix_of(photo.path) in CLEANABLE and "!" not in photo.path
            spot = Spot(photo=photo, where=photo.where)
            yield Match(spot, {"found": "、".join(found)}, repair=REPAIR if cleanable else "")


def _found(photo: Photo, traces: Traces | PhotoError, params: Params) -> list[str]:
    """Names of fields, or of editors; never a position or a person."""
    name = photo.path.rpartition("/")[2]
    by_name = [word for word in params.names if word in name]
    if isinstance(traces, PhotoError):
        return by_name
    if params.trace == "preview":
        return ["JPEGThumbnail"] if study.preview_distance(photo) > params.distance else []
    if params.trace == "editor":
        known = (word for word in params.editors for text in traces.software if word.casefold() in text.casefold())
        return [*dict.fromkeys(known), *by_name]
    return list({"position": traces.position, "owner": traces.owner, "serial": traces.serial}[params.trace])
