"""A poster with a QR code an area for the places where people look things up, and a form for their opinions (意见簿)."""

from __future__ import annotations

import base64
from urllib.parse import quote

from qishan_lint import locale
from qishan_lint.directory.model import Library
from qishan_lint.errors import UsageError
from qishan_lint.formats.html._markup import Markup, tag
from qishan_lint.model import Text
from qishan_lint.photo import codes

_STYLE = """
@page{size:A4;margin:14mm}
*{box-sizing:border-box}
body{margin:0 auto;max-width:182mm;background:#fff;color:#000;
font:11pt/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
h1{font-size:24pt;text-align:center;margin:0 0 2mm}
p{margin:0 0 4mm;text-align:center}
ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(4,1fr);gap:5mm}
li{border:.5pt solid #000;border-radius:2mm;padding:2mm;text-align:center;break-inside:avoid}
img{width:30mm;height:30mm;image-rendering:pixelated}
b{display:block;font-size:11.5pt;line-height:1.3}
.book{break-before:page}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:.5pt solid #000;padding:1.5mm;height:14mm}
th{height:9mm}
"""
_LINES = 14


def render(library: Library, base: str, lang: str) -> bytes:
    """The page for areas below the address ``base``. Raises UsageError for an address that is none of the web."""
    if not base.startswith(("https://", "http://")):
        raise UsageError(
            Text(f"网址不对：{base}", f"not an address of the web: {base}"),
            remedy=Text("写成 https://… 的形式", "write it like https://…"),
        )

    def say(key: str, **values: object) -> str:
        return locale.text(f"directory.{key}", lang, **values)

    areas = (_area(base, one.area, say("entries", count=len(one.entries))) for one in library.directories)
    heads = tuple(say(f"book.{name}") for name in ("day", "opinion", "contact", "answer"))
    rows = (tag("tr", *(tag("td") for _ in heads)) for _ in range(_LINES))
    book = tag(
        "section",
        tag("h1", say("book")),
        tag("p", say("book.note")),
        tag("table", tag("tr", *(tag("th", head, scope="col") for head in heads)), rows),
        class_="book",
    )
    page = tag(
        "html",
        tag("head", tag("meta", charset="utf-8"), tag("title", say("poster")), tag("style", Markup(_STYLE))),
        tag("body", tag("main", tag("h1", say("poster")), tag("p", say("poster.note")), tag("ul", areas), book)),
        lang="en" if lang == "en" else "zh-CN",
    )
    return f"<!doctype html>\n{page}\n".encode()


def _area(base: str, area: str, entries: str) -> Markup:
    address = f"{base.rstrip('/')}/{quote(area)}"
    picture = f"data:image/png;base64,{base64.b64encode(codes.png(address)).decode()}"
    return tag("li", tag("img", src=picture, alt=address), tag("b", area), entries)
