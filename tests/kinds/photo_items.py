"""Items with drawn photos, for the tests of the photo kinds."""

import datetime
import hashlib
import io
from collections.abc import Mapping
from typing import Any

import msgspec

from qishan_lint.kinds import Context, Rule, load
from qishan_lint.model import Field, Item, Level, Match, Part, Photo, Text
from qishan_lint.photo.drawing import draw

CONTEXT = Context(datetime.date(2024, 5, 10))


def photo(path: str, data: bytes, **more: Any) -> Photo:
    """A photo of an item."""
    words = {"where": "1:1", "alt": "会议", "caption": ""} | more
    return Photo(path, digest=hashlib.sha256(data).hexdigest(), size=len(data), open=lambda: io.BytesIO(data), **words)


def drawn(path: str, **spec: Any) -> Photo:
    """A drawn photo of an item."""
    return photo(path, draw({"draw": "photo", "path": path, **spec}))


def item(*photos: Photo, id_: str = "稿件.md", meta: Mapping[str, str] | None = None, published: str = "") -> Item:
    """An item with the photos."""
    fields = {name: Field(name, value) for name, value in (meta or {}).items()}
    date = datetime.date.fromisoformat(published) if published else None
    return Item(id_, id_, "0", (Part("0", id_, "正文。"),), photos, meta=fields, published=date)


def rule(kind: str, params: dict[str, Any]) -> Rule:
    """A rule of the kind."""
    text = Text("词", "words")
    typed = msgspec.convert(params, load(kind).Params)
    return Rule("photo/x", kind, Level.WARNING, typed, text, text, text, "own knowledge")


def check(kind: str, params: dict[str, Any], one: Item) -> list[Match]:
    """What the kind finds in the item."""
    return list(load(kind).check(one, rule(kind, params), CONTEXT))
