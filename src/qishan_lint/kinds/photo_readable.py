"""Photo readable: files that cannot be decoded to the end, or must not be: what was not seen is never passed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Photo, Spot, Value
from qishan_lint.photo import loading, study
from qishan_lint.photo.loading import Header, PhotoError

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The ``codes`` of photo faults to report; ``max-pixels`` is the page's limit (width x height), 0 for none."""

    codes: tuple[str, ...]
    max_pixels: int = 0


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo with one of the faults; what the reader of the item reported is left out."""
    del context
    params: Params = rule.params
    reported = {problem.path for problem in item.problems}
    for photo in study.chosen(item):
        if photo.path in reported:
            continue
        fault = _fault(photo, params)
        if fault and fault.code in params.codes:
            data: dict[str, Value] = {"code": fault.code, "detail": fault.detail and f" {fault.detail}"}
            data["limit"] = loading.MAX_PIXELS // 1_000_000
            yield Match(Spot(photo=photo, where=photo.where), data)


def _fault(photo: Photo, params: Params) -> PhotoError | None:
    head = study.header(photo)
    if isinstance(head, Header) and params.max_pixels and head.width * head.height > params.max_pixels:
        return PhotoError("too-many-pixels", f"{head.width}x{head.height}")
    if isinstance(head, PhotoError):
        return head
    seen = study.surveyed(photo)
    return seen if isinstance(seen, PhotoError) else None
