"""Photo words: the words that must go with a photo: the replacement text for who cannot see it, the caption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from qishan_lint.kinds import Context, Rule
from qishan_lint.model import Item, Match, Photo, Spot
from qishan_lint.photo import sniff, study

LOOKS_AT = "photos"


class Params(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """``missing``: ``alt`` (the photo has a caption but no alt text), ``caption``, or ``both``.

    Alt texts in ``empty`` (any case), and those that are only the file's name, say nothing and count as missing.
    ``formats`` are the suffixes of articles that can carry alt text; others (Word, plain text) are left out.
    """

    missing: Literal["alt", "caption", "both"]
    photos: study.Which = "all"
    empty: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


def check(item: Item, rule: Rule, context: Context) -> Iterator[Match]:
    """Yield a match for each photo of the article without the words."""
    del context
    params: Params = rule.params
    article = item.article
    if article is None or (params.formats and sniff.suffix_of(article.path) not in params.formats):
        return
    for photo in study.chosen(item, params.photos):
        alt, caption = _says(photo.alt, photo, params), _says(photo.caption, photo, params)
        if not {"alt": alt or not caption, "caption": caption, "both": alt or caption}[params.missing]:
            yield Match(Spot(photo=photo, where=photo.where), {"file": photo.path.rpartition("/")[2]})


def _says(text: str, photo: Photo, params: Params) -> bool:
    plain = text.strip().casefold()
    name = photo.path.rpartition("/")[2].rpartition("!")[2].casefold()
    names = (name, name.rpartition(".")[0])
    return bool(plain) and plain not in names and plain not in {word.casefold() for word in params.empty}
