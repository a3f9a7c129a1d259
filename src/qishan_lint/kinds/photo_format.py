"""Photo format: what kind of file a photo is, against its name, the page's needs and the browser's abilities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Photo, Spot
from qishan_lint.photo import sniff, study
from qishan_lint.photo.loading import PhotoError

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``fault``: ``kind`` (not one of ``kinds``), ``name`` (the extension says something else), ``mode`` (one of
    ``modes``), ``bits`` (more than ``bits`` a channel) or ``frames`` (more than one).
    """

    fault: Literal["kind", "name", "mode", "bits", "frames"]
    photos: study.Which = "all"
    kinds: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    bits: int = 8


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo with the rule's fault."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        found = _fault(photo, params)
        if found:
            suffix = sniff.suffix_of(photo.path)
            yield Match(Spot(photo=photo, where=photo.where), {"found": found, "suffix": suffix})


def _fault(photo: Photo, params: Params) -> str:
    """What is wrong, in the terms of the field; empty when nothing is. The kind does not depend on what can be decoded."""
    if params.fault == "kind":
        kind = study.kind(photo)
        return kind if sniff.is_picture(kind) and kind not in params.kinds else ""
    head = study.header(photo)
    if isinstance(head, PhotoError):
        return ""
    if params.fault == "name":
        return "" if sniff.fits(head.kind, sniff.suffix_of(photo.path)) else head.kind
    if params.fault == "mode":
        return head.mode if head.mode in params.modes else ""
    if params.fault == "bits":
        return str(head.bits) if head.bits > params.bits else ""
    return str(head.frames) if head.frames > 1 else ""
