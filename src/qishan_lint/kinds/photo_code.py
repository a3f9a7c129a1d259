"""Photo code: QR and bar codes in photos; where they lead, and whether that is one of the office's own sites."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Box, Item, Match, Spot, Text
from qishan_lint.photo import study

EXTRA = "qr"
MODULE = "zxingcpp"

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Codes that lead to a host in ``domains`` (or below one) are left out, and so are codes without an address when
    ``only-addresses`` is set.
    """

    domains: tuple[str, ...] = ()
    only_addresses: bool = False
    photos: study.Which = "all"


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each code that leads elsewhere; its content is not shown beyond the host."""
    del context
    params: Params = rule.params
    for photo in study.chosen(item, params.photos):
        for code in study.coded(photo):
            if code.host and any(code.host == own or code.host.endswith("." + own) for own in params.domains):
                continue
            if not code.host and params.only_addresses:
                continue
            host = code.host
            told = Text(f"指向 {host}", f"leads to {host}") if host else Text("内容不是网址", "no address")
            spot = Spot(photo=photo, where=photo.where, box=Box(*code.box))
            yield Match(spot, {"kind": code.kind, "told": told})
